"""Seals the records of an older shop that its change log only names, when it is first opened."""

from dataclasses import dataclass

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRecords(Command[None]):
    """Write the hash of every record that an earlier program loaded in bulk or kept no text of, as it stands now."""


def seal_records(command: SealRecords, work: Work) -> Outcome[None]:
    """Seal them; no value. Nothing is written when it was done."""
    del command
    if not work.uow.seal_named():
        return Outcome(None, unchanged=True)
    return Outcome(None, Message(N_("Records of the earlier version sealed")))


HANDLERS: Handlers = {SealRecords: Handler(seal_records, Permission.UPKEEP)}
