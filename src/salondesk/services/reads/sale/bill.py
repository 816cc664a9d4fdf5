"""One bill as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.sale.ticket import Ticket
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class BillById(Query[Ticket | None]):
    """A bill of this branch by its id; None when it is gone."""

    needs = (Permission.SALE_CHECKOUT,)
    """For who makes sales."""

    ticket_id: Id
