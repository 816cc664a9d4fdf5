"""Holds a shop to the fiscal rules of its country: its tax number, and what invoices must say of it."""

from dataclasses import replace

from salondesk.core.message import Message, N_
from salondesk.domain.shop import Shop
from salondesk.engine.fiscal import rules_for
from salondesk.engine.fiscal.generic import PartyField
from salondesk.services.editing import refuse_field


def lawful(shop: Shop, before: Shop | None = None) -> Shop:
    """Return the shop with its tax number as documents have it.

    Raises InvalidFields for a tax number that its country does not know, unless the shop had it ``before`` in the same
    country, and for a registered shop without an address.
    """
    rules = rules_for(shop.country)
    kept = before is not None and (before.tax_number, before.country) == (shop.tax_number, shop.country)
    wrong = rules.tax_number_problem(shop.tax_number)
    if wrong is not None and not kept:
        raise refuse_field("tax_number", wrong)
    if shop.tax_number and PartyField.ADDRESS in rules.missing_of_seller(shop.as_party()):
        raise refuse_field("address", Message(N_("A tax invoice needs the address.")))
    return replace(shop, tax_number=rules.plain_tax_number(shop.tax_number))
