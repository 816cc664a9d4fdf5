"""Checks that every table, index and trigger is as the migrations make it, and nothing else exists.

``tools/schema.py`` writes resources/sql/schema.json from a fresh database; a test holds it to the migrations.
"""

import json
from collections.abc import Iterator

from salondesk.core.message import Message, N_
from salondesk.core.resources import resource
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection

FILE = "sql/schema.json"
RULE = "schema"
_SHADOWS = frozenset(f"client_fts_{part}" for part in ("config", "data", "docsize", "idx"))


def shape_of(connection: Connection) -> dict[str, str]:
    """Return what a database consists of: the SQL of each table, index, trigger and view, by kind and name.

    Of the tables SQLite makes below the search index only the names count: how it makes them is its own business.
    """
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'")
    return {
        f"{kind} {name}": "" if name in _SHADOWS else " ".join((sql or "").split())
        for kind, name, sql in found.fetchall()
    }


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield what is missing, different, or not ours."""
    wanted: dict[str, str] = json.loads(resource(FILE).read_text(encoding="utf-8"))
    found = shape_of(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) == found.get(name):
            continue
        if name not in found:
            text = Message(N_("This part of the database is missing: {name}"), {"name": name})
        elif name not in wanted:
            text = Message(N_("This part of the database is not SalonDesk's: {name}"), {"name": name})
        else:
            text = Message(N_("This part of the database was altered: {name}"), {"name": name})
        yield Problem(RULE, name, text)
