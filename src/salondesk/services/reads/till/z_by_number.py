"""A stored Z report found by its number."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Actor, Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class ZByNumber(Query[TillReport | None]):
    """A stored Z by its whole number; None when none bears it."""

    number: str

    def allow(self, held: Held, me: Actor) -> ZByNumber:
        """For who closes the till."""
        require(held, Permission.TILL_CLOSE)
        return self
