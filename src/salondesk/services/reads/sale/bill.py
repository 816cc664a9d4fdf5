"""One bill as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Actor, Permission
from salondesk.domain.sale.ticket import Ticket
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class BillById(Query[Ticket | None]):
    """A bill by its id; None when it is gone."""

    ticket_id: Id

    def allow(self, held: Held, me: Actor) -> BillById:
        """For who makes sales."""
        require(held, Permission.SALE_CHECKOUT)
        return self
