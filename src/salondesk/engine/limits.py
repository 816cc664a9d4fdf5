"""How far a bill was brought down by whoever had nobody's approval, and whether that passes her limit. Pure.

A lowered price and a discount take from the same limit, so that two steps never go where one may not: both are
measured from the price list. What a manager approved is not counted, and the price she approved is what further
reductions are measured from. A raised price is what a discount on it is measured from.
"""

from collections.abc import Iterator, Sequence

from salondesk.core.money import PPM
from salondesk.domain.sale.adjustment import Adjustment, AdjustmentKind
from salondesk.engine.pricing import AdjustedLine

_BY_HAND = frozenset({AdjustmentKind.PRICE, AdjustmentKind.DISCOUNT})


def passes_limit(lines: Sequence[AdjustedLine], limit_ppm: int) -> bool:
    """Tell whether the reductions nobody approved pass ``limit_ppm``, on one line or on the bill together.

    The limit is in millionths of the list price. A promotion is the shop's own and a package was paid: neither counts.
    """
    from_minor = given_minor = 0
    for line in lines:
        if _too_low(line, limit_ppm):
            return True
        listed, given, given_on_bill = _own_reduction(line)
        if _beyond(listed, given, limit_ppm, slack_minor=1):
            return True
        from_minor += listed
        given_minor += given + given_on_bill
    return _beyond(from_minor, given_minor, limit_ppm, slack_minor=len(lines))


def _own(line: AdjustedLine) -> Iterator[Adjustment]:
    """Yield what was taken off by hand and nobody approved; a raised price takes nothing off."""
    for one in line.adjustments:
        lowers = one.kind is not AdjustmentKind.PRICE or one.value < line.list_price_minor
        if one.kind in _BY_HAND and one.approver_id is None and lowers:
            yield one


def _too_low(line: AdjustedLine, limit_ppm: int) -> bool:
    """Tell whether the unit price alone passes the limit: it was typed, nothing was rounded, so nothing is let off."""
    return any(
        (line.list_price_minor - one.value) * PPM > line.list_price_minor * limit_ppm
        for one in _own(line)
        if one.kind is AdjustmentKind.PRICE
    )


def _own_reduction(line: AdjustedLine) -> tuple[int, int, int]:
    """Return what the line's reduction is measured from, the reduction nobody approved, and its part of the bill's."""
    own = list(_own(line))
    lowered = any(one.kind is AdjustmentKind.PRICE for one in own)
    changed = sum(one.amount_minor for one in line.adjustments if one.kind is AdjustmentKind.PRICE)
    listed = line.listed_minor if lowered else line.listed_minor - changed
    on_line, on_bill = (sum(one.amount_minor for one in own if one.on_bill is on) for on in (False, True))
    return listed, on_line, on_bill


def _beyond(from_minor: int, given_minor: int, limit_ppm: int, *, slack_minor: int) -> bool:
    """Tell whether a reduction passes a limit; rounding to whole minor units may not make it pass one."""
    return abs(given_minor) * PPM >= abs(from_minor) * limit_ppm + slack_minor * PPM
