"""The file itself: SQLite's own verdict on its pages and references."""

from collections.abc import Iterator

from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection

INTEGRITY = "integrity"


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield what SQLite finds, at most a hundred of each kind."""
    for (line,) in connection.execute("PRAGMA integrity_check(100)").fetchall():
        if line != "ok":
            yield damage(line)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(100):
        yield Problem(
            "reference",
            f"{table}/{row}",
            Message(
                N_("A row of {table} points to a {parent} that is not there."),
                {"table": table, "parent": parent},
            ),
        )


def damage(what: str) -> Problem:
    """Return the problem of a file that SQLite cannot read."""
    return Problem(INTEGRITY, "", Message(N_("The database is damaged: {what}"), {"what": what}))
