"""Plain lists of records for the command line, oldest first."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from salondesk.core.ids import id_text
from salondesk.core.timespan import iso_local
from salondesk.services.imports.loading import IMPORTED, NO_TIME
from salondesk.storage.driver import Connection

Row = dict[str, Any]
FIRST_DAY, LAST_DAY = "0000-01-01", "9999-12-31"


def rows(
    connection: Connection, kind: str, first: date | None, last: date | None, *, zone: str, currency: str
) -> Iterator[Row]:
    """Yield the records of ``kind``; dated ones only of the days first..last (None: open)."""
    span = (first.isoformat() if first else FIRST_DAY, last.isoformat() if last else LAST_DAY)
    if kind == "bookings":
        return _bookings(connection, span, zone)
    if kind == "invoices":
        return _invoices(connection, span, zone)
    if kind == "receipts":
        return _receipts(connection, span)
    if kind == "z":
        return _z(connection, span)
    if kind == "clients":
        return _clients(connection)
    if kind == "staff":
        return _staff(connection)
    return _items(connection, kind, currency)


# Days are looked up branch by branch: CROSS JOIN keeps SQLite to that order, so that a day of a large shop is read alone.
_BOOKINGS = """
SELECT b.id, b.status, b.business_date, coalesce(c.name, ''), b.source, b.override IS NOT NULL, b.cancel_reason, b.note,
       v.code, v.names, p.code, p.names, min(s.start_at), max(s.end_at)
