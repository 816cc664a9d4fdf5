"""One stored Z report."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Actor, Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class ZById(Query[TillReport | None]):
    """A stored Z by its id; None when there is none."""

    z_id: Id

    def allow(self, held: Held, me: Actor) -> ZById:
        """For who closes the till."""
        require(held, Permission.TILL_CLOSE)
        return self
