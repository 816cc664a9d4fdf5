"""The SQL of ClientSearch: clients are found as a name or number is typed."""

from typing import Any

from salondesk.core.fold import digits, fold
from salondesk.core.ids import Id
from salondesk.services.reads.client.search import ClientHit, ClientSearch
from salondesk.storage.driver import Connection, row_values
from salondesk.storage.queries.lent import Lent

_COLUMNS = "c.id, c.name, c.phone, c.phone_raw, c.alert, c.code, c.name_fold"
_WIDE, _FEW, _ENOUGH = 400, 60, 50
"""How many hits are looked at: many where parts of one or two letters still sort them out, else few. Names that begin
with what was typed are asked for first, by their own index, so ranking needs no more."""


def answer(db: Lent, query: ClientSearch) -> list[ClientHit]:
    """Return the clients whose name holds every typed part, or whose phone or code holds the typed digits.

    Folded, so that spellings of one name meet. Three characters and more ask
    the trigram index; fewer ask for the beginning of the name. Those whose name
    begins with what was typed come first.
    """
    connection, wanted, number = db.connection, fold(query.text), digits(query.text)
    if not wanted:
        return []
    if number and len(number) >= 3 and len(number) * 2 >= len(wanted.replace(" ", "")):
        rows = _by_number(connection, number, wanted)
    elif all(len(part) < 3 for part in wanted.split()):
        first, *others = wanted.split()
        rows = _by_beginning(connection, first, _WIDE if others else _ENOUGH)
        rows = [r for r in rows if all(part in r[6] for part in others)]
    else:
        rows = _by_parts(connection, wanted)
    rows.sort(key=lambda r: (not r[6].startswith(wanted), wanted not in r[6], r[6]))
    return [ClientHit(Id(r[0]), r[1], r[2] or r[3], r[4], r[5]) for r in rows[: query.limit]]


def _by_number(connection: Connection, number: str, wanted: str) -> list[tuple[Any, ...]]:
    # people leave out the trunk zero or the country code: the longest tail that can be in an E.164 number decides
    tail = number.removeprefix("00").lstrip("0") or number
    return row_values(
        connection,
        f"SELECT {_COLUMNS} FROM client_fts f JOIN client c ON c.rowid = f.rowid"
        " WHERE client_fts MATCH ? AND c.deleted_at IS NULL LIMIT ?",
        (
            f'phone_digits : "{tail}" OR name_fold : "{wanted}"'
            if len(tail) >= 3
            else f'name_fold : "{wanted}"',
            _WIDE,
        ),
    )


def _by_beginning(connection: Connection, wanted: str, limit: int = _ENOUGH) -> list[tuple[Any, ...]]:
    return row_values(
        connection,
        f"SELECT {_COLUMNS} FROM client c WHERE c.name_fold >= ? AND c.name_fold < ? AND c.deleted_at IS NULL"
        " ORDER BY c.name_fold LIMIT ?",
        (wanted, wanted + "\U0010ffff", limit),
    )


def _by_parts(connection: Connection, wanted: str) -> list[tuple[Any, ...]]:
    parts = wanted.split()
    match = " AND ".join(f'name_fold : "{part}"' for part in parts if len(part) >= 3)
    short = [part for part in parts if len(part) < 3]
    rows = _by_beginning(connection, wanted)
    if len(rows) >= _ENOUGH:
        return rows
    begun = {row[0] for row in rows}
    more = connection.execute(
        f"SELECT {_COLUMNS} FROM client_fts f JOIN client c ON c.rowid = f.rowid"
        " WHERE client_fts MATCH ? AND c.deleted_at IS NULL LIMIT ?",
        (match, _WIDE if short else _FEW),
    ).fetchall()
    return rows + [r for r in more if r[0] not in begun and all(part in r[6] for part in short)]
