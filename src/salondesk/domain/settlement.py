"""Settlement of an invoice family: what is left of an invoice after its credits, and what was paid.

A family is an invoice with its credit notes. Its row is derived from documents and allocations and never entered by
hand; diary, desk, client card and bill all ask it. Its calculation is engine's business.
"""

from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.ids import Id


class SettlementState(StrEnum):
    """Where a family stands. ``credited`` has nothing left and owes nothing; ``to_refund`` still holds its money."""

    UNPAID = "unpaid"
    PART_PAID = "part_paid"
    SETTLED = "settled"
    OVERPAID = "overpaid"
    CREDITED = "credited"
    TO_REFUND = "to_refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One family; minor units. ``gross_minor`` is the invoice less its credits, ``allocated_minor`` what was put to it.

    ``lines_left`` counts the invoice's lines that are not credited whole.
    """

    root_id: Id
    booking_id: Id | None
    client_id: Id | None
    lines_left: int
    gross_minor: int
    allocated_minor: int
    state: SettlementState

    @property
    def due_minor(self) -> int:
        """What is still owed; below zero what is to be given back."""
        return self.gross_minor - self.allocated_minor

    @property
    def bills_its_visit(self) -> bool:
        """Tell whether the visit is billed: then it gets no second bill and is neither changed nor cancelled.

        A line that is not credited decides, never a sum: a visit given away at 100 % is billed too.
        """
        return self.lines_left > 0
