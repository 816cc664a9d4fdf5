"""One stored Z report."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class ZById(Query[TillReport | None]):
    """A stored Z of this branch by its id; None when there is none."""

    needs = (Permission.TILL_CLOSE,)
    """For who closes the till."""

    z_id: Id
