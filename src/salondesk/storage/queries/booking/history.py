"""The SQL of VisitSteps: what the change log still says of a booking."""

import json
from typing import Any

from salondesk.core.localtext import LocalText
from salondesk.services.reads.booking.history import VisitStep, VisitSteps
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.visits import booking_seen

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


def answer(db: Lent, query: VisitSteps) -> list[VisitStep]:
    """Return what was done to a visit, oldest first; a visit loaded in bulk begins with the load."""
    connection, booking = db.connection, booking_seen(db, query.booking_id, query.staff_id)
    names: dict[str, LocalText] = {}

    def person(staff_id: str) -> LocalText:
        if staff_id not in names:
            row = connection.execute(
                "SELECT names FROM staff WHERE id = ?", (bytes.fromhex(staff_id),)
            ).fetchone()
            names[staff_id] = LocalText.from_json(row[0]) if row else LocalText()
        return names[staff_id]

    steps = []
    for at, who, device, origin, op, body in connection.execute(_STEPS, (booking.id,)).fetchall():
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
