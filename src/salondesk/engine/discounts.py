"""What a discount takes off a line, and how one on the whole bill spreads over its lines.

Order: the line's own discount first, then the bill's on what is left. Whether that passes somebody's limit is
for limits to say. Amounts are minor units in the line's own price basis. A line of negative quantity gets a negative
discount, so that a credit mirrors its sale.
"""

from collections.abc import Sequence

from salondesk.core.money import PPM, allocate, round_half_away
from salondesk.domain.sale.ticket import Discount, DiscountKind


def line_discount(amount_minor: int, discount: Discount | None) -> int:
    """Return what ``discount`` takes off a line, with the sign of the line.

    An amount larger than the line takes the line, never more. Raises ValueError
    for a negative discount or more than 100 %.
    """
    if discount is None:
        return 0
    _check(discount)
    if discount.kind is DiscountKind.PERCENT:
        return round_half_away(amount_minor * discount.value, PPM)
    return _signed(min(discount.value, abs(amount_minor)), amount_minor)


def bill_discount(amounts_minor: Sequence[int], discount: Discount | None) -> tuple[int, ...]:
    """Return what ``discount`` on the whole bill takes off each line, by largest remainder: nothing is lost.

    ``amounts_minor`` are the lines after their own discounts. A percentage is
    taken of what is sold and of what comes back alike. An amount comes off the
    side that outweighs (a bill that sums to zero has nothing to take it from) and
    never turns a bill's sign. Raises ValueError as ``line_discount`` does.
    """
    if discount is None:
        return (0,) * len(amounts_minor)
    _check(discount)
    sold = [max(amount, 0) for amount in amounts_minor]
    returned = [max(-amount, 0) for amount in amounts_minor]
    if discount.kind is DiscountKind.PERCENT:
        plus = _spread(round_half_away(sum(sold) * discount.value, PPM), sold)
        minus = _spread(round_half_away(sum(returned) * discount.value, PPM), returned)
    else:
        rest = sum(amounts_minor)
        plus = _spread(max(min(discount.value, rest), 0), sold)
        minus = _spread(max(min(discount.value, -rest), 0), returned)
    return tuple(off - back for off, back in zip(plus, minus, strict=True))


def _check(discount: Discount) -> None:
    if discount.value < 0:
        raise ValueError("a discount is never negative")
    if discount.kind is DiscountKind.PERCENT and discount.value > PPM:
        raise ValueError("a discount is at most 100 %")


def _signed(size_minor: int, like_minor: int) -> int:
    return -size_minor if like_minor < 0 else size_minor


def _spread(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    # allocate() wants weights and spreads evenly over zeros; an empty or free side of a bill takes nothing.
    return allocate(total_minor, weights) if total_minor else (0,) * len(weights)
