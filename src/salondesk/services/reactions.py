"""Reactions write what follows from a command's changes, in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from salondesk.core.errors import BugError, SalonDeskError
from salondesk.domain.change import Change, Initiator
from salondesk.services.context import Work

EVERY_INITIATOR = frozenset(Initiator)
"""Derived rows follow every write, whoever caused it."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What is done when a command has changed one of ``nouns`` and was caused by one of ``initiators``.

    ``run`` gets the changes of those nouns, in the order they were made, once a transaction. It must not refuse:
    what can be refused is refused by the handler.
    """

    nouns: frozenset[str]
    initiators: frozenset[Initiator]
    run: Callable[[tuple[Change, ...], Work], None]


def react(reactions: tuple[Reaction, ...], work: Work) -> None:
    """Run the reactions that the handler's changes call for, in their order.

    One level deep: what a reaction writes calls for no other. Raises BugError when one refuses.
    """
    changes = tuple(work.uow.changes)
    for reaction in reactions:
        if work.initiator not in reaction.initiators:
            continue
        touched = tuple(change for change in changes if change.noun in reaction.nouns)
        if not touched:
            continue
        try:
            reaction.run(touched, work)
        except SalonDeskError as error:
            raise BugError("a reaction refused what its command allowed") from error
