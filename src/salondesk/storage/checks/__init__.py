"""Verifying a shop's data from top to bottom: what the tables say, re-added. Reads only; nothing here mends anything."""

from collections.abc import Iterator

from salondesk.services.problem import Problem
from salondesk.storage.checks import bookings, database, documents, ledgers, reports
from salondesk.storage.driver import Connection, DatabaseError


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield every broken rule. A damaged file ends the search: nothing else it says can be trusted."""
    try:
        broken = list(database.problems(connection))
        yield from broken
        if any(p.rule == database.INTEGRITY for p in broken):
            return
        for room in (documents, ledgers, reports, bookings):
            yield from room.problems(connection)
    except DatabaseError as error:
        yield database.damage(str(error))
