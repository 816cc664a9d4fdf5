"""The takings of some days as a report: their documents, and sums by tender, tax, person and kind.

Counted by trading day, so that a day here is the day of its Z. The figures come added up; nothing is computed anew but
by how much a changed price differs from the list's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, round_half_away
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.reports.table import Cell, Column, ColumnKind, Report, ReportTable
from salondesk.reports.z_report import TENDER_NAMES

_M = Message.of


class Debt(StrEnum):
    """What happens to debts."""

    LEFT = "left"
    TAKEN_OFF = "taken_off"
    PAID = "paid"


DEBT_NAMES = {
    Debt.LEFT: N_("To be paid later"),
    Debt.TAKEN_OFF: N_("Taken off what is owed"),
    Debt.PAID: N_("Debts paid, in the above"),
}
LINE_KIND_NAMES = {LineKind.SERVICE: N_("Services"), LineKind.PRODUCT: N_("Products")}


class TakenDocument(NamedTuple):
    """An invoice or credit note: issued at (UTC ms), and its amounts in minor units, a credit note's below zero."""

    issued_at: int
    number: str
    client: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    rounding_minor: int
    payable_minor: int


class TenderSum(NamedTuple):
    """Money of one kind: how often it moved (n), taken, and given back (below zero), in minor units."""

    kind: TenderKind
    n: int
    sales_minor: int
    refunds_minor: int


class TaxSum(NamedTuple):
    """One tax at one rate (millionths): base and amount in minor units."""

    names: LocalText
    category: str
    rate_ppm: int
    base_minor: int
    amount_minor: int


class PersonSum(NamedTuple):
    """How many parts of lines a person has (n), and their net in minor units; ``names`` is None where nobody is named."""

    names: LocalText | None
    n: int
    net_minor: int


class KindSum(NamedTuple):
    """How many lines sell services or products (n), and their net in minor units."""

    kind: LineKind
    n: int
    net_minor: int


class ChangedPrice(NamedTuple):
    """A line that was charged otherwise than the price list said; minor units, quantity in thousandths.

    ``line_minor`` is the price charged times the quantity, before discounts; below zero on a credit note.
    """

    number: str
    item: LocalText
    listed_minor: int
    charged_minor: int
    qty_milli: int
    line_minor: int
    reason: str


class DebtSum(NamedTuple):
    """What happened to debts: left on account, taken off by credit notes (below zero), or paid; n documents or payments."""

    what: Debt
    n: int
    amount_minor: int


class TakingsFigures(NamedTuple):
    """What the takings of some days say: documents by time of issue, the other parts in the order they are shown."""

    documents: Sequence[TakenDocument]
    tenders: Sequence[TenderSum]
    taxes: Sequence[TaxSum]
    people: Sequence[PersonSum]
    kinds: Sequence[KindSum]
    changed_prices: Sequence[ChangedPrice]
    debts: Sequence[DebtSum] = ()


def takings(
    figures: TakingsFigures,
    *,
    shop: LocalText,
    first_day: date,
    last_day: date,
    made_at: int,
    zone: str,
    currency: str,
) -> Report:
    """Build the takings report of the figures of trading days first_day..last_day."""
    tables = [
        _documents(figures.documents),
        _tenders(figures.tenders),
        _taxes(figures.taxes),
        _people(figures.people),
        _kinds(figures.kinds),
    ]
    if figures.debts:
        tables.append(_debts(figures.debts))
    if figures.changed_prices:
        tables.append(_changed_prices(figures.changed_prices))
    return Report(
        name="takings",
        title=_M(N_("Takings")),
        shop=shop,
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        zone=zone,
        tables=tuple(
            ReportTable(title=title, columns=columns, rows=rows, currency=currency, zone=zone)
            for title, columns, rows in tables
        ),
    )


_Table = tuple[Message, tuple[Column, ...], tuple[tuple[Cell, ...], ...]]
"""Title, columns and rows."""


def _money(key: str, title: Message, weight: float = 1.2) -> Column:
    return Column(key=key, title=title, kind=ColumnKind.MONEY, summed=True, weight=weight)


