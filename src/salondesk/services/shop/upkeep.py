"""Upkeep that must be told to the audit: a restored database goes on under new letters."""

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


HANDLERS: Handlers = {OpenNextGeneration: Handler(open_next_generation, Permission.UPKEEP, str)}
