"""The takings of some days, from roll-ups and from the columns of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salondesk.domain.access import Permission
from salondesk.reports.takings import TakingsFigures
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class TakingsOfDays(Query[TakingsFigures]):
    """What this branch took on trading days ``first`` to ``last``, without receipts of the system used before."""

    needs = (Permission.REPORT_TAKINGS,)
    """For who may see the takings."""

    first: date
    last: date
