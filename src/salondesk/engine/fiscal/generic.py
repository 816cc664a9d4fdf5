"""Fiscal rules of a country: form of an invoice, required fields, tax numbers, code, deposits.

``RULES`` are those where no country's own are known: nothing is checked that only a country could say.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from salondesk.core.fold import digits
from salondesk.core.message import Message, N_
from salondesk.domain.sale.invoice import DocumentKind, Invoice, InvoiceForm, Party

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class PartyField(StrEnum):
    """What a document may have to say of seller or buyer; the rest of a document is never empty."""

    NAME = "name"
    ADDRESS = "address"
    TAX_NUMBER = "tax_number"


class DepositForm(StrEnum):
    """What a deposit is: an invoice where its tax falls due at receipt, else a payment not allocated yet."""

    INVOICE = "invoice"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalRules:
    """One country's rules in one edition; ``name`` (``ae/1``) is what documents keep, and never changes its meaning.

    ``full_above_minor`` is the total above which the law wants a full invoice for a registered buyer, in minor units
    of the country's currency: what a new shop is set up with, None where the law is not known. ``tax_number_pattern``
    is a regular expression over the plain digits, None where nothing is checked; ``tax_number_start`` are the digits
    that every number of this country begins with. ``code`` makes the text of the square code on paper.
    """

    name: str
    tax_number_label: str
    full_above_minor: int | None
    registered_always_full: bool
    seller_fields: tuple[PartyField, ...]
    buyer_fields: Mapping[InvoiceForm, tuple[PartyField, ...]]
    tax_number_pattern: str | None
    tax_number_start: str
    tax_number_fault: str
    code: Callable[[Invoice], str]

    def form(
        self, *, requested: bool, buyer_tax_number: str, gross_minor: int, above_minor: int
    ) -> InvoiceForm:
        """Return the form of an invoice: full on request, and for a registered buyer above the threshold.

        ``above_minor`` is the shop's own threshold; it does not matter where a registered buyer's invoice is always
        full.
        """
        registered = bool(buyer_tax_number)
        if requested or (registered and (self.registered_always_full or gross_minor > above_minor)):
            return InvoiceForm.FULL
        return InvoiceForm.SIMPLIFIED

    def missing_of_seller(self, seller: Party) -> tuple[PartyField, ...]:
        """Return what a shop that issues documents still has to say of itself."""
        return _missing(self.seller_fields, seller)

    def missing_of_buyer(self, form: InvoiceForm, buyer: Party | None) -> tuple[PartyField, ...]:
        """Return what a document of that form must say of its buyer and does not yet."""
        return _missing(self.buyer_fields[form], buyer)

    def is_tax_number(self, typed: str) -> bool:
        """Tell whether the digits of a text, in any script, are a tax number of this country."""
        pattern = self.tax_number_pattern
        return pattern is not None and re.fullmatch(pattern, digits(typed)) is not None

    def plain_tax_number(self, typed: str) -> str:
        """Return a tax number as documents have it: bare digits where it is one of this country, else as typed."""
        return digits(typed) if self.is_tax_number(typed) else typed.strip()

    def tax_number_problem(self, typed: str) -> Message | None:
        """Return what is wrong with a tax number of this country; None for a right one, and for none at all."""
        if not typed.strip() or self.tax_number_pattern is None or self.is_tax_number(typed):
            return None
        return Message(self.tax_number_fault)

    def buyer_number_problem(self, typed: str) -> Message | None:
        """Return what is wrong with a buyer's tax number, as far as it can be known.

        Only a number without letters that begins as this country's do is taken for one of them; any other may be the
        right one of a buyer from elsewhere, whose country nobody asked for.
        """
        has_letters = any(letter.isalpha() for letter in typed)
        claimed = not has_letters and digits(typed).startswith(self.tax_number_start)
        return self.tax_number_problem(typed) if claimed else None

    def deposit_form(self, seller: Party) -> DepositForm:
        """Return what a deposit is: a registered seller owes its tax as soon as money comes in, any other none."""
        return DepositForm.INVOICE if seller.tax_number else DepositForm.PAYMENT


def summary_code(invoice: Invoice) -> str:
    """Return ``SD1|number|ISO time|total_minor|vat_minor|currency``, ASCII; amounts as on paper."""
    moment = issued(invoice).astimezone(timezone(timedelta(minutes=invoice.offset_min)))
    total, tax = invoice.gross_minor * paper_sign(invoice), invoice.tax_minor * paper_sign(invoice)
    return f"SD1|{invoice.number}|{moment.isoformat(timespec='seconds')}|{total}|{tax}|{invoice.currency}"


def issued(invoice: Invoice) -> datetime:
    """Return the instant of issue in UTC."""
    return _EPOCH + timedelta(milliseconds=invoice.issued_at)


def paper_sign(invoice: Invoice) -> int:
    """Return what turns a stored amount into the one on paper: -1 for a credit note."""
    return -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1


def _missing(fields: tuple[PartyField, ...], party: Party | None) -> tuple[PartyField, ...]:
    if party is None:
        return fields
    said = {
        PartyField.NAME: bool(party.names),
        PartyField.ADDRESS: bool(party.address),
        PartyField.TAX_NUMBER: bool(party.tax_number),
    }
    return tuple(field for field in fields if not said[field])


NAME_AND_ADDRESS = (PartyField.NAME, PartyField.ADDRESS)
RULES = FiscalRules(
    name="generic/1",
    tax_number_label=N_("Tax number"),
    full_above_minor=None,
    registered_always_full=False,
    seller_fields=NAME_AND_ADDRESS,
    buyer_fields={InvoiceForm.FULL: NAME_AND_ADDRESS, InvoiceForm.SIMPLIFIED: ()},
    tax_number_pattern=None,
    tax_number_start="",
    tax_number_fault="",
    code=summary_code,
)
