"""The X of this till's open session."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class XReport(Query[TillReport]):
    """The figures of the open session up to now. Raises UserError while the till is closed."""

    needs = (Permission.TILL_X,)
    """For who may read an X."""
