"""Clients found by part of a name, phone or code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.services.reads.query import Query


class ClientHit(NamedTuple):
    """A client that a search found."""

    client_id: Id
    name: str
    phone: str
    alert: str
    code: str


@dataclass(frozen=True, slots=True)
class ClientSearch(Query[list[ClientHit]]):
    """At most ``limit`` clients by part of name, phone or code, the likeliest first; none for an empty text."""

    needs = (Permission.CLIENT_VIEW,)
    """For who may see clients."""

    text: str
    limit: int = 12
