"""Finding clients as a name or number is typed, and their card."""

from typing import Any

from salondesk.core.fold import digits, fold
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.services.reads.read_models import ClientCard, ClientHit, VisitRow
from salondesk.storage.driver import Connection, row_values

_COLUMNS = "c.id, c.name, c.phone, c.phone_raw, c.alert, c.code, c.name_fold"
_WIDE, _FEW, _ENOUGH = 400, 60, 50
"""How many hits are looked at: many where parts of one or two letters still sort them out, else few. Names that begin
with what was typed are asked for first, by their own index, so ranking needs no more."""


def search(connection: Connection, text: str, limit: int) -> list[ClientHit]:
    """Return the clients whose name holds every typed part, or whose phone or code holds the typed digits.

    Folded, so that spellings of one name meet. Three characters and more ask
    the trigram index; fewer ask for the beginning of the name. Those whose name
    begins with what was typed come first.
    """
    wanted = fold(text)
    number = digits(text)
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
    return [ClientHit(Id(r[0]), r[1], r[2] or r[3], r[4], r[5]) for r in rows[:limit]]


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


def card(connection: Connection, client_id: Id) -> ClientCard | None:
    """Return a client's card with up to fifty visits, newest first."""
    from salondesk.domain.client.card import CLIENT
    from salondesk.storage.mapping import rows_of

    client = rows_of(CLIENT).load(connection, client_id)
    if client is None:
        return None
    visits = visits_of(
        connection,
        "b.client_id = ? AND b.deleted_at IS NULL ORDER BY b.business_date DESC LIMIT 50",
        client_id,
    )
    no_shows = connection.execute(
        "SELECT count(*) FROM booking WHERE client_id = ? AND status = 'no_show' AND deleted_at IS NULL",
        (client_id,),
    ).fetchone()[0]
    spent = connection.execute(
        "SELECT coalesce(sum(gross_minor), 0) FROM invoice WHERE client_id = ?", (client_id,)
    ).fetchone()[0]
    ordered = tuple(sorted(visits, key=lambda v: -v.start_at))
    return ClientCard(client=client, visits=ordered, no_shows=no_shows, spent_minor=spent)


def visits_of(connection: Connection, where: str, value: object) -> list[VisitRow]:
    """Return the visits an SQL condition on ``b`` (booking) picks, each with its services and people."""
    found = connection.execute(f"SELECT b.id, b.status FROM booking b WHERE {where}", (value,)).fetchall()
    visits = []
    for booking_id, status in found:
        lines = connection.execute(
            "SELECT v.names, p.names, l.price_minor, min(s.start_at) FROM booking_line l"
            " JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id"
            " JOIN staff p ON p.id = l.staff_id WHERE l.booking_id = ? GROUP BY l.id ORDER BY l.pos",
            (booking_id,),
        ).fetchall()
        if lines:
            visits.append(
                VisitRow(
                    Id(booking_id),
                    min(line[3] for line in lines),
                    status,
                    tuple(LocalText.from_json(line[0]) for line in lines),
                    tuple(dict.fromkeys(LocalText.from_json(line[1]) for line in lines)),
                    sum(line[2] for line in lines),
                )
            )
    return visits
