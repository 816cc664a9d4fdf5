"""Fiscal rules by country: found by a shop's country, or by the name that a document keeps."""

from salondesk.core.fold import digits
from salondesk.domain.sale.invoice import InvoiceForm
from salondesk.domain.sale.ticket import Ticket
from salondesk.domain.shop import Shop
from salondesk.engine.fiscal import ae, generic, sa
from salondesk.engine.fiscal.generic import FiscalRules

_BY_COUNTRY = {"AE": ae.RULES, "SA": sa.RULES}
_BY_NAME = {rules.name: rules for rules in (generic.RULES, ae.RULES, sa.RULES)}


def rules_for(country: str) -> FiscalRules:
    """Return the rules of a country (ISO 3166, two letters) that new documents follow."""
    return _BY_COUNTRY.get(country, generic.RULES)


def rules_named(name: str) -> FiscalRules:
    """Return the rules that a document names, such as ``ae/1``. Raises ValueError for a name of a newer program."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise ValueError(f"unknown fiscal rules {name!r}") from None


def rules_of_document(name: str, currency: str) -> FiscalRules:
    """Return the rules of a stored document; one made before documents named theirs goes by its currency.

    Raises ValueError for a name of a newer program.
    """
    if name:
        return rules_named(name)
    return ae.RULES if currency == "AED" else generic.RULES


def plain_buyer_number(typed: str) -> str:
    """Return a buyer's tax number as documents have it: bare digits where it is one of a country known here."""
    known = any(rules.is_tax_number(typed) for rules in _BY_NAME.values())
    return digits(typed) if known else typed.strip()


def form_of(ticket: Ticket, shop: Shop, gross_minor: int) -> InvoiceForm:
    """Return the form that a bill of that total takes as an invoice, by the rules of the shop's country."""
    return rules_for(shop.country).form(
        requested=ticket.full_invoice,
        buyer_tax_number=ticket.buyer_tax_number,
        gross_minor=gross_minor,
        above_minor=shop.full_invoice_above_minor,
    )
