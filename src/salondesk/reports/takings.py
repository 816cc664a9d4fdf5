"""The takings of a stretch of days, from its documents: by tender, tax and person, and discounts.

Counted by business date, so that a day here is the day of its Z. Reads stored documents only and computes
nothing that they hold: sums of sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, round_half_away
from salondesk.domain.sale.invoice import CategoryTotal, DocumentKind, Invoice
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.reports.table import Cell, Column, ColumnKind, Report, ReportTable
from salondesk.reports.z_report import TENDER_NAMES

_M = Message.of

LINE_KIND_NAMES = {LineKind.SERVICE: N_("Services"), LineKind.PRODUCT: N_("Products")}


def takings(
    documents: Sequence[Invoice],
    *,
    shop: LocalText,
    first_day: date,
    last_day: date,
    made_at: int,
    zone: str,
    currency: str,
) -> Report:
    """Build the takings report; `documents` are those whose business date lies in the days, in any order."""
    ordered = sorted(documents, key=lambda one: (one.issued_at, one.number))
    tables = (
        _documents(ordered, currency, zone),
        _tenders(ordered, currency, zone),
        _taxes(ordered, currency, zone),
        _people(ordered, currency, zone),
        _kinds(ordered, currency, zone),
        *_changed_prices(ordered, currency, zone),
    )
    return Report(
        name="takings",
        title=_M(N_("Takings")),
        shop=shop,
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        zone=zone,
        tables=tables,
    )


def _money(key: str, title: Message, weight: float = 1.2) -> Column:
    return Column(key=key, title=title, kind=ColumnKind.MONEY, summed=True, weight=weight)


def _count(key: str, title: Message) -> Column:
    return Column(key=key, title=title, kind=ColumnKind.COUNT, summed=True, weight=0.8)


def _documents(documents: Iterable[Invoice], currency: str, zone: str) -> ReportTable:
    columns = (
        Column(key="time", title=_M(N_("Time")), kind=ColumnKind.TIME, weight=2.0),
        Column(key="number", title=_M(N_("Number")), weight=1.9),
        Column(key="client", title=_M(N_("Client")), weight=1.6),
        _money("net", _M(N_("Net"))),
        _money("tax", _M(N_("Tax")), 1.0),
        _money("total", _M(N_("Total"))),
        _money("rounding", _M(N_("Rounding")), 1.0),
        _money("paid", _M(N_("Paid"))),
    )
    rows = tuple(
        (
            one.issued_at,
            one.number,
            one.client_name,
            one.net_minor,
            one.tax_minor,
            one.gross_minor,
            one.rounding_minor,
            one.payable_minor,
        )
        for one in documents
    )
    return ReportTable(title=_M(N_("Documents")), columns=columns, rows=rows, currency=currency, zone=zone)


def _tenders(documents: Iterable[Invoice], currency: str, zone: str) -> ReportTable:
    columns = (
        Column(key="tender", title=_M(N_("Tender")), weight=2.5),
        _count("count", _M(N_("Count"))),
        _money("sales", _M(N_("Sales"))),
        _money("refunds", _M(N_("Refunds"))),
        _money("total", _M(N_("Total"))),
    )
    rows: list[tuple[Cell, ...]] = []
    taken = [(one.kind, tender) for one in documents for tender in one.tenders]
    for kind in TenderKind:
        mine = [(doc, tender.amount_minor) for doc, tender in taken if tender.kind is kind]
        if mine:
            refunds = sum(minor for doc, minor in mine if doc is DocumentKind.CREDIT_NOTE)
            total = sum(minor for _, minor in mine)
            rows.append((_M(TENDER_NAMES[kind]), len(mine), total - refunds, refunds, total))
    return ReportTable(
        title=_M(N_("Tenders")), columns=columns, rows=tuple(rows), currency=currency, zone=zone
    )


def _taxes(documents: Iterable[Invoice], currency: str, zone: str) -> ReportTable:
    columns = (
        Column(key="tax", title=_M(N_("Tax")), weight=2.5),
        Column(key="category", title=_M(N_("Category")), weight=0.8),
        Column(key="rate", title=_M(N_("Rate")), kind=ColumnKind.RATE, weight=0.8),
        Column(key="base", title=_M(N_("Taxable")), kind=ColumnKind.MONEY, weight=1.2),
        _money("amount", _M(N_("Tax amount"))),
    )
    found: dict[tuple[str, str, int], list[CategoryTotal]] = {}
    for total in (total for one in documents for total in one.tax_totals):
        found.setdefault((total.key, total.category, total.rate_ppm), []).append(total)
    rows: list[tuple[Cell, ...]] = [
        (
            group[0].names,
            category,
            rate,
            sum(total.base_minor for total in group),
            sum(total.amount_minor for total in group),
        )
        for (_, category, rate), group in sorted(found.items())
    ]
    return ReportTable(title=_M(N_("Taxes")), columns=columns, rows=tuple(rows), currency=currency, zone=zone)


def _people(documents: Iterable[Invoice], currency: str, zone: str) -> ReportTable:
    shares: list[tuple[LocalText | Message, int]] = []
    for line in (line for one in documents for line in one.lines):
        if line.staff:
            shares += [(share.names, share.net_minor) for share in line.staff]
        else:
            shares.append((_M(N_("Nobody named")), line.net_minor))
    return _grouped(_M(N_("By person")), _M(N_("Person")), shares, currency, zone)


def _kinds(documents: Iterable[Invoice], currency: str, zone: str) -> ReportTable:
    parts = ((_M(LINE_KIND_NAMES[line.kind]), line.net_minor) for one in documents for line in one.lines)
    return _grouped(_M(N_("By kind")), _M(N_("Kind")), parts, currency, zone)


def _changed_prices(documents: Iterable[Invoice], currency: str, zone: str) -> tuple[ReportTable, ...]:
    """Return what was charged otherwise than the price list says, in a table if there is any."""
    columns = (
        Column(key="number", title=_M(N_("Number")), weight=1.6),
        Column(key="item", title=_M(N_("Item")), weight=1.9),
        Column(key="list", title=_M(N_("List price")), kind=ColumnKind.MONEY),
        Column(key="price", title=_M(N_("Charged")), kind=ColumnKind.MONEY),
        _money("difference", _M(N_("Difference")), 1.1),
        Column(key="reason", title=_M(N_("Reason")), weight=2.2),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, line in ((one.number, line) for one in documents for line in one.lines):
        change = line.price_change
        if change is not None:
            listed = round_half_away(change.list_price_minor * line.qty_milli, MILLI)
            charged = line.unit_price_minor
            rows.append(
                (
                    number,
                    line.names,
                    change.list_price_minor,
                    charged,
                    line.list_minor - listed,
                    change.reason,
                )
            )
    if not rows:
        return ()
    title = _M(N_("Changed prices"))
    return (ReportTable(title=title, columns=columns, rows=tuple(rows), currency=currency, zone=zone),)


def _grouped(
    title: Message, head: Message, parts: Iterable[tuple[LocalText | Message, int]], currency: str, zone: str
) -> ReportTable:
    sums: dict[LocalText | str, tuple[LocalText | Message, int, int]] = {}
    for label, minor in parts:
        key = label if isinstance(label, LocalText) else label.key
        _, count, net = sums.get(key, (label, 0, 0))
        sums[key] = (label, count + 1, net + minor)
    rows = sorted(sums.values(), key=lambda row: -row[2])
    columns = (
        Column(key="name", title=head, weight=2.5),
        _count("count", _M(N_("Count"))),
        _money("net", _M(N_("Net"))),
    )
    return ReportTable(title=title, columns=columns, rows=tuple(rows), currency=currency, zone=zone)
