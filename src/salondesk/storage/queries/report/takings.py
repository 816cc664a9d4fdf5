"""The SQL of TakingsOfDays: daily roll-ups, and the columns of documents and of changed prices.

Names are those of today, as in every list: a roll-up keeps the ids of people and items and the key of a tax.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from salondesk.core.localtext import LocalText
from salondesk.domain.daily import DEBT_PAID, Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.engine.rollups import NOBODY, read_tax_key
from salondesk.reports.takings import (
    ChangedPrice,
    Debt,
    DebtSum,
    KindSum,
    PersonSum,
    TakenDocument,
    TakingsFigures,
    TaxSum,
    TenderSum,
)
from salondesk.services.reads.report.sales import SalesFigure, SalesOfDays
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.storage.driver import Connection
from salondesk.storage.queries.lent import Lent
from salondesk.storage.queries.report import sales

_DOCUMENTS = """
SELECT i.issued_at, i.number, coalesce(c.name, ''), i.net_minor, i.tax_minor, i.gross_minor, i.rounding_minor,
       i.payable_minor
FROM invoice i LEFT JOIN client c ON c.id = i.client_id
WHERE i.branch_id = ? AND i.business_date BETWEEN ? AND ? ORDER BY i.issued_at, i.number
"""
_CHANGED_PRICES = """
SELECT i.number, l.names, p.list_price_minor, l.unit_price_minor, l.qty_milli, l.list_minor, p.reason
FROM invoice i
JOIN invoice_price_change p ON p.invoice_id = i.id
JOIN invoice_line l ON l.invoice_id = p.invoice_id AND l.n = p.n
WHERE i.branch_id = ? AND i.business_date BETWEEN ? AND ? ORDER BY i.issued_at, i.number, l.n
"""
_Days = tuple[bytes, str, str]


def answer(db: Lent, query: TakingsOfDays) -> TakingsFigures:
    """Return the figures of the days; every part is empty where nothing was sold."""
    days: _Days = (db.place.branch_id, query.first.isoformat(), query.last.isoformat())
    return TakingsFigures(
        documents=tuple(TakenDocument(*row) for row in db.connection.execute(_DOCUMENTS, days).fetchall()),
        tenders=_tenders(_till_sums(db, query.first, query.last, Dim.TENDER)),
        taxes=_taxes(db.connection, _till_sums(db, query.first, query.last, Dim.TAX)),
        people=_people(db.connection, _till_sums(db, query.first, query.last, Dim.STAFF)),
        kinds=_kinds(db.connection, _till_sums(db, query.first, query.last, Dim.ITEM)),
        changed_prices=_changed_prices(db.connection, days),
        debts=_debts(_till_sums(db, query.first, query.last, Dim.DEBT)),
    )


def _till_sums(db: Lent, first: date, last: date, dim: Dim) -> list[SalesFigure]:
    """Return the sums of this program's documents by kind and key."""
    return [one for one in sales.answer(db, SalesOfDays(first, last, dim)) if one.origin is Origin.TILL]


def _tenders(found: Iterable[SalesFigure]) -> tuple[TenderSum, ...]:
    counts, sales_, refunds = (
        defaultdict[str, int](int),
        defaultdict[str, int](int),
        defaultdict[str, int](int),
    )
    for one in found:
        counts[one.key] += one.n
        side = refunds if one.kind is DocumentKind.CREDIT_NOTE else sales_
        side[one.key] += one.gross_minor
    return tuple(
        TenderSum(kind, counts[kind.value], sales_[kind.value], refunds[kind.value])
        for kind in TenderKind
        if kind.value in counts
    )


def _taxes(connection: Connection, found: Iterable[SalesFigure]) -> tuple[TaxSum, ...]:
    names: dict[tuple[str, str, int], LocalText] = {}
    by_key: dict[str, LocalText] = {}
    for key, category, rate, text in connection.execute(
        "SELECT key, category, rate_ppm, names FROM tax_component"
    ).fetchall():
        names[key, category, rate] = by_key[key] = LocalText.from_json(text)
    sums: dict[tuple[str, str, int], tuple[int, int]] = {}
    for one in found:
        tax = read_tax_key(one.key)
        base, amount = sums.get(tax, (0, 0))
        sums[tax] = base + one.net_minor, amount + one.tax_minor
    return tuple(
        TaxSum(names.get(tax) or by_key.get(tax[0]) or LocalText(en=tax[0]), *tax[1:], *sums[tax])
        for tax in sorted(sums)
    )


def _people(connection: Connection, found: Iterable[SalesFigure]) -> tuple[PersonSum, ...]:
    names = {bytes(row_id).hex(): text for row_id, text in connection.execute("SELECT id, names FROM staff")}
    made = [
        PersonSum(None if key == NOBODY else LocalText.from_json(names[key]), count, net)
        for key, (count, net) in _counted((one.key, one) for one in found).items()
    ]
    return tuple(sorted(made, key=lambda one: -one.net_minor))


def _kinds(connection: Connection, found: Iterable[SalesFigure]) -> tuple[KindSum, ...]:
    products = {bytes(row_id).hex() for (row_id,) in connection.execute("SELECT id FROM product")}
    counted = _counted((LineKind.PRODUCT if one.key in products else LineKind.SERVICE, one) for one in found)
    made = [KindSum(LineKind(kind), count, net) for kind, (count, net) in counted.items()]
    return tuple(sorted(made, key=lambda one: -one.net_minor))


def _debts(found: Iterable[SalesFigure]) -> tuple[DebtSum, ...]:
    sums = {debt: (0, 0) for debt in Debt}
    for one in found:
        if one.key == DEBT_PAID:
            debt = Debt.PAID
        else:
            debt = Debt.TAKEN_OFF if one.kind is DocumentKind.CREDIT_NOTE else Debt.LEFT
        count, minor = sums[debt]
        sums[debt] = count + one.n, minor + one.gross_minor
    return tuple(DebtSum(debt, n, minor) for debt, (n, minor) in sums.items() if n)


def _counted(found: Iterable[tuple[str, SalesFigure]]) -> dict[str, tuple[int, int]]:
    """Return count and net by key, sales and credits together."""
    sums: dict[str, tuple[int, int]] = {}
    for key, one in found:
        count, net = sums.get(key, (0, 0))
        sums[key] = count + one.n, net + one.net_minor
    return sums


def _changed_prices(connection: Connection, days: _Days) -> tuple[ChangedPrice, ...]:
    rows = connection.execute(_CHANGED_PRICES, days).fetchall()
    return tuple(ChangedPrice(number, LocalText.from_json(item), *rest) for number, item, *rest in rows)
