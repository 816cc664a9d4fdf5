"""How far a bill was brought down by whoever had nobody's approval, and whether that passes her limit. Pure.

A lowered price and a discount take from the same limit, so that two steps never go where one may not: both are
measured from the price list. What a manager approved is not counted, and the price she approved is what further
reductions are measured from. A raised price is what a discount on it is measured from.
"""

from collections.abc import Sequence

from salondesk.core.money import PPM
from salondesk.domain.sale.ticket import Discount, TicketLine
from salondesk.engine.pricing import PricedLine, PricedTicket, list_price


def passes_limit(
    lines: Sequence[TicketLine], discount: Discount | None, priced: PricedTicket, limit_ppm: int
) -> bool:
    """Tell whether the reductions nobody approved pass ``limit_ppm``, on one line or on the bill together.

    ``priced`` is these ``lines`` with ``discount`` on the whole bill; the limit is in millionths of the list price.
    """
    own_on_bill = discount is not None and discount.approver_id is None
    from_minor = given_minor = 0
    for line, price in zip(lines, priced.lines, strict=True):
        if _too_low(line, limit_ppm):
            return True
        listed, given = _own_reduction(line, price)
        if _beyond(listed, given, limit_ppm, slack_minor=1):
            return True
        from_minor += listed
        given_minor += given + (price.bill_discount_minor if own_on_bill else 0)
    return _beyond(from_minor, given_minor, limit_ppm, slack_minor=len(lines))


def _own_lowering(line: TicketLine) -> int:
    """Return what was taken off the unit price without approval, in minor units; a raise takes nothing off."""
    change = line.price_change
    if change is None or change.approver_id is not None:
        return 0
    return max(change.list_price_minor - line.unit_price_minor, 0)


def _too_low(line: TicketLine, limit_ppm: int) -> bool:
    """Tell whether the unit price alone passes the limit: it was typed, nothing was rounded, so nothing is let off."""
    return _own_lowering(line) * PPM > line.list_price_minor * limit_ppm


def _own_reduction(line: TicketLine, price: PricedLine) -> tuple[int, int]:
    """Return what the line's reduction is measured from, and the reduction nobody approved, in minor units."""
    listed, given = price.list_minor, 0
    if _own_lowering(line):
        listed = list_price(line.list_price_minor, line.qty_milli)
        given = listed - price.list_minor
    if line.discount is not None and line.discount.approver_id is None:
        given += price.line_discount_minor
    return listed, given


def _beyond(from_minor: int, given_minor: int, limit_ppm: int, *, slack_minor: int) -> bool:
    """Tell whether a reduction passes a limit; rounding to whole minor units may not make it pass one."""
    return abs(given_minor) * PPM >= abs(from_minor) * limit_ppm + slack_minor * PPM
