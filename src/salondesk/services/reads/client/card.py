"""A client with the visits of late."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.client.card import Client
from salondesk.services.reads.booking.visit import VisitRow
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client's card with the next and past visits, newest first."""

    client: Client
    visits: tuple[VisitRow, ...]
    no_shows: int
    spent_minor: int


@dataclass(frozen=True, slots=True)
class ClientById(Query[ClientCard]):
    """A client's card by the client's id. Raises UserError when it is gone.

    Clients are the shop's, not a branch's: every branch finds them.
    """

    needs = (Permission.CLIENT_VIEW,)
    """For who may see clients."""

    client_id: Id
