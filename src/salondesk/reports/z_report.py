"""The figures of a till session, worked out once for X and Z.

Facts in, figures out. Who closes the session, takes the Z's number and its hash is services' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import PPM, round_half_away
from salondesk.domain.sale.invoice import CategoryTotal, DocumentKind, Invoice, Party
from salondesk.domain.sale.payment import Payment
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.domain.till import (
    MovementKind,
    MovementRow,
    NamedFigure,
    TenderFigure,
    Till,
    TillReport,
    TillSession,
)
from salondesk.reports.table import Cell, Column, ColumnKind, Report, ReportTable

_M = Message.of

TENDER_NAMES = {
    TenderKind.CASH: N_("Cash"),
    TenderKind.CARD: N_("Card"),
    TenderKind.TRANSFER: N_("Bank transfer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TillFacts:
    """What a session holds: its documents in order of number, its payments, its petty cash, and what came before.

    ``grand_total_before_minor`` is the gross of all earlier sessions of the till; ``kind_names`` names
    services and products in both languages.
    """

    session: TillSession
    till: Till
    seller: Party
    currency: str
    zone: str
    opened_by: LocalText
    documents: Sequence[Invoice]
    payments: Sequence[Payment]
    movements: Sequence[MovementRow]
    grand_total_before_minor: int
    kind_names: dict[LineKind, LocalText]
    fiscal: str = ""


def till_figures(facts: TillFacts, *, report_id: Id, made_at: int) -> TillReport:
    """Compute the X of a session as it stands: no number, no count."""
    invoices = [one for one in facts.documents if one.kind is DocumentKind.INVOICE]
    credits = [one for one in facts.documents if one.kind is DocumentKind.CREDIT_NOTE]
    tenders = _tenders(facts.payments)
    cash = next((one for one in tenders if one.kind is TenderKind.CASH), None)
    cash_sales, cash_refunds = (cash.sales_minor, cash.refunds_minor) if cash else (0, 0)
    cash_in = sum(one.amount_minor for one in facts.movements if one.kind is MovementKind.IN)
    cash_out = sum(one.amount_minor for one in facts.movements if one.kind is MovementKind.OUT)
    gross = sum(one.gross_minor for one in facts.documents)
    return TillReport(
        id=report_id,
        branch_id=facts.till.branch_id,
        till_id=facts.till.id,
        session_id=facts.session.id,
        number="",
        seq=0,
        currency=facts.currency,
        zone=facts.zone,
        business_date=facts.session.business_date,
        made_at=made_at,
        opened_at=facts.session.opened_at,
        closed_at=None,
        opened_by=facts.opened_by,
        closed_by=LocalText(),
        till_code=facts.till.code,
        seller=facts.seller,
        float_minor=facts.session.float_minor,
        cash_sales_minor=cash_sales,
        cash_refunds_minor=cash_refunds,
        cash_in_minor=cash_in,
        cash_out_minor=cash_out,
        expected_minor=facts.session.float_minor + cash_sales + cash_refunds + cash_in - cash_out,
        counted_minor=None,
        difference_minor=None,
        difference_reason="",
        invoice_count=len(invoices),
        first_invoice=invoices[0].number if invoices else "",
        last_invoice=invoices[-1].number if invoices else "",
        credit_count=len(credits),
        first_credit=credits[0].number if credits else "",
        last_credit=credits[-1].number if credits else "",
        list_minor=sum(one.list_minor for one in facts.documents),
        discount_minor=sum(one.discount_minor for one in facts.documents),
        net_minor=sum(one.net_minor for one in facts.documents),
        tax_minor=sum(one.tax_minor for one in facts.documents),
        gross_minor=gross,
        rounding_minor=sum(one.rounding_minor for one in facts.documents),
        grand_total_minor=facts.grand_total_before_minor + gross,
        tax_totals=tax_sums(facts.documents),
        tenders=tenders,
        by_staff=_by_staff(facts.documents),
        by_kind=_by_kind(facts.documents, facts.kind_names),
        movements=tuple(facts.movements),
        fiscal=facts.fiscal,
        on_account_minor=sum(one.on_account_minor for one in facts.documents),
        debts_paid_minor=sum(one.amount_minor for one in facts.payments if one.taken_with is None),
    )


def closed(
    figures: TillReport,
    *,
    number: str,
    seq: int,
    closed_at: int,
    closed_by: LocalText,
    counted_minor: int,
    reason: str,
) -> TillReport:
    """Make the Z of an X: numbered, counted, with the difference between the drawer and the figures."""
    return replace(
        figures,
        number=number,
        seq=seq,
        closed_at=closed_at,
        closed_by=closed_by,
        counted_minor=counted_minor,
        difference_minor=counted_minor - figures.expected_minor,
        difference_reason=reason,
    )


def tax_sums(documents: Iterable[Invoice]) -> tuple[CategoryTotal, ...]:
    """Add up each tax over documents: the amounts as their lines say, and the category's own for
    comparison."""
    found: dict[tuple[str, str, int], CategoryTotal] = {}
    for total in (total for one in documents for total in one.tax_totals):
        key = (total.key, total.category, total.rate_ppm)
        before = found.get(key)
        base = total.base_minor + (before.base_minor if before else 0)
        found[key] = replace(
            total,
            base_minor=base,
            amount_minor=total.amount_minor + (before.amount_minor if before else 0),
            category_amount_minor=round_half_away(base * total.rate_ppm, PPM),
        )
    return tuple(found[key] for key in sorted(found))


def _tenders(payments: Iterable[Payment]) -> tuple[TenderFigure, ...]:
    taken = [payment for payment in payments if payment.moved_money]
    made = []
    for kind in TenderKind:
        mine = [payment.amount_minor for payment in taken if payment.kind is kind]
        if mine:
            made.append(
                TenderFigure(
                    kind=kind,
                    sales_minor=sum(minor for minor in mine if minor > 0),
                    refunds_minor=sum(minor for minor in mine if minor < 0),
                    count=len(mine),
                )
            )
    return tuple(made)


def debts(report: TillReport) -> Iterator[tuple[str, int]]:
    """Yield what was left on account and what was paid of such debts, with its name, where there was any."""
    if report.on_account_minor:
        yield N_("On account"), report.on_account_minor
    if report.debts_paid_minor:
        yield N_("Debts paid, in the above"), report.debts_paid_minor


def _by_staff(documents: Iterable[Invoice]) -> tuple[NamedFigure, ...]:
    found: dict[Id, NamedFigure] = {}
    for share in (share for one in documents for line in one.lines for share in line.staff):
        before = found.get(share.staff_id)
        found[share.staff_id] = NamedFigure(
            names=share.names,
            net_minor=share.net_minor + (before.net_minor if before else 0),
            count=1 + (before.count if before else 0),
        )
    return tuple(sorted(found.values(), key=lambda one: -one.net_minor))


def _by_kind(documents: Iterable[Invoice], names: dict[LineKind, LocalText]) -> tuple[NamedFigure, ...]:
    made = []
    lines = [line for one in documents for line in one.lines]
    for kind in LineKind:
        mine = [line.net_minor for line in lines if line.kind is kind]
        if mine:
            made.append(NamedFigure(names=names[kind], net_minor=sum(mine), count=len(mine)))
    return tuple(made)


def as_report(z: TillReport) -> Report:
    """Lay an X or Z out as tables, for export and the report page."""
    columns = (
        Column(key="label", title=_M(N_("Figure")), weight=3.0),
        Column(key="value", title=_M(N_("Amount")), kind=ColumnKind.MONEY),
    )
    sales: list[tuple[Cell, ...]] = [
        (_M(N_("Before discounts")), z.list_minor),
        (_M(N_("Discounts")), -z.discount_minor),
        (_M(N_("Net")), z.net_minor),
        *((one.names, one.amount_minor) for one in z.tax_totals),
        (_M(N_("Total")), z.gross_minor),
        (_M(N_("Cash rounding")), z.rounding_minor),
        (_M(N_("Grand total of this till")), z.grand_total_minor),
    ]
    drawer: list[tuple[Cell, ...]] = [
        (_M(N_("Float")), z.float_minor),
        (_M(N_("Cash sales")), z.cash_sales_minor),
        (_M(N_("Cash refunds")), z.cash_refunds_minor),
        (_M(N_("Paid in")), z.cash_in_minor),
        (_M(N_("Paid out")), -z.cash_out_minor),
        (_M(N_("Expected in the drawer")), z.expected_minor),
        (_M(N_("Counted")), z.counted_minor),
        (_M(N_("Difference")), z.difference_minor),
    ]
    groups: tuple[tuple[Message, list[tuple[Cell, ...]]], ...] = (
        (_M(N_("Sales")), sales),
        (
            _M(N_("Tenders")),
            [
                *((_M(TENDER_NAMES[one.kind]), one.sales_minor + one.refunds_minor) for one in z.tenders),
                *((_M(name), minor) for name, minor in debts(z)),
            ],
        ),
        (_M(N_("Drawer")), drawer),
        (_M(N_("By person")), [(one.names, one.net_minor) for one in z.by_staff]),
        (_M(N_("By kind")), [(one.names, one.net_minor) for one in z.by_kind]),
    )
    return Report(
        name="z" if z.number else "x",
        title=_M(N_("Z report {number}"), number=z.number) if z.number else _M(N_("X report")),
        shop=z.seller.names,
        first_day=z.business_date,
        last_day=z.business_date,
        made_at=z.made_at,
        zone=z.zone,
        tables=tuple(
            ReportTable(title=title, columns=columns, rows=tuple(rows), currency=z.currency, zone=z.zone)
            for title, rows in groups
        ),
    )
