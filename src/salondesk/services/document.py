"""Print jobs and archived files as commands: claimed, done, failed; a reprint is audited."""

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler
from salondesk.services.print_jobs import DocumentFile, PrintJob, PrintState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPrint(Command):
    """Take a queued job to print it now."""

    job_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrint(Command):
    """Say what became of a job."""

    job_id: Id
    state: PrintState
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile(Command):
    """Remember the one archived PDF of a document."""

    file: DocumentFile


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReprint(Command):
    """Leave a trace of a copy that was printed or saved."""

    document_id: Id
    paper: str


def claim_print(command: ClaimPrint, work: Work) -> Outcome:
    """Claim the job; the value is the job as claimed. A job that is being printed already is not taken twice."""
    job = work.uow.prints.job(command.job_id)
    if job.state is PrintState.PRINTING:
        return Outcome(replace(job, state=PrintState.UNSURE), unchanged=True)
    claimed = replace(job, state=PrintState.PRINTING, attempts=job.attempts + 1, updated_at=work.now_ms)
    work.uow.prints.update_job(claimed)
    return Outcome(claimed)


def record_print(command: RecordPrint, work: Work) -> Outcome:
    """Write the outcome."""
    job = work.uow.prints.job(command.job_id)
    work.uow.prints.update_job(
        replace(job, state=command.state, error=command.error[:300], updated_at=work.now_ms)
    )
    return Outcome()


def record_file(command: RecordFile, work: Work) -> Outcome:
    """Write the archive's entry, once: a second one for the same document changes nothing."""
    if work.uow.prints.file(command.file.document_id) is not None:
        return Outcome(unchanged=True)
    work.uow.prints.add_file(command.file)
    return Outcome()


def note_reprint(command: NoteReprint, work: Work) -> Outcome:
    """The audit row is all there is to it."""
    del command, work
    return Outcome(None, Message(N_("Copy printed")))


HANDLERS: dict[type[Command], Handler] = {
    ClaimPrint: Handler(claim_print, None, PrintJob),
    RecordPrint: Handler(record_print, None),
    RecordFile: Handler(record_file, None),
    NoteReprint: Handler(note_reprint, None),
}
