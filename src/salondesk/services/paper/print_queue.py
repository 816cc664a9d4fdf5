"""Commands for print jobs and archived files: claimed, done, failed, recovered, reprinted."""

from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.paper import DOCUMENT_FILE, UNSETTLED, DocumentFile, PrintJob, PrintState, WaitingPrint
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPrint(Command[PrintJob]):
    """Take a queued job to print it now."""

    job_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrint(Command[None]):
    """Say what became of a job."""

    job_id: Id
    state: PrintState
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredPrints:
    """What was found: every job whose archive is to be made good, and those to ask the person about."""

    found: tuple[WaitingPrint, ...] = ()
    asked: tuple[WaitingPrint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverPrints(Command[RecoveredPrints]):
    """Settle what an earlier start of the program left of these jobs of the till."""

    job_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissPrints(Command[None]):
    """Let these jobs be: their documents are kept and nobody needs the paper now."""

    job_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile(Command[None]):
    """Remember the one archived PDF of a document."""

    file: DocumentFile


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReprint(Command[None]):
    """Leave a trace of a copy that was printed or saved."""

    document_id: Id
    paper: str
    saved: bool = False


def claim_print(command: ClaimPrint, work: Work) -> Outcome[PrintJob]:
    """Claim the job; the value is the job as claimed, a copy where the original may be on paper already.

    A job that is being printed is not taken twice: it is answered as unsure, unchanged.
    """
    job = work.uow.prints.job(command.job_id)
    if job.state is PrintState.PRINTING:
        return Outcome(replace(job, state=PrintState.UNSURE, copy=True), unchanged=True)
    claimed = replace(
        job,
        state=PrintState.PRINTING,
        copy=job.copy or job.state in (PrintState.UNSURE, PrintState.DONE),
        attempts=job.attempts + 1,
        updated_at=work.now_ms,
    )
    work.uow.prints.update_job(claimed)
    return Outcome(claimed)


def record_print(command: RecordPrint, work: Work) -> Outcome[None]:
    """Write the outcome."""
    job = work.uow.prints.job(command.job_id)
    work.uow.prints.update_job(
        replace(job, state=command.state, error=command.error[:300], updated_at=work.now_ms)
    )
    return Outcome(None)


def recover_prints(command: RecoverPrints, work: Work) -> Outcome[RecoveredPrints]:
    """Settle each job by where it stood and whose day it is; the value is a TakenUp.

    Jobs of Z reports are left to who may close the till. What was settled since, or is another till's, is passed over.
    """
    found, asked = [], []
    for waiting in work.uow.prints.unsettled(work.actor.till_id):
        if waiting.job.id not in command.job_ids:
            continue
        if waiting.job.document_kind == "z" and not work.may(Permission.TILL_CLOSE):
            continue
        settled = _settled(waiting, work)
        if settled != waiting.job:
            work.uow.prints.update_job(settled)
        one = replace(waiting, job=settled)
        found.append(one)
        if settled.state in UNSETTLED:
            asked.append(one)
    return Outcome(RecoveredPrints(found=tuple(found), asked=tuple(asked)), unchanged=not found)


def _settled(waiting: WaitingPrint, work: Work) -> PrintJob:
    job, state = waiting.job, waiting.job.state
    if state is PrintState.PRINTING:
        state = PrintState.UNSURE
    is_copy = job.copy or state is PrintState.UNSURE
    if waiting.business_date < work.today:
        state = PrintState.LEFT
    if (state, is_copy) == (job.state, job.copy):
        return job
    return replace(job, state=state, copy=is_copy, updated_at=work.now_ms)


def dismiss_prints(command: DismissPrints, work: Work) -> Outcome[None]:
    """Settle what still waits; a job that was printed meanwhile stays as it is."""
    for job_id in command.job_ids:
        job = work.uow.prints.job(job_id)
        if job.state in (PrintState.QUEUED, PrintState.UNSURE):
            work.uow.prints.update_job(replace(job, state=PrintState.LEFT, updated_at=work.now_ms))
    return Outcome(None)


def record_file(command: RecordFile, work: Work) -> Outcome[None]:
    """Write the archive's entry, once: a second one for the same document changes nothing."""
    if work.uow.prints.file(command.file.document_id) is not None:
        return Outcome(None, unchanged=True)
    work.uow.prints.add_file(command.file)
    return Outcome(None)


def note_reprint(command: NoteReprint, work: Work) -> Outcome[None]:
    """Note it beside the document's archived file."""
    what = {"copy": command.paper, "saved": command.saved}
    work.uow.log_note(DOCUMENT_FILE.name, command.document_id, what)
    return Outcome(None, Message(N_("Copy saved") if command.saved else N_("Copy printed")))


HANDLERS: Handlers = {
    ClaimPrint: Handler(claim_print, None, PrintJob),
    RecordPrint: Handler(record_print, None),
    RecoverPrints: Handler(recover_prints, Permission.SALE_CHECKOUT, RecoveredPrints),
    DismissPrints: Handler(dismiss_prints, Permission.SALE_CHECKOUT),
    RecordFile: Handler(record_file, None),
    NoteReprint: Handler(note_reprint, None),
}
