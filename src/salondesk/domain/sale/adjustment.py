"""An adjustment of a sold line: how its price differs from the list's, by how much, why, by whom.

A line's adjustments stand in the order in which they are taken: price, line discount, promotion, package, bill
discount. Tax comes after all of them, so a line's list price less its adjustments is the price charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.ids import Id


class AdjustmentKind(StrEnum):
    """What changed the price. A package's sessions are paid already, so that they are no discount."""

    PRICE = "price"
    DISCOUNT = "discount"
    PROMOTION = "promotion"
    PACKAGE = "package"


class AdjustmentHow(StrEnum):
    """How an adjustment's ``value`` is read: millionths of the amount, minor units off, or the unit price set."""

    PERCENT = "percent"
    AMOUNT = "amount"
    SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One change of a line's price. ``amount_minor`` is what it took off the line, in minor units of its price basis.

    It is below zero where the price was raised, and turns its sign on a credit note. ``source_id`` is the promotion or
    package that gave it. ``by`` is None where the program applied it, ``approver_id`` None within the giver's limit.
    ``on_bill``: it was given on the whole bill, and a line's ``amount_minor`` is its part.
    """

    kind: AdjustmentKind
    how: AdjustmentHow
    value: int
    amount_minor: int
    reason: str
    source_id: Id | None = None
    by: Id | None = None
    approver_id: Id | None = None
    on_bill: bool = False


def grouped(adjustments: Sequence[Adjustment]) -> tuple[list[Adjustment], list[Adjustment], list[Adjustment]]:
    """Return the changes of the price, those of the line itself, and its parts of those of the whole bill."""
    prices = [one for one in adjustments if one.kind is AdjustmentKind.PRICE]
    own = [one for one in adjustments if one.kind is not AdjustmentKind.PRICE and not one.on_bill]
    return prices, own, [one for one in adjustments if one.on_bill]
