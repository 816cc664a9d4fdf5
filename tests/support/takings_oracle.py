"""The takings added up from whole documents: what roll-ups and columns must say of the same days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from salondesk.app.bootstrap import OpenShop
from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.sale.invoice import DocumentKind, Invoice
from salondesk.domain.sale.ticket import LineKind, TenderKind
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


def figures_of(documents: Iterable[Invoice]) -> TakingsFigures:
    """Return the figures of documents, in any order."""
    ordered = sorted(documents, key=lambda one: (one.issued_at, one.number))
    return TakingsFigures(
        documents=tuple(
            TakenDocument(
                one.issued_at, one.number, one.client_name, one.net_minor, one.tax_minor, one.gross_minor,
                one.rounding_minor, one.payable_minor,
            )
            for one in ordered
        ),
        tenders=_tenders(ordered),
        taxes=_taxes(ordered),
        people=_people(ordered),
        kinds=_kinds(ordered),
        changed_prices=_changed_prices(ordered),
        debts=_debts(ordered),
    )  # fmt: skip


def stored_documents(shop: OpenShop, first: date = date.min, last: date = date.max) -> list[Invoice]:
    """Return the documents of a shop's business dates, whole."""
    with shop.readers.lend() as connection:
        rows = connection.execute(
            "SELECT snapshot FROM invoice WHERE business_date BETWEEN ? AND ?",
            (first.isoformat(), last.isoformat()),
        ).fetchall()
    return [snapshot.loads(Invoice, text) for (text,) in rows]


def sorted_parts(figures: TakingsFigures) -> tuple[list[str], ...]:
    """Return the parts without the order of what is equally large, to compare figures by."""
    return tuple(sorted(map(repr, part)) for part in figures)


def _tenders(documents: Sequence[Invoice]) -> tuple[TenderSum, ...]:
    taken = [(one.kind, tender) for one in documents for tender in one.tenders]
    rows = []
    for kind in TenderKind:
        mine = [(doc, tender.amount_minor) for doc, tender in taken if tender.kind is kind]
        if mine:
            refunds = sum(minor for doc, minor in mine if doc is DocumentKind.CREDIT_NOTE)
            rows.append(TenderSum(kind, len(mine), sum(minor for _, minor in mine) - refunds, refunds))
    return tuple(rows)


def _taxes(documents: Sequence[Invoice]) -> tuple[TaxSum, ...]:
    totals = [total for one in documents for total in one.tax_totals]
    rows = []
    for key, category, rate in sorted({(one.key, one.category, one.rate_ppm) for one in totals}):
        mine = [one for one in totals if (one.key, one.category, one.rate_ppm) == (key, category, rate)]
        rows.append(
            TaxSum(
                mine[0].names, category, rate, sum(one.base_minor for one in mine),
                sum(one.amount_minor for one in mine),
            )
        )  # fmt: skip
    return tuple(rows)


def _debts(documents: Sequence[Invoice]) -> tuple[DebtSum, ...]:
    """Return what was left on account and taken off; what was paid of it, no document says."""
    left = [(one.kind, one.on_account_minor) for one in documents if one.on_account_minor]
    rows = []
    for debt, kind in ((Debt.LEFT, DocumentKind.INVOICE), (Debt.TAKEN_OFF, DocumentKind.CREDIT_NOTE)):
        mine = [minor for of, minor in left if of is kind]
        if mine:
            rows.append(DebtSum(debt, len(mine), sum(mine)))
    return tuple(rows)


def _people(documents: Sequence[Invoice]) -> tuple[PersonSum, ...]:
    parts: dict[Id | None, list[tuple[LocalText | None, int]]] = {}
    for line in (line for one in documents for line in one.lines):
        for share in line.staff:
            parts.setdefault(share.staff_id, []).append((share.names, share.net_minor))
        if not line.staff:
            parts.setdefault(None, []).append((None, line.net_minor))
    rows = [PersonSum(mine[0][0], len(mine), sum(net for _, net in mine)) for mine in parts.values()]
    return tuple(sorted(rows, key=lambda one: -one.net_minor))


def _kinds(documents: Sequence[Invoice]) -> tuple[KindSum, ...]:
    nets = [(line.kind, line.net_minor) for one in documents for line in one.lines]
    rows = []
    for kind in LineKind:
        mine = [net for of, net in nets if of is kind]
        if mine:
            rows.append(KindSum(kind, len(mine), sum(mine)))
    return tuple(sorted(rows, key=lambda one: -one.net_minor))


def _changed_prices(documents: Sequence[Invoice]) -> tuple[ChangedPrice, ...]:
    return tuple(
        ChangedPrice(
            one.number, line.names, line.price_change.list_price_minor, line.unit_price_minor, line.qty_milli,
            line.list_minor, line.price_change.reason,
        )
        for one in documents
        for line in one.lines
        if line.price_change is not None
    )  # fmt: skip
