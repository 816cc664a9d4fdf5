"""Tax of one amount, inside the price or on top of it, and the totals of a document's tax rows.

Which tax an item bears is the catalogue's business (domain/catalog); prices, quantities and discounts are
engine/pricing's. All amounts are integer minor units, rates millionths, and halves round away from zero, so
that every function here is odd: the tax of minus an amount is minus its tax.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from salondesk.core.money import PPM, round_half_away
from salondesk.domain.catalog import PriceBasis, TaxComponent
from salondesk.domain.sale.invoice import CategoryTotal, TaxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedAmount:
    """An amount with its tax told apart: ``gross_minor`` = ``net_minor`` + the rows' amounts, always."""

    net_minor: int
    tax_minor: int
    gross_minor: int
    rows: tuple[TaxRow, ...]


def tax_inside(gross_minor: int, rates_ppm: Sequence[int]) -> tuple[int, ...]:
    """Return the tax of each rate held in a price: round(gross x r / (1 + sum of the rates))."""
    divisor = PPM + sum(rates_ppm)
    return tuple(round_half_away(gross_minor * rate, divisor) for rate in rates_ppm)


def tax_on_top(net_minor: int, rates_ppm: Sequence[int]) -> tuple[int, ...]:
    """Return the tax of each rate that comes on top of a price: round(net x r)."""
    return tuple(round_half_away(net_minor * rate, PPM) for rate in rates_ppm)


def tax_amount(amount_minor: int, basis: PriceBasis, components: Sequence[TaxComponent]) -> TaxedAmount:
    """Tell an amount apart into net and one row per tax component.

    ``amount_minor`` is what is left of the price after every discount: a gross
    where the tax is inside (the net is the rest), a net where it comes on top.
    Every row's base is that net. No components means no tax and no rows.
    """
    rates = [component.rate_ppm for component in components]
    if basis is PriceBasis.INSIDE:
        taxes = tax_inside(amount_minor, rates)
        net = amount_minor - sum(taxes)
    else:
        taxes = tax_on_top(amount_minor, rates)
        net = amount_minor
    tax = sum(taxes)
    rows = tuple(
        TaxRow(
            key=component.key,
            names=component.names,
            category=component.category,
            rate_ppm=component.rate_ppm,
            base_minor=net,
            amount_minor=amount,
        )
        for component, amount in zip(components, taxes, strict=True)
    )
    return TaxedAmount(net_minor=net, tax_minor=tax, gross_minor=net + tax, rows=rows)


def category_totals(rows: Iterable[TaxRow]) -> tuple[CategoryTotal, ...]:
    """Add up a document's tax rows per tax (key, category and rate), in the order they first appear.

    Retail paper shows the sum of the rounded lines; an e-invoice wants the base
    times the rate rounded once. Both are given, and ``difference_minor`` tells
    them apart: 9 lines of 12.30 at 5 % are 5.58 by line and 5.54 by category.
    """
    groups: dict[tuple[str, str, int], list[TaxRow]] = {}
    for row in rows:
        groups.setdefault((row.key, row.category, row.rate_ppm), []).append(row)
    return tuple(_total(group) for group in groups.values())


def _total(group: list[TaxRow]) -> CategoryTotal:
    first = group[0]
    base = sum(row.base_minor for row in group)
    return CategoryTotal(
        key=first.key,
        names=first.names,
        category=first.category,
        rate_ppm=first.rate_ppm,
        base_minor=base,
        amount_minor=sum(row.amount_minor for row in group),
        category_amount_minor=round_half_away(base * first.rate_ppm, PPM),
    )
