"""Prices a ticket's lines (list price, discounts, net, tax, gross) and says what changed each price.

Values in, values out: the screen, the till's service and the replay of old receipts all call ``price_ticket``
and so cannot differ. Tax is engine/tax's, discounts engine/discounts'. Nothing here knows tenders:
``cash_rounding`` is told what is left to pay in cash. Amounts are minor units, quantities thousandths; halves
round away from zero, so the price of minus a quantity is minus its price, to the last row.

Adjustments stand in the order in which they are taken: price, the line's discount, promotion, package, the line's part of
the bill's discount; then tax. A line's price by the list less its adjustments is what was charged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from salondesk.core.ids import Id
from salondesk.core.money import MILLI, round_half_away, round_to_step
from salondesk.domain.catalog import TaxCode
from salondesk.domain.sale.adjustment import Adjustment, AdjustmentHow, AdjustmentKind
from salondesk.domain.sale.invoice import CategoryTotal, TaxRow
from salondesk.domain.sale.ticket import Discount, TicketLine
from salondesk.engine.discounts import bill_discount, line_discount
from salondesk.engine.tax import category_totals, tax_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line in minor units.

    ``list_minor`` is unit price x quantity in the line's own basis; less both
    discounts it is the gross where tax is inside, the net where it is on top.
    ``gross_minor`` = ``net_minor`` + ``tax_minor``; ``tax_minor`` is the sum of ``taxes``.
    """

    line_id: Id
    list_minor: int
    line_discount_minor: int
    bill_discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: tuple[TaxRow, ...]

    @property
    def discount_minor(self) -> int:
        """Both discounts together."""
        return self.line_discount_minor + self.bill_discount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedTicket:
    """The whole bill: each total is the sum of its lines. ``gross_minor`` is due before any cash rounding."""

    lines: tuple[PricedLine, ...]
    tax_totals: tuple[CategoryTotal, ...]
    list_minor: int
    line_discount_minor: int
    bill_discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int

    @property
    def discount_minor(self) -> int:
        """Everything given away on this bill."""
        return self.line_discount_minor + self.bill_discount_minor


def price_ticket(
    lines: Sequence[TicketLine], discount: Discount | None = None, *, tax_codes: Mapping[Id, TaxCode]
) -> PricedTicket:
    """Price every line and add them up.

    ``discount`` is the one on the whole bill; each line carries its own. Raises
    KeyError for a line whose tax code is not among ``tax_codes``, ValueError for
    a negative discount or one of more than 100 %.
    """
    lists = [list_price(line.unit_price_minor, line.qty_milli) for line in lines]
    own = [line_discount(amount, line.discount) for amount, line in zip(lists, lines, strict=True)]
    spread = bill_discount([amount - off for amount, off in zip(lists, own, strict=True)], discount)
    priced = tuple(
        _priced(line, tax_codes[line.tax_code_id], list_minor=listed, line_off=line_off, bill_off=bill_off)
        for line, listed, line_off, bill_off in zip(lines, lists, own, spread, strict=True)
    )
    return PricedTicket(
        lines=priced,
        tax_totals=category_totals(row for line in priced for row in line.taxes),
        list_minor=sum(lists),
        line_discount_minor=sum(own),
        bill_discount_minor=sum(spread),
        net_minor=sum(line.net_minor for line in priced),
        tax_minor=sum(line.tax_minor for line in priced),
        gross_minor=sum(line.gross_minor for line in priced),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedLine:
    """A line with everything that changed its price; minor units in the line's basis.

    ``list_price_minor`` is the unit price of the price list, ``listed_minor`` that times the quantity.
    """

    list_price_minor: int
    listed_minor: int
    adjustments: tuple[Adjustment, ...]


def adjusted(
    lines: Sequence[TicketLine], discount: Discount | None, priced: PricedTicket
) -> tuple[AdjustedLine, ...]:
    """Return each line with its adjustments. ``priced`` is these ``lines`` with ``discount`` on the whole bill."""
    return tuple(
        AdjustedLine(
            list_price_minor=line.list_price_minor,
            listed_minor=list_price(line.list_price_minor, line.qty_milli),
            adjustments=tuple(_adjustments_of(line, discount, price)),
        )
        for line, price in zip(lines, priced.lines, strict=True)
    )


def _adjustments_of(line: TicketLine, discount: Discount | None, price: PricedLine) -> Iterator[Adjustment]:
    change = line.price_change
    if change is not None:
        listed_minor = list_price(change.list_price_minor, line.qty_milli)
        yield Adjustment(
            kind=AdjustmentKind.PRICE,
            how=AdjustmentHow.SET,
            value=line.unit_price_minor,
            amount_minor=listed_minor - price.list_minor,
            reason=change.reason,
            by=change.by,
            approver_id=change.approver_id,
        )
    if line.discount is not None:
        yield _given(line.discount, price.line_discount_minor)
    if discount is not None and price.bill_discount_minor:
        yield replace(_given(discount, price.bill_discount_minor), on_bill=True)


def _given(discount: Discount, amount_minor: int) -> Adjustment:
    return Adjustment(
        kind=AdjustmentKind.DISCOUNT,
        how=AdjustmentHow(discount.kind.value),
        value=discount.value,
        amount_minor=amount_minor,
        reason=discount.reason,
        by=discount.by,
        approver_id=discount.approver_id,
    )


def bill_adjustments(lines: Iterable[Sequence[Adjustment]]) -> tuple[Adjustment, ...]:
    """Return the adjustments of the whole bill: what the lines' parts of each add up to, in their order."""
    sums: dict[Adjustment, int] = {}
    for one in (one for adjustments in lines for one in adjustments if one.on_bill):
        whole = replace(one, amount_minor=0)
        sums[whole] = sums.get(whole, 0) + one.amount_minor
    return tuple(replace(whole, amount_minor=minor) for whole, minor in sums.items())


def list_price(unit_price_minor: int, qty_milli: int) -> int:
    """Return unit price x quantity, rounded once."""
    return round_half_away(unit_price_minor * qty_milli, MILLI)


def cash_rounding(rest_minor: int, step_minor: int) -> int:
    """Return what must be added to the part of a bill settled in cash so that coins can pay it.

    ``rest_minor`` is what is left after card and transfer (which stay exact);
    negative when cash goes back. A step of 0 is off. The result is a number of
    its own on the invoice, after tax, and lies within half a step of zero.
    """
    return round_to_step(rest_minor, step_minor) - rest_minor


def _priced(
    line: TicketLine, tax_code: TaxCode, *, list_minor: int, line_off: int, bill_off: int
) -> PricedLine:
    taxed = tax_amount(list_minor - line_off - bill_off, line.basis, tax_code.components)
    return PricedLine(
        line_id=line.id,
        list_minor=list_minor,
        line_discount_minor=line_off,
        bill_discount_minor=bill_off,
        net_minor=taxed.net_minor,
        tax_minor=taxed.tax_minor,
        gross_minor=taxed.gross_minor,
        taxes=taxed.rows,
    )
