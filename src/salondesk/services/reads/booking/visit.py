"""A visit as the counter looks at it: its booking, and what is worth knowing of its client."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor, Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.client.card import Client
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.services.reads.query import Held, Query, own_or_all


class VisitRow(NamedTuple):
    """A visit in a client's history."""

    booking_id: Id
    start_at: int
    status: str
    services: tuple[LocalText, ...]
    staff: tuple[LocalText, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit as the counter looks at it: the booking and what is worth knowing of its client.

    ``client`` is None for a walk-in; ``same_day`` are the client's other visits of that business date,
    ``last_visit`` the newest one before it that took place. ``billed_by`` is the number of the invoice that bills
    it, "" where the asker may not see it; ``settlement`` is where that stands, None while nothing bills the visit.
    """

    booking: Booking
    client: Client | None = None
    same_day: tuple[VisitRow, ...] = ()
    last_visit: VisitRow | None = None
    no_shows: int = 0
    billed_by: str = ""
    settlement: Settlement | None = None

    @property
    def is_billed(self) -> bool:
        """Tell whether there is nothing to check out: it is billed, or was paid in the system used before."""
        booking = self.booking
        return self.settlement is not None or (
            booking.source == "import" and booking.status is BookingStatus.DONE
        )

    @property
    def owed_minor(self) -> int:
        """What is owed of it, minor units: a bill may be left on account. 0 where the asker may not see it."""
        return max(self.settlement.due_minor, 0) if self.settlement is not None else 0

    @property
    def is_owed(self) -> bool:
        """Tell whether something is owed of it."""
        return self.settlement is not None and self.settlement.state in (
            SettlementState.UNPAID,
            SettlementState.PART_PAID,
        )


@dataclass(frozen=True, slots=True)
class VisitById(Query[VisitCard]):
    """A visit of this branch by its booking's id. Raises UserError when it is gone, PermissionRefused for others' visits.

    Whose visits may be seen is everybody's, or those with a line of ``staff_id``.
    """

    booking_id: Id
    staff_id: Id | None = None

    def allow(self, held: Held, me: Actor) -> VisitById:
        """For who sees the diary: of everybody, or of oneself."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id))

    def redact(self, answer: VisitCard, held: Held) -> VisitCard:
        """Whoever serves a client sees the name and the alert, not the phone; sums and the invoice are for who may see
        sales, and that a visit is billed or owed for everybody.
        """
        card = answer
        if Permission.SALE_VIEW not in held:
            bill = answer.settlement
            bare = None if bill is None else replace(bill, gross_minor=0, allocated_minor=0)
            card = replace(answer, billed_by="", settlement=bare)
        if card.client is None or Permission.CLIENT_VIEW in held:
            return card
        known = replace(card.client, phone="", phone_raw="", email="")
        return replace(card, client=known, no_shows=0)
