"""The words of tax invoices and credit notes on any paper: titles, fields, sums, tenders, codes.

Everything is read from the stored snapshot (domain/sale/invoice.py); nothing is computed that the snapshot
holds, except sums of its own lines. A credit note's amounts are negative in the snapshot and positive on
paper. Contents after UAE VAT Executive Regulation Art. 59 and 60 and clarification VATP006.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salondesk.core.catalogue import isolate_number
from salondesk.core.localtext import LocalText
from salondesk.core.message import N_
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.invoice import (
    CategoryTotal,
    DocumentKind,
    Invoice,
    InvoiceForm,
    InvoiceLine,
    Party,
)
from salondesk.domain.sale.ticket import Tender, TenderKind
from salondesk.domain.till import TillReport
from salondesk.engine.fiscal import rules_of_document
from salondesk.engine.fiscal.generic import FiscalRules
from salondesk.printing.text import wording as w
from salondesk.printing.text.wording import Wording


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands beside or under it; ``strong`` for what the eye looks for."""

    label: LocalText
    value: LocalText
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled amount in minor units. ``strong`` marks the total."""

    label: LocalText
    minor: int
    strong: bool = False


def same(text: str) -> LocalText:
    """Make a value that reads the same in both languages: a number, a date, a code."""
    return LocalText(en=text, ar=text)


def is_credit(invoice: Invoice) -> bool:
    """Tell whether a document is a credit note."""
    return invoice.kind is DocumentKind.CREDIT_NOTE


def sign(invoice: Invoice) -> int:
    """Return what turns a stored amount into the one on paper: -1 for a credit note."""
    return -1 if is_credit(invoice) else 1


def prices_hold_tax(invoice: Invoice) -> bool:
    """Tell whether every price of a document already holds its tax."""
    return all(line.basis is PriceBasis.INSIDE for line in invoice.lines)


def title(invoice: Invoice, words: Wording) -> LocalText:
    """Return the words the law asks for; a shop without a tax number may not use the word *tax*."""
    if is_credit(invoice):
        return words.say(N_("Tax Credit Note")) if invoice.seller.tax_number else words.say(N_("Credit Note"))
    return words.say(N_("Tax Invoice")) if invoice.seller.tax_number else words.say(N_("Invoice"))


def copy_stamp(words: Wording) -> LocalText:
    """Return the words on every print after the first."""
    return words.say(N_("Copy"))


def issued(invoice: Invoice) -> datetime:
    """Return the wall time of issue."""
    return w.local_time(invoice.issued_at, invoice.offset_min)


def rules_of(document: Invoice | TillReport) -> FiscalRules:
    """Return the fiscal rules that a document names; one made before they were named goes by its currency."""
    return rules_of_document(document.fiscal, document.currency)


def party_fields(party: Party, rules: FiscalRules, words: Wording) -> list[Field]:
    """Return tax number, phone and e-mail of a party, as far as they are known; the first is named as ``rules`` do."""
    fields = []
    if party.tax_number:
        fields.append(Field(words.say(rules.tax_number_label), same(w.plain(party.tax_number))))
    if party.phone:
        fields.append(Field(words.say(N_("Phone")), same(w.phone(party.phone))))
    if party.email:
        fields.append(Field(words.say(N_("E-mail")), same(w.plain(party.email))))
    return fields


def identity_fields(invoice: Invoice, words: Wording) -> list[Field]:
    """Return number, legal date and time, date of supply where it differs, till and cashier."""
    number = words.say(N_("Credit note no.")) if is_credit(invoice) else words.say(N_("Invoice no."))
    stamp = f"{w.day(invoice.legal_date)}\u00a0{w.clock(issued(invoice))}"
    fields = [Field(number, same(invoice.number), True), Field(words.say(N_("Date and time")), same(stamp))]
    if invoice.supply_date != invoice.legal_date:
        fields.append(Field(words.say(N_("Date of supply")), same(w.day(invoice.supply_date))))
    cashier = w.plain_local(invoice.cashier)
    till = LocalText(
        en=f"{invoice.till_code} · {cashier.pick('en')}", ar=f"{invoice.till_code} · {cashier.pick('ar')}"
    )
    fields.append(Field(words.say(N_("Till and cashier")), till))
    return fields


def buyer_fields(invoice: Invoice, words: Wording) -> list[Field]:
    """Return whom the document is for: the buyer of a full invoice, or the client by name."""
    buyer = invoice.buyer
    fields = []
    client = w.plain(invoice.client_name)
    if buyer is not None and buyer.names:
        fields.append(Field(words.say(N_("Bill to")), w.plain_local(buyer.names), True))
        if buyer.address:
            fields.append(Field(words.say(N_("Address")), w.plain_local(buyer.address)))
        fields += party_fields(buyer, rules_of(invoice), words)
    if client and (buyer is None or client not in (w.plain(buyer.names.en), w.plain(buyer.names.ar))):
        fields.append(Field(words.say(N_("Client")), same(client)))
    return fields


def with_rate(names: LocalText, rate_ppm: int) -> LocalText:
    """Name a tax with its rate."""
    rate = w.percent(rate_ppm)
    return LocalText(en=f"{names.pick('en')} {rate}", ar=f"{names.pick('ar')} {isolate_number(rate)}")


def line_discount(line: InvoiceLine, invoice: Invoice) -> int:
    """Return the discount on one line alone, positive on paper."""
    return line.line_discount_minor * sign(invoice)


def sums(invoice: Invoice, words: Wording) -> list[Sum]:
    """Return the totals from the first to what is to be paid."""
    s = sign(invoice)
    rows: list[Sum] = []
    bill_discount = sum(line.bill_discount_minor for line in invoice.lines) * s
    if bill_discount:
        before = sum(line.list_minor - line.line_discount_minor for line in invoice.lines) * s
        rows.append(Sum(words.say(N_("Subtotal")), before))
        rows.append(Sum(_discount_label(invoice.discount_reason, words), -bill_discount))
    taxed = list(invoice.tax_totals) if any(one.rate_ppm for one in invoice.tax_totals) else []
    total = Sum(_total_label(taxed, words), invoice.gross_minor * s, strong=True)
    if invoice.form is InvoiceForm.SIMPLIFIED and prices_hold_tax(invoice):
        rows += [total, *(_tax_inside(one, s, words) for one in taxed)]
    else:
        taxes = [_tax_over(one, invoice, words) for one in taxed]
        net = [Sum(words.say(N_("Total before tax")), invoice.net_minor * s)] if taxed else []
        # Where prices hold their tax the sums above are gross, so the total follows them and is then taken
        # apart.
        rows += [total, *net, *taxes] if prices_hold_tax(invoice) else [*net, *taxes, total]
    if invoice.rounding_minor:
        rows.append(Sum(words.say(N_("Cash rounding")), invoice.rounding_minor * s))
        due = words.say(N_("Refunded in all")) if is_credit(invoice) else words.say(N_("Amount due"))
        rows.append(Sum(due, invoice.payable_minor * s, strong=True))
    return rows


def _tax_over(total: CategoryTotal, invoice: Invoice, words: Wording) -> Sum:
    """Name a tax, and what it is taken of where the document has several categories."""
    label = with_rate(total.names, total.rate_ppm)
    if len(invoice.tax_totals) > 1:
        base = w.amount(total.base_minor * sign(invoice), invoice.currency)
        label = words.say(N_("{tax} on {base}"), tax=label, base=base)
    return Sum(label, total.amount_minor * sign(invoice))


def _discount_label(reason: str, words: Wording) -> LocalText:
    if reason:
        return words.say(N_("Discount: {reason}"), reason=w.plain(reason))
    return words.say(N_("Discount"))


def _total_label(taxed: list[CategoryTotal], words: Wording) -> LocalText:
    if not taxed:
        return words.say(N_("Total"))
    if len({total.key for total in taxed if total.rate_ppm}) > 1:
        return words.say(N_("Total, taxes included"))
    return words.say(N_("Total, {tax} included"), tax=next(one.names for one in taxed if one.rate_ppm))


def _tax_inside(total: CategoryTotal, s: int, words: Wording) -> Sum:
    if not total.rate_ppm:
        return Sum(total.names, total.base_minor * s)
    named = words.say(N_("of which {tax} {rate}"), tax=total.names, rate=w.percent(total.rate_ppm))
    return Sum(named, total.amount_minor * s)


def tenders(invoice: Invoice, words: Wording) -> list[Sum]:
    """Return how it was paid or given back: cash handed over and change, card slip, transfer."""
    rows: list[Sum] = []
    for tender in invoice.tenders:
        rows.append(
            Sum(_tender_label(tender, words, refund=is_credit(invoice)), tender.amount_minor * sign(invoice))
        )
        if tender.kind is TenderKind.CASH and tender.tendered_minor > tender.amount_minor > 0:
            rows.append(Sum(words.say(N_("Cash received")), tender.tendered_minor))
            rows.append(Sum(words.say(N_("Change given")), tender.change_minor))
    if invoice.on_account_minor:
        label = N_("Taken off what is owed") if is_credit(invoice) else N_("To be paid later")
        rows.append(Sum(words.say(label), invoice.on_account_minor * sign(invoice)))
    return rows


def _tender_label(tender: Tender, words: Wording, *, refund: bool) -> LocalText:
    if tender.kind is TenderKind.CARD:
        label = words.say(N_("Refunded to card")) if refund else words.say(N_("Card"))
        details = [same(isolate_number(f"\u2026{tender.last4}"))] if tender.last4 else []
        details += (
            [words.say(N_("Approval {code}"), code=w.plain(tender.approval))] if tender.approval else []
        )
    elif tender.kind is TenderKind.TRANSFER:
        label = words.say(N_("Refunded by transfer")) if refund else words.say(N_("Bank transfer"))
        details = [same(isolate_number(w.plain(tender.reference)))] if tender.reference else []
    else:
        label = words.say(N_("Refunded in cash")) if refund else words.say(N_("Cash"))
        details = []
    return LocalText(
        en="\n".join((label.en, " ".join(one.en for one in details))).strip(),
        ar="\n".join((label.ar, " ".join(one.ar for one in details))).strip(),
    )


def staff_names(line: InvoiceLine) -> LocalText:
    """Return who did a line."""
    return LocalText(
        en=", ".join(w.plain(share.names.pick("en")) for share in line.staff),
        ar="، ".join(w.plain(share.names.pick("ar")) for share in line.staff),
    )


def per_unit(line: InvoiceLine, invoice: Invoice) -> str:
    """Show quantity and unit price: ``2 × 149.50``."""
    count = w.quantity(line.qty_milli * sign(invoice))
    return isolate_number(f"{count}\u00a0×\u00a0{w.amount(line.unit_price_minor, invoice.currency)}")


def discount_note(line: InvoiceLine, words: Wording) -> LocalText:
    """Name a line's discount with its reason."""
    return _discount_label(line.discount_reason, words)
