"""The open bills of this till."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.services.reads.query import Query


class TicketRow(NamedTuple):
    """An open bill."""

    ticket_id: Id
    booking_id: Id | None
    client_name: str
    lines: int
    created_at: int


@dataclass(frozen=True, slots=True)
class OpenBills(Query[list[TicketRow]]):
    """The open bills of this till, newest first."""

    needs = (Permission.SALE_CHECKOUT,)
    """For who makes sales."""
