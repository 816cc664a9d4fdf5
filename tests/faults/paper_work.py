"""Works at the print queue, the archive of documents and undo; drawn beside the others by `work`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.domain.change import Change
from salondesk.domain.nouns import noun
from salondesk.domain.paper import DocumentFile, PrintState
from salondesk.services.context import Command
from salondesk.services.paper.print_queue import (
    ClaimPrint,
    DismissPrints,
    RecordFile,
    RecordPrint,
    RecoverPrints,
)
from salondesk.services.undo import RevertChanges
from salondesk.storage.outside.whole_file import make_folder, write_durably
from tests.support.shop import StaffedShop

if TYPE_CHECKING:
    from tests.faults.work import Work

Asked = tuple[Command[Any], Actor]


def claim_print(work: Work) -> Asked | None:
    """Take a job that can be printed: queued, failed, left, or maybe on paper already."""
    job = work.row("SELECT id FROM print_job WHERE state <> 'done'")
    return None if job is None else (ClaimPrint(key=work.key(), job_id=Id(job[0])), work.shop.manager)


def record_print(work: Work) -> Asked | None:
    """Say what became of a job that was taken."""
    job = work.row("SELECT id FROM print_job WHERE state = 'printing'")
    if job is None:
        return None
    state = work.rng.choice((PrintState.DONE, PrintState.DONE, PrintState.FAILED))
    said = "" if state is PrintState.DONE else "no paper"
    return RecordPrint(key=work.key(), job_id=Id(job[0]), state=state, error=said), work.shop.manager


def recover_prints(work: Work) -> Asked | None:
    """Settle what an earlier start left, as a window does that was opened just now."""
    jobs = unsettled(work)
    return None if not jobs else (RecoverPrints(key=work.key(), job_ids=jobs), work.shop.manager)


def dismiss_prints(work: Work) -> Asked | None:
    """Let some jobs be."""
    jobs = unsettled(work)
    if not jobs:
        return None
    some = tuple(work.rng.sample(jobs, work.rng.randint(1, len(jobs))))
    return DismissPrints(key=work.key(), job_ids=some), work.shop.manager


def unsettled(work: Work) -> tuple[Id, ...]:
    """Return the jobs that nothing came of yet, some of them."""
    with work.shop.readers.lend() as connection:
        found = connection.execute(
            "SELECT id FROM print_job WHERE state IN ('queued', 'printing', 'unsure') ORDER BY id LIMIT 8"
        ).fetchall()
    return tuple(Id(row[0]) for row in found)


def record_file(work: Work) -> Asked | None:
    """Keep the one file of a document: the file first, as the desk does, then what the database says of it."""
    bare = work.row(
        "SELECT id, number FROM invoice WHERE NOT EXISTS (SELECT 1 FROM document_file f WHERE f.document_id = invoice.id)"
    )
    if bare is None:
        return None
    place = Path("documents", "2027", f"{bare[1]}.pdf")
    target = work.shop.paths.home / place
    if not target.exists():
        make_folder(target.parent)
        write_durably(target, b"%PDF " + work.rng.randbytes(200))
    kept = target.read_bytes()
    file = DocumentFile(
        document_id=Id(bare[0]), path=place.as_posix(), paper="80mm", lang="both", size=len(kept),
        sha256=hashlib.sha256(kept).hexdigest(), made_at=work.shop.clock.now_ms(),
    )  # fmt: skip
    return RecordFile(key=work.key(), file=file), work.shop.manager


# ---------------------------------------------------------------- undo


def undo(work: Work) -> Asked | None:
    """Take back this window's last step."""
    step = work.shop.executor.undo_log.next_undo()
    return None if step is None else (RevertChanges(key=work.key(), step=step), work.shop.manager)


def redo(work: Work) -> Asked | None:
    """Do the last step again that was taken back."""
    step = work.shop.executor.undo_log.next_redo()
    return None if step is None else (RevertChanges(key=work.key(), step=step, redo=True), work.shop.manager)


def note_moved(shop: StaffedShop, command: Command[Any] | None) -> None:
    """Let the window know what was taken back or done again: the executor does where it draws the key itself."""
    if not isinstance(command, RevertChanges):
        return
    with shop.unit() as uow:
        changes = [
            moved(change, uow.repo(noun(change.noun)).find(change.id))
            for change in reversed(command.step.changes)
        ]
    log = shop.executor.undo_log
    (log.moved_by_redo if command.redo else log.moved_by_undo)(command.step, changes)


def moved(change: Change, now: object) -> Change:
    """Return the change that put a record back."""
    return replace(change, before=change.after, after=now)
