"""Daily roll-ups: the rows that a document, payment or old receipt adds, and how rows add up.

Every dimension made of lines or documents (all, staff, item, hour) sums to the document, amount by amount; the sums
of reports/takings are read from these rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from salondesk.core.ids import Id
from salondesk.core.money import allocate
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.daily import DEBT_LEFT, DEBT_PAID, Daily, Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceLine
from salondesk.domain.sale.payment import Payment

NOBODY = ""
"""The key of lines that name no person, or no item."""
_HOUR_MS, _HOURS = 60 * MINUTE_MS, 24


class _Amounts(NamedTuple):
    """The seven figures of a row, in the order of Daily."""

    n: int
    qty_milli: int = 0
    list_minor: int = 0
    discount_minor: int = 0
    net_minor: int = 0
    tax_minor: int = 0
    gross_minor: int = 0


_Part = tuple[Dim, str, _Amounts]
_Key = tuple[Id, Origin, DocumentKind, Dim, date, str]


class ReceiptLineFacts(Protocol):
    """What is asked of a line of an old receipt; amounts in minor units, each tax rounded as this program does."""

    @property
    def staff_id(self) -> Id | None: ...
    @property
    def item_id(self) -> Id | None: ...
    @property
    def qty_milli(self) -> int: ...
    @property
    def net_minor(self) -> int: ...
    @property
    def taxes(self) -> tuple[int, ...]: ...


class ReceiptFacts(Protocol):
    """What is asked of a receipt of the system used before."""

    @property
    def branch_id(self) -> Id: ...
    @property
    def date(self) -> date: ...
    @property
    def lines(self) -> Sequence[ReceiptLineFacts]: ...


def tax_key(key: str, category: str, rate_ppm: int) -> str:
    """Return the key of a tax: rate in millionths, category and the tax's own key, which may hold anything."""
    return f"{rate_ppm}/{category}/{key}"


def read_tax_key(text: str) -> tuple[str, str, int]:
    """Return key, category and rate of what ``tax_key`` made. Raises ValueError for the tax of an old receipt."""
    rate, category, key = text.split("/", 2)
    return key, category, int(rate)


def of_document(document: Invoice) -> tuple[Daily, ...]:
    """Return the rows of an invoice or credit note with what was taken with it."""
    return (*of_sale(document), *of_tenders(document))


def of_sale(document: Invoice) -> tuple[Daily, ...]:
    """Return the rows of an invoice or credit note without its tenders: all, tax, staff, item, hour, debt."""
    return _rows(document.branch_id, Origin.TILL, document.kind, document.business_date, _sale(document))


def of_tenders(document: Invoice) -> tuple[Daily, ...]:
    """Return the tender rows of what was taken with a document; ``gross_minor`` is the money."""
    parts = (
        (Dim.TENDER, tender.kind.value, _Amounts(1, gross_minor=tender.amount_minor))
        for tender in document.tenders
    )
    return _rows(document.branch_id, Origin.TILL, document.kind, document.business_date, parts)


def of_payment(payment: Payment) -> tuple[Daily, ...]:
    """Return the tender row of a payment, on the day that counts it: money given back counts as a credit note's.

    One that came by itself has a row of debts too.

    Nothing for an entry of a rounding alone, since no tender stands behind it.
    """
    if not payment.moved_money:
        return ()
    kind = DocumentKind.CREDIT_NOTE if payment.amount_minor < 0 else DocumentKind.INVOICE
    amounts = _Amounts(1, gross_minor=payment.amount_minor)
    parts: list[_Part] = [(Dim.TENDER, payment.kind.value, amounts)]
    if payment.taken_with is None:
        parts.append((Dim.DEBT, DEBT_PAID, amounts))
    return _rows(payment.branch_id, Origin.TILL, kind, payment.business_date, parts)


def of_receipt(receipt: ReceiptFacts) -> tuple[Daily, ...]:
    """Return the rows of an old receipt: all, tax, staff, item; one below zero counts as a credit note.

    It knows neither list price nor discount, tender nor hour, and of its taxes only the order: ``old/1``, ``old/2``.
    """
    parts = list(_receipt(receipt.lines))
    whole = _sum(amounts for dim, _, amounts in parts if dim is Dim.ITEM)._replace(n=1)
    kind = DocumentKind.CREDIT_NOTE if whole.gross_minor < 0 else DocumentKind.INVOICE
    parts.append((Dim.ALL, "", whole))
    return _rows(receipt.branch_id, Origin.RECEIPT, kind, receipt.date, parts)


def add(rows: Iterable[Daily]) -> tuple[Daily, ...]:
    """Return one row for each identity among ``rows``, its figures added up, in the order they first appear."""
    sums: dict[_Key, list[int]] = {}
    for row in rows:
        key = (row.branch_id, row.origin, row.kind, row.dim, row.date, row.key)
        _add_to(sums.setdefault(key, [0] * 7), _amounts_of(row))
    return tuple(_row(key, _Amounts(*figures)) for key, figures in sums.items())


