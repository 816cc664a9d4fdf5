"""Sales of a stretch of days, added up from the daily roll-ups that their key finds."""

from salondesk.domain.daily import Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.reads.report.sales import SalesFigure, SalesOfDays
from salondesk.storage.driver import Connection

_SUMS = (
    "SELECT origin, kind, key, sum(n), sum(qty_milli), sum(list_minor), sum(discount_minor), sum(net_minor),"
    " sum(tax_minor), sum(gross_minor) FROM daily WHERE branch_id = ? AND dim = ? AND date BETWEEN ? AND ?"
    " GROUP BY origin, kind, key ORDER BY origin, kind, key"
)


def answer(connection: Connection, asked: SalesOfDays) -> tuple[SalesFigure, ...]:
    """Return a figure for each origin, kind and key that has a row in those days, in that order."""
    days = (asked.first.isoformat(), asked.last.isoformat())
    rows = connection.execute(_SUMS, (asked.branch_id, asked.dim.value, *days)).fetchall()
    return tuple(SalesFigure(Origin(row[0]), DocumentKind(row[1]), *row[2:]) for row in rows)
