"""The X of this till's open session."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Actor, Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Held, Query, require


@dataclass(frozen=True, slots=True)
class XReport(Query[TillReport]):
    """The figures of the open session up to now. Raises UserError while the till is closed."""

    def allow(self, held: Held, me: Actor) -> XReport:
        """For who may read an X."""
        require(held, Permission.TILL_X)
        return self
