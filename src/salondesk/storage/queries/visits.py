"""One visit: what is worth knowing of its client, and what was done to it, by whom and where."""

import json
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.booking import Booking
from salondesk.services.reads.read_models import VisitCard, VisitRow, VisitStep
from salondesk.storage.driver import Connection

_STEPS = """
SELECT t.at, coalesce(u.names, ''), coalesce(d.name, ''), t.origin, r.op, coalesce(b.body, '{}')
FROM change_row r
JOIN change_txn t ON t.seq = r.txn_seq
LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n
LEFT JOIN user u ON u.id = t.actor_id
LEFT JOIN device d ON d.id = t.device_id
WHERE r.row_id = ? AND r.noun = 'booking' AND r.op IN ('add', 'set', 'remove', 'load')
ORDER BY t.seq, r.n
"""


def card(connection: Connection, booking: Booking) -> VisitCard:
    """Return a visit with its client, the client's other visits of that day, and the last one before it."""
    from salondesk.domain.client.card import CLIENT
    from salondesk.storage.mapping import rows_of

    paid = _paid_with(connection, booking.id)
    if booking.client_id is None:
        return VisitCard(booking, paid_with=paid)
    client = rows_of(CLIENT).load(connection, booking.client_id)
    if client is None:
        return VisitCard(booking, paid_with=paid)
    around = visits_of(
        connection,
        "b.client_id = ?1 AND b.deleted_at IS NULL AND b.status NOT IN ('cancelled', 'rejected')"
        f" AND b.business_date = '{booking.business_date.isoformat()}'",
        client.id,
    )
    before = visits_of(
        connection,
        "b.client_id = ?1 AND b.deleted_at IS NULL AND b.status IN ('done', 'in_service', 'arrived')"
        f" AND b.business_date < '{booking.business_date.isoformat()}' ORDER BY b.business_date DESC LIMIT 1",
        client.id,
    )
    missed = connection.execute(
        "SELECT count(*) FROM booking WHERE client_id = ? AND status = 'no_show' AND deleted_at IS NULL",
        (client.id,),
    ).fetchone()[0]
    others = sorted((v for v in around if v.booking_id != booking.id), key=lambda v: v.start_at)
    return VisitCard(booking, client, tuple(others), before[0] if before else None, missed, paid)


def _paid_with(connection: Connection, booking_id: Id) -> str:
    """Return the number of the invoice that bills a visit; "" when there is none, or all its lines were given back."""
    row = connection.execute(
        "SELECT i.number FROM settlement m JOIN invoice i ON i.id = m.root_id"
        " WHERE m.booking_id = ? AND m.lines_left > 0 ORDER BY i.issued_at DESC LIMIT 1",
        (booking_id,),
    ).fetchone()
    return "" if row is None else str(row[0])


def history(connection: Connection, booking_id: Id) -> list[VisitStep]:
    """Return what was done to a visit, oldest first; a visit loaded in bulk begins with the load."""
    names: dict[str, LocalText] = {}

    def person(staff_id: str) -> LocalText:
        if staff_id not in names:
            row = connection.execute(
                "SELECT names FROM staff WHERE id = ?", (bytes.fromhex(staff_id),)
            ).fetchone()
            names[staff_id] = LocalText.from_json(row[0]) if row else LocalText()
        return names[staff_id]

    steps = []
    for at, who, device, origin, op, body in connection.execute(_STEPS, (booking_id,)).fetchall():
        made = VisitStep(
            at,
            LocalText.from_json(who) if who else LocalText(),
            device,
            origin,
            "add" if op == "load" else op,
        )
        moved = json.loads(body)
        if made.op != "add":
            lines = moved.get("lines")
            start, staff = _shift(lines[0], lines[1]) if lines else (None, None)
            status = moved.get("status")
            reason = moved.get("cancel_reason")
            made = made._replace(
                status=(status[0], status[1]) if status else None,
                start_at=start,
                staff=(person(staff[0]), person(staff[1])) if staff else None,
                reason=reason[1] if reason else "",
                fields=frozenset(moved) - {"updated_at"},
            )
        steps.append(made)
    return steps


def _shift(before: list[Any], after: list[Any]) -> tuple[tuple[int, int] | None, tuple[str, str] | None]:
    """Return the first line that stands elsewhere, as (start before, after) and (person before, after)."""
    was = {line["id"]: line for line in before}
    start: tuple[int, int] | None = None
    staff: tuple[str, str] | None = None
    for line in after:
        old = was.get(line["id"])
        if old is None:
            continue
        starts = _start(old), _start(line)
        if start is None and starts[0] != starts[1]:
            start = starts
        if staff is None and old["staff_id"] != line["staff_id"]:
            staff = old["staff_id"], line["staff_id"]
    return start, staff


def _start(line: dict[str, Any]) -> int:
    return min(int(segment["start_at"]) for segment in line["segments"])


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