def _count(key: str, title: Message) -> Column:
    return Column(key=key, title=title, kind=ColumnKind.COUNT, summed=True, weight=0.8)


def _documents(documents: Sequence[TakenDocument]) -> _Table:
    columns = (
        Column(key="time", title=_M(N_("Time")), kind=ColumnKind.TIME, weight=2.0),
        Column(key="number", title=_M(N_("Number")), weight=1.9),
        Column(key="client", title=_M(N_("Client")), weight=1.6),
        _money("net", _M(N_("Net"))),
        _money("tax", _M(N_("Tax")), 1.0),
        _money("total", _M(N_("Total"))),
        _money("rounding", _M(N_("Rounding")), 1.0),
        _money("payable", _M(N_("Payable"))),
    )
    return _M(N_("Documents")), columns, tuple(tuple(one) for one in documents)


def _tenders(tenders: Sequence[TenderSum]) -> _Table:
    columns = (
        Column(key="tender", title=_M(N_("Tender")), weight=2.5),
        _count("count", _M(N_("Count"))),
        _money("sales", _M(N_("Sales"))),
        _money("refunds", _M(N_("Refunds"))),
        _money("total", _M(N_("Total"))),
    )
    rows = tuple(
        (_M(TENDER_NAMES[kind]), count, sales, refunds, sales + refunds)
        for kind, count, sales, refunds in tenders
    )
    return _M(N_("Tenders")), columns, rows


def _taxes(taxes: Sequence[TaxSum]) -> _Table:
    columns = (
        Column(key="tax", title=_M(N_("Tax")), weight=2.5),
        Column(key="category", title=_M(N_("Category")), weight=0.8),
        Column(key="rate", title=_M(N_("Rate")), kind=ColumnKind.RATE, weight=0.8),
        Column(key="base", title=_M(N_("Taxable")), kind=ColumnKind.MONEY, weight=1.2),
        _money("amount", _M(N_("Tax amount"))),
    )
    return _M(N_("Taxes")), columns, tuple(tuple(one) for one in taxes)


def _people(people: Sequence[PersonSum]) -> _Table:
    rows = tuple((names or _M(N_("Nobody named")), count, net) for names, count, net in people)
    return _M(N_("By person")), _sums(_M(N_("Person"))), rows


def _kinds(kinds: Sequence[KindSum]) -> _Table:
    rows = tuple((_M(LINE_KIND_NAMES[kind]), count, net) for kind, count, net in kinds)
    return _M(N_("By kind")), _sums(_M(N_("Kind"))), rows


def _sums(head: Message) -> tuple[Column, ...]:
    return (
        Column(key="name", title=head, weight=2.5),
        _count("count", _M(N_("Count"))),
        _money("net", _M(N_("Net"))),
    )


def _debts(debts: Sequence[DebtSum]) -> _Table:
    columns = (
        Column(key="name", title=_M(N_("On account")), weight=2.5),
        Column(key="count", title=_M(N_("Count")), kind=ColumnKind.COUNT, weight=0.8),
        Column(key="amount", title=_M(N_("Amount")), kind=ColumnKind.MONEY, weight=1.2),
    )
    return (
        _M(N_("On account")),
        columns,
        tuple((_M(DEBT_NAMES[what]), n, minor) for what, n, minor in debts),
    )


def _changed_prices(changes: Sequence[ChangedPrice]) -> _Table:
    columns = (
        Column(key="number", title=_M(N_("Number")), weight=1.6),
        Column(key="item", title=_M(N_("Item")), weight=1.9),
        Column(key="list", title=_M(N_("List price")), kind=ColumnKind.MONEY),
        Column(key="price", title=_M(N_("Charged")), kind=ColumnKind.MONEY),
        _money("difference", _M(N_("Difference")), 1.1),
        Column(key="reason", title=_M(N_("Reason")), weight=2.2),
    )
    rows = tuple(
        (
            one.number,
            one.item,
            one.listed_minor,
            one.charged_minor,
            one.line_minor - round_half_away(one.listed_minor * one.qty_milli, MILLI),
            one.reason,
        )
        for one in changes
    )
    return _M(N_("Changed prices")), columns, rows
