"""The open session of this till."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.till import TillSession
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class OpenSession(Query[TillSession | None]):
    """The open session of this till; None while it is closed."""

    needs = (Permission.SALE_CHECKOUT, Permission.TILL_X, Permission.TILL_OPEN)
    """For who sells, opens the till or reads its X."""
