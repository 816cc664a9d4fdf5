"""The SQL of SalesOfDays: daily roll-ups that their key finds, added up."""

from salondesk.domain.daily import Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.reads.report.sales import SalesFigure, SalesOfDays
from salondesk.storage.queries.lent import Lent

_SUMS = (
    "SELECT origin, kind, key, sum(n), sum(qty_milli), sum(list_minor), sum(discount_minor), sum(net_minor),"
    " sum(tax_minor), sum(gross_minor) FROM daily WHERE branch_id = ? AND dim = ? AND date BETWEEN ? AND ?"
    " GROUP BY origin, kind, key ORDER BY origin, kind, key"
)


def answer(db: Lent, query: SalesOfDays) -> tuple[SalesFigure, ...]:
    """Return a figure for each origin, kind and key that has a row in those days, in that order."""
    days = (query.first.isoformat(), query.last.isoformat())
    rows = db.connection.execute(_SUMS, (db.place.branch_id, query.dim.value, *days)).fetchall()
    return tuple(SalesFigure(Origin(row[0]), DocumentKind(row[1]), *row[2:]) for row in rows)
