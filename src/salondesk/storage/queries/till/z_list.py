"""The SQL of ZList: a row a Z, by business date."""

from datetime import date

from salondesk.core.ids import Id
from salondesk.services.reads.till.z_list import ZList, ZRow
from salondesk.storage.queries.documents import JOB_OF
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: ZList) -> list[ZRow]:
    """Return the Z reports of the dates, oldest first."""
    rows = db.connection.execute(
        "SELECT z.id, z.number, z.business_date, z.gross_minor, z.difference_minor,"
        f" {JOB_OF.format(document='z')} FROM z_report z"
        " WHERE z.branch_id = ? AND z.business_date BETWEEN ? AND ? ORDER BY z.made_at",
        (db.place.branch_id, query.first.isoformat(), query.last.isoformat()),
    ).fetchall()
    return [
        ZRow(Id(row[0]), row[1], date.fromisoformat(row[2]), row[3], row[4], Id(row[5]) if row[5] else None)
        for row in rows
    ]