FROM branch h CROSS JOIN booking b ON b.branch_id = h.id CROSS JOIN booking_line l ON l.booking_id = b.id
JOIN booking_segment s ON s.line_id = l.id JOIN service v ON v.id = l.service_id JOIN staff p ON p.id = l.staff_id
LEFT JOIN client c ON c.id = b.client_id
WHERE b.business_date BETWEEN ? AND ? AND b.deleted_at IS NULL
GROUP BY l.id
ORDER BY (SELECT min(x.start_at) FROM booking_segment x WHERE x.booking_id = b.id), b.id, min(s.start_at), l.pos
"""


def _bookings(connection: Connection, span: tuple[str, str], zone: str) -> Iterator[Row]:
    booking: Row = {}
    last: bytes | None = None
    ends: list[int] = []
    for row in connection.execute(_BOOKINGS, span):
        (
            booking_id,
            status,
            day,
            client,
            source,
            overlap,
            reason,
            note,
            code,
            names,
            who,
            person,
            start,
            end,
        ) = row
        if booking_id != last:
            if last is not None:
                yield _ended(booking, ends, zone)
            last, ends = booking_id, []
            booking = {
                "id": id_text(booking_id), "start": iso_local(start, zone), "end": "", "status": status, "client": client,
                "business_date": day, "source": source, "overlap": bool(overlap), "cancel_reason": reason,
                "time_known": source != IMPORTED or note != NO_TIME, "lines": [],
            }  # fmt: skip
        ends.append(end)
        booking["lines"].append(
            {
                "service": code, "staff": who, "start": iso_local(start, zone), "end": iso_local(end, zone),
                "service_name": _name(names), "staff_name": _name(person),
            }
        )  # fmt: skip
    if last is not None:
        yield _ended(booking, ends, zone)


def _ended(booking: Row, ends: list[int], zone: str) -> Row:
    return booking | {"end": iso_local(max(ends), zone)}


def _name(text: str) -> str:
    names = json.loads(text)
    return str(names.get("en") or names.get("ar") or "")


def _invoices(connection: Connection, span: tuple[str, str], zone: str) -> Iterator[Row]:
    for row in connection.execute(
        "SELECT i.id, i.number, i.kind, i.form, i.legal_date, i.business_date, i.issued_at, i.currency, i.net_minor,"
        " i.tax_minor, i.gross_minor, i.rounding_minor, i.payable_minor, coalesce(c.name, ''), o.number,"
        " m.state, m.gross_minor - m.allocated_minor"
        " FROM branch h CROSS JOIN invoice i ON i.branch_id = h.id LEFT JOIN client c ON c.id = i.client_id"
        " LEFT JOIN invoice o ON o.id = i.original_id LEFT JOIN settlement m ON m.root_id = i.id"
        " WHERE i.legal_date BETWEEN ? AND ? ORDER BY i.issued_at, i.rowid",
        span,
    ):
        yield {
            "id": id_text(row[0]), "number": row[1], "kind": "credit_note" if row[2] == "CRN" else "invoice",
            "form": row[3], "date": row[4], "business_date": row[5], "issued_at": iso_local(row[6], zone),
            "currency": row[7], "net_minor": row[8], "tax_minor": row[9], "total_minor": row[10],
            "rounding_minor": row[11], "payable_minor": row[12], "client": row[13], "original": row[14],
            "state": row[15], "due_minor": row[16],
        }  # fmt: skip


def _receipts(connection: Connection, span: tuple[str, str]) -> Iterator[Row]:
    names = ("number", "date", "net_minor", "tax_minor", "currency", "lines")
    for row in connection.execute(
        "SELECT r.number, r.date, r.net_minor, r.tax_minor, r.currency,"
        " (SELECT count(*) FROM old_receipt_line l WHERE l.receipt_id = r.id)"
        " FROM branch h CROSS JOIN old_receipt r ON r.branch_id = h.id WHERE r.date BETWEEN ? AND ? ORDER BY r.date, r.id",
        span,
    ):
        yield dict(zip(names, row, strict=True))


def _z(connection: Connection, span: tuple[str, str]) -> Iterator[Row]:
    for row in connection.execute(
        "SELECT z.id, z.number, z.business_date, z.gross_minor, z.difference_minor"
        " FROM branch h CROSS JOIN z_report z ON z.branch_id = h.id"
        " WHERE z.business_date BETWEEN ? AND ? ORDER BY z.made_at",
        span,
    ):
        yield {
            "id": id_text(row[0]), "number": row[1], "business_date": row[2], "gross_minor": row[3],
            "difference_minor": row[4],
        }  # fmt: skip


def _clients(connection: Connection) -> Iterator[Row]:
    names = ("name", "phone", "email", "lang", "code", "alert", "notes")
    for row_id, phone_raw, *fields in connection.execute(
        "SELECT id, phone_raw, name, phone, email, lang, code, alert, notes FROM client"
        " WHERE deleted_at IS NULL ORDER BY created_at, id"
    ):
        row = {"id": id_text(row_id), **dict(zip(names, fields, strict=True))}
        yield row | {"phone": row["phone"] or phone_raw}


def _staff(connection: Connection) -> Iterator[Row]:
    for row_id, code, names, active in connection.execute(
        "SELECT id, code, names, active FROM staff WHERE deleted_at IS NULL ORDER BY sort, code"
    ):
        yield {
            "id": id_text(row_id), "code": code, "name": _name(names), "names": json.loads(names), "active": bool(active)
        }  # fmt: skip


_OWN = {
    "services": ("minutes", "preparation_min", "processing_min", "finishing_min", "cleanup_min"),
    "products": ("barcode", "stock_milli"),
}


def _items(connection: Connection, kind: str, currency: str) -> Iterator[Row]:
    """Yield services or products with what is particular to them."""
    special = {
        "services": ", ".join(_OWN["services"]),
        "products": "barcode, (SELECT coalesce(sum(s.amount), 0) FROM balance s"
        " WHERE s.account = 'stock' AND s.holder_id = x.id)",
    }[kind]
    table = {"services": "service", "products": "product"}[kind]
    for row in connection.execute(
        f"SELECT id, code, names, category, price_minor, basis, active, {special} FROM {table} x"
        " WHERE deleted_at IS NULL ORDER BY sort, code"
    ):
        made = {
            "id": id_text(row[0]), "code": row[1], "name": _name(row[2]), "names": json.loads(row[2]),
            "category": _name(row[3]), "price_minor": row[4], "currency": currency, "basis": row[5],
            "active": bool(row[6]),
        }  # fmt: skip
        yield made | dict(zip(_OWN[kind], row[7:], strict=True))
