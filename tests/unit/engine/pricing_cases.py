"""Short ways to write tickets for the pricing tests."""

from __future__ import annotations

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PriceBasis, TaxCode, TaxComponent
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TicketLine

ITEM = Id(bytes(16))
BRANCH = Id(b"b" * 16)
FIVE = 50_000


def tax_id(name: str) -> Id:
    return Id(name.encode().ljust(16, b"."))


def component(key: str, rate_ppm: int, category: str = "S") -> TaxComponent:
    return TaxComponent(key=key, names=LocalText(en=key), category=category, rate_ppm=rate_ppm)


def tax_code(name: str, *components: TaxComponent) -> TaxCode:
    return TaxCode(
        id=tax_id(name), branch_id=BRANCH, code=name, names=LocalText(en=name), components=components
    )


TAX_CODES = {
    code.id: code
    for code in (
        tax_code("vat5", component("VAT", FIVE)),
        tax_code("zero", component("VAT", 0, "Z")),
        tax_code("exempt", component("VAT", 0, "E")),
        tax_code("none"),
        tax_code("gst+pst", component("GST", FIVE), component("PST", 80_000)),
    )
}


def line(
    price_minor: int,
    qty_milli: int = 1_000,
    *,
    basis: PriceBasis = PriceBasis.INSIDE,
    tax: str = "vat5",
    discount: Discount | None = None,
    n: int = 0,
) -> TicketLine:
    return TicketLine(
        id=Id(n.to_bytes(16, "big")),
        kind=LineKind.SERVICE,
        item_id=ITEM,
        code="S",
        names=LocalText(en="Service"),
        unit_price_minor=price_minor,
        basis=basis,
        tax_code_id=tax_id(tax),
        qty_milli=qty_milli,
        discount=discount,
    )


def percent(value_ppm: int) -> Discount:
    return Discount(kind=DiscountKind.PERCENT, value=value_ppm, reason="regular")


def amount(value_minor: int) -> Discount:
    return Discount(kind=DiscountKind.AMOUNT, value=value_minor, reason="regular")