def _amounts_of(row: Daily) -> _Amounts:
    return _Amounts(
        row.n,
        row.qty_milli,
        row.list_minor,
        row.discount_minor,
        row.net_minor,
        row.tax_minor,
        row.gross_minor,
    )


def _add_to(figures: list[int], amounts: _Amounts) -> None:
    for place, amount in enumerate(amounts):
        figures[place] += amount


def _sum(amounts: Iterable[_Amounts]) -> _Amounts:
    figures = [0] * 7
    for one in amounts:
        _add_to(figures, one)
    return _Amounts(*figures)


def _rows(
    branch_id: Id, origin: Origin, kind: DocumentKind, day: date, parts: Iterable[_Part]
) -> tuple[Daily, ...]:
    sums: dict[tuple[Dim, str], list[int]] = {}
    for dim, key, amounts in parts:
        _add_to(sums.setdefault((dim, key), [0] * 7), amounts)
    return tuple(
        _row((branch_id, origin, kind, dim, day, key), _Amounts(*figures))
        for (dim, key), figures in sums.items()
    )


def _row(identity: _Key, amounts: _Amounts) -> Daily:
    branch_id, origin, kind, dim, day, key = identity
    return Daily(
        branch_id=branch_id,
        origin=origin,
        kind=kind,
        dim=dim,
        date=day,
        key=key,
        n=amounts.n,
        qty_milli=amounts.qty_milli,
        list_minor=amounts.list_minor,
        discount_minor=amounts.discount_minor,
        net_minor=amounts.net_minor,
        tax_minor=amounts.tax_minor,
        gross_minor=amounts.gross_minor,
    )


def _sale(document: Invoice) -> Iterator[_Part]:
    whole = _Amounts(
        n=1,
        qty_milli=sum(line.qty_milli for line in document.lines),
        list_minor=document.list_minor,
        discount_minor=document.discount_minor,
        net_minor=document.net_minor,
        tax_minor=document.tax_minor,
        gross_minor=document.gross_minor,
    )
    yield Dim.ALL, "", whole
    yield Dim.HOUR, _hour(document), whole
    if document.on_account_minor:
        yield Dim.DEBT, DEBT_LEFT, _Amounts(1, gross_minor=document.on_account_minor)
    for tax in document.tax_totals:
        amounts = _Amounts(
            1,
            net_minor=tax.base_minor,
            tax_minor=tax.amount_minor,
            gross_minor=tax.base_minor + tax.amount_minor,
        )
        yield Dim.TAX, tax_key(tax.key, tax.category, tax.rate_ppm), amounts
    for line in document.lines:
        yield from _line(line)


def _hour(document: Invoice) -> str:
    """Return the wall-clock hour of issue in two digits; the row's date is the trading day, also past midnight."""
    local_ms = document.issued_at + document.offset_min * MINUTE_MS
    return f"{local_ms // _HOUR_MS % _HOURS:02}"


def _line(line: InvoiceLine) -> Iterator[_Part]:
    whole = _Amounts(
        n=1,
        qty_milli=line.qty_milli,
        list_minor=line.list_minor,
        discount_minor=line.line_discount_minor + line.bill_discount_minor,
        net_minor=line.net_minor,
        tax_minor=line.tax_minor,
        gross_minor=line.gross_minor,
    )
    yield Dim.ITEM, line.item_id.hex(), whole
    if not line.staff:
        yield Dim.STAFF, NOBODY, whole
        return
    # The net is shared on the document; all else follows it, so that people add up to the line.
    weights = [abs(share.net_minor) for share in line.staff]
    shared = (whole.qty_milli, whole.list_minor, whole.discount_minor, whole.tax_minor)
    split = zip(*(allocate(amount, weights) for amount in shared), strict=True)
    for share, (qty, listed, discount, tax) in zip(line.staff, split, strict=True):
        net = share.net_minor
        yield Dim.STAFF, share.staff_id.hex(), _Amounts(1, qty, listed, discount, net, tax, net + tax)


def _receipt(lines: Sequence[ReceiptLineFacts]) -> Iterator[_Part]:
    for line in lines:
        tax = sum(line.taxes)
        whole = _Amounts(
            1,
            qty_milli=line.qty_milli,
            net_minor=line.net_minor,
            tax_minor=tax,
            gross_minor=line.net_minor + tax,
        )
        yield Dim.ITEM, line.item_id.hex() if line.item_id else NOBODY, whole
        yield Dim.STAFF, line.staff_id.hex() if line.staff_id else NOBODY, whole
    for place in range(max((len(line.taxes) for line in lines), default=0)):
        taxed = [line for line in lines if place < len(line.taxes)]
        net, tax = sum(line.net_minor for line in taxed), sum(line.taxes[place] for line in taxed)
        yield Dim.TAX, f"old/{place + 1}", _Amounts(1, net_minor=net, tax_minor=tax, gross_minor=net + tax)
