"""The open session of this till."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Actor, Permission
from salondesk.domain.till import TillSession
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class OpenSession(Query[TillSession | None]):
    """The open session of this till; None while it is closed."""

    def allow(self, held: Held, me: Actor) -> OpenSession:
        """For who sells, opens the till or reads its X."""
        require(held, Permission.SALE_CHECKOUT, Permission.TILL_X, Permission.TILL_OPEN)
        return self
