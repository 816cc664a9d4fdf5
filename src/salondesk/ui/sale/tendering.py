"""The money put down for a bill so far: what is left, the change, cash rounding. Pure; the till settles it again.

Cash is one amount: more of it adds up. Card and transfer are never more than what is left.
"""

from dataclasses import dataclass, replace

from salondesk.domain.sale.ticket import TenderKind
from salondesk.engine.pricing import cash_rounding
from salondesk.engine.tendering import Offered


@dataclass(frozen=True, slots=True)
class Tendering:
    """``gross_minor`` is due before cash rounding; minor units."""

    gross_minor: int
    cash_step_minor: int = 0
    offered: tuple[Offered, ...] = ()

    @property
    def exact_minor(self) -> int:
        """Card and transfer together."""
        return sum(o.amount_minor for o in self.offered if o.kind is not TenderKind.CASH)

    @property
    def cash_minor(self) -> int:
        """Cash as handed over."""
        return sum(o.amount_minor for o in self.offered if o.kind is TenderKind.CASH)

    @property
    def has_cash(self) -> bool:
        """Tell whether some of it is cash."""
        return any(o.kind is TenderKind.CASH for o in self.offered)

    @property
    def rounding_minor(self) -> int:
        """What coins make of the rest, once cash is taken."""
        return self._rounding() if self.has_cash else 0

    def _rounding(self) -> int:
        return cash_rounding(self.gross_minor - self.exact_minor, self.cash_step_minor)

    @property
    def cash_due_minor(self) -> int:
        """What still has to come if the rest is paid in cash."""
        return max(self.gross_minor - self.exact_minor + self._rounding() - self.cash_minor, 0)

    @property
    def rest_minor(self) -> int:
        """What is still to pay; never below nothing."""
        return max(self.gross_minor + self.rounding_minor - self.exact_minor - self.cash_minor, 0)

    @property
    def room_minor(self) -> int:
        """The most that card or transfer may take now."""
        return max(self.gross_minor - self.exact_minor - self.cash_minor, 0)

    @property
    def change_minor(self) -> int:
        """What goes back to the client."""
        return max(self.cash_minor + self.exact_minor - self.gross_minor - self.rounding_minor, 0)

    @property
    def covers(self) -> bool:
        """Tell whether the bill can be closed."""
        return self.rest_minor == 0

    def with_part(self, offer: Offered) -> "Tendering":
        """Put more money down; cash joins the cash that is there."""
        if offer.kind is not TenderKind.CASH or not self.has_cash:
            return replace(self, offered=(*self.offered, offer))
        together = replace(offer, amount_minor=offer.amount_minor + self.cash_minor)
        others = tuple(o for o in self.offered if o.kind is not TenderKind.CASH)
        return replace(self, offered=(*others, together))

    def without(self, number: int) -> "Tendering":
        """Take one back."""
        return replace(self, offered=self.offered[:number] + self.offered[number + 1 :])
