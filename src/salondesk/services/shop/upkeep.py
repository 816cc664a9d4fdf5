"""Upkeep that the audit is told of: new letters after a restore, derived tables made anew."""

from dataclasses import dataclass, replace

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.shop.set_up import open_series


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNextGeneration(Command[str]):
    """Close every series and open the next letter, past every letter in ``used``: a number is never used twice."""

    used: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How many rows of each derived table differed from what they should be, and are in order now."""

    ledger_entry: int
    balance: int
    settlement: int
    daily: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild(Command[Rebuilt]):
    """Make ledger, balances, settlements and roll-ups anew from the facts they are derived of."""


SHOWS_DERIVED = frozenset({"invoice", "stock_movement", "till_session"})
"""The nouns whose screens show what is derived: stock, the drawer, what is paid, takings."""


def next_letter(letter: str) -> str:
    """Return the letter after ``letter``: A, B ... Z, AA, AB ..."""
    head, last = letter[:-1], letter[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return (next_letter(head) if head else "A") + "A"


def newest(letters: frozenset[str]) -> str:
    """Return the latest of some letters."""
    return max(letters, key=lambda letter: (len(letter), letter))


def open_next_generation(command: OpenNextGeneration, work: Work) -> Outcome[str]:
    """Close and open; the value is the new letter. This computer begins a new incarnation: what it wrote after the
    backup was made is not known to it."""
    letter = ""
    work.uow.identify(work.actor.device_id, work.actor.till_id, work.new_id())
    for till in work.uow.tills.all():
        letter = next_letter(newest(command.used | {till.generation}))
        for kind in DocumentKind:
            series = work.uow.series.open_for(till.id, kind)
            work.uow.series.close(series, at=work.now_ms, reason=command.reason)
        open_series(work, work.uow.tills.save(till, replace(till, generation=letter)))
    return Outcome(letter, Message(N_("Backup restored; numbers go on under {letter}"), {"letter": letter}))


def rebuild(command: Rebuild, work: Work) -> Outcome[Rebuilt]:
    """Put them in order; the value says what differed. Nothing is written, nor told to the audit, where nothing did.

    Raises UserError for a document that cannot be read.
    """
    del command
    differed = work.uow.rebuild()
    rebuilt = Rebuilt(**differed)
    if not any(differed.values()):
        return Outcome(rebuilt, unchanged=True)
    work.uow.seen_anew |= SHOWS_DERIVED
    work.uow.log_note("derived", work.shop.id, differed)
    return Outcome(rebuilt, Message(N_("What is derived was made anew")))


HANDLERS: Handlers = {
    OpenNextGeneration: Handler(open_next_generation, Permission.UPKEEP, str),
    Rebuild: Handler(rebuild, Permission.UPKEEP, Rebuilt),
}
