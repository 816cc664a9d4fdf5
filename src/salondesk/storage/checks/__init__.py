"""Verifying a shop's data from top to bottom: what the tables say, re-added. Reads only; nothing here mends anything."""

from collections.abc import Iterator

from salondesk.core.errors import SalonDeskError
from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.checks import (
    bookings,
    change_log,
    database,
    derived,
    documents,
    prints,
    records,
    reports,
    schema,
    search,
)
from salondesk.storage.driver import Connection, DatabaseError

UNREADABLE = "unreadable"


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield every broken rule. A damaged file ends the search: nothing else it says can be trusted."""
    try:
        broken = list(database.problems(connection))
        yield from broken
        if any(p.rule == database.INTEGRITY for p in broken):
            return
        for room in (schema, change_log, records, documents, derived, reports, bookings, prints, search):
            yield from _whatever_happens(room.problems(connection))
    except DatabaseError as error:
        yield database.damage(str(error))


def _whatever_happens(found: Iterator[Problem]) -> Iterator[Problem]:
    """Yield what is found; where a row makes no sense at all, say so and let the other rooms go on."""
    try:
        yield from found
    except (SalonDeskError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = error.message.key if isinstance(error, SalonDeskError) else f"{type(error).__name__}: {error}"
        yield Problem(UNREADABLE, "", Message(N_("Rows that make no sense: {what}"), {"what": what}))
