"""Z reports: their numbers, their chain, and every figure re-added from the session's documents."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from salondesk.core import snapshot
from salondesk.core.errors import SalonDeskError
from salondesk.core.message import Message, N_
from salondesk.domain.sale.invoice import NUMBER_SERIES, DocumentKind, NumberSeries
from salondesk.domain.till import TillReport
from salondesk.services.shop.problem import Problem
from salondesk.services.till.session import session_report
from salondesk.storage.checks.documents import canonical, gap, hash_of, unknown_rules
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of
from salondesk.storage.side_tables import Z_REPORT
from salondesk.storage.uow import SqlUnitOfWork

_AS_COUNTED = frozenset(
    {
        "id", "number", "seq", "made_at", "closed_at", "opened_by", "closed_by", "seller", "counted_minor",
        "difference_minor", "difference_reason", "grand_total_minor", "prev_hash", "hash", "movements", "currency", "zone",
        "fiscal",
    }
)  # fmt: skip
"""Fields that no document gives: who counted when, names as they were and the rules that were named at the time."""


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield what is wrong with Z reports and closed sessions."""
    grand: dict[bytes, int] = {}
    for series in rows_of(NUMBER_SERIES).load_where(
        connection, "kind = ? ORDER BY till_code, generation", (DocumentKind.Z_REPORT,)
    ):
        yield from _series(connection, series, grand)
    for (session,) in connection.execute(
        "SELECT s.id FROM till_session s LEFT JOIN z_report z ON z.session_id = s.id AND z.dup_of IS NULL"
        " WHERE (s.closed_at IS NULL) <> (z.id IS NULL)"
    ).fetchall():
        yield Problem(
            "till_session", session.hex(), Message(N_("A closed session has no Z, or an open one has."))
        )
    for (till,) in connection.execute(
        "SELECT till_id FROM till_session WHERE closed_at IS NULL AND deleted_at IS NULL"
        " GROUP BY till_id HAVING count(*) > 1"
    ).fetchall():
        yield Problem("till_session", till.hex(), Message(N_("A till has more than one open session.")))


def _series(connection: Connection, series: NumberSeries, grand: dict[bytes, int]) -> Iterator[Problem]:
    expected, last_hash = 1, ""
    names = tuple(Z_REPORT.columns)
    for values in connection.execute(
        f"SELECT {', '.join(names)} FROM z_report WHERE series_id = ? AND dup_of IS NULL ORDER BY seq",
        (series.id,),
    ).fetchall():
        stored = dict(zip(names, values, strict=True))
        seq, number, text, stored_hash = (stored[name] for name in ("seq", "number", "snapshot", "hash"))
        yield from gap(series, expected, seq)
        expected = seq + 1
        if number != series.number(seq):
            yield Problem("number", number, Message(N_("The number does not belong to its series.")))
        try:
            z = snapshot.loads(TillReport, text)
        except (KeyError, TypeError, ValueError):
            yield Problem("snapshot", number, Message(N_("The stored document cannot be read.")))
            last_hash = stored_hash
            continue
        if z.prev_hash != last_hash or hash_of(text) != z.hash:
            yield Problem("hash_chain", number, Message(N_("The document was changed after it was issued.")))
        last_hash = z.hash
        yield from unknown_rules(z)
        grand[z.till_id] = grand.get(z.till_id, 0) + z.gross_minor
        try:
            wrong = [n for n, ok in _figures(connection, z, grand[z.till_id], stored) if not ok]
        except (LookupError, TypeError, ValueError, SalonDeskError):
            wrong = ["documents"]
        if wrong:
            yield Problem(
                "z_figures",
                number,
                Message(N_("Figures that do not add up: {fields}"), {"fields": ", ".join(wrong)}),
            )
    yield from gap(series, expected, series.next_seq)
    if last_hash != series.last_hash:
        yield Problem(
            "hash_chain", series.number(0), Message(N_("The series does not end with its last document."))
        )


def _figures(
    connection: Connection, z: TillReport, grand: int, stored: dict[str, Any]
) -> Iterator[tuple[str, bool]]:
    with_rows = SqlUnitOfWork(
        connection, z.made_at, read_only=True
    )  # inside the check's own transaction: not entered
    session = with_rows.sessions.get(z.session_id)
    again = session_report(with_rows, session, report_id=z.id)
    for field in fields(TillReport):
        if field.name not in _AS_COUNTED:
            yield field.name, getattr(again, field.name) == getattr(z, field.name)
    yield "grand_total_minor", z.grand_total_minor == grand
    yield "difference_minor", z.difference_minor == (z.counted_minor or 0) - z.expected_minor
    for name, value in (
        Z_REPORT.values((z, stored["series_id"]), without="snapshot")[0]
        | {"snapshot": canonical(stored["snapshot"])}
    ).items():
        yield name, value == stored[name]
    counted = (session.expected_minor, session.counted_minor, session.difference_reason, session.z_id)
    yield "till_session", counted == (z.expected_minor, z.counted_minor, z.difference_reason, z.id)
