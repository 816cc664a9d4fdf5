"""A stored Z report found by its number."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.till import TillReport
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class ZByNumber(Query[TillReport | None]):
    """A stored Z of this branch by its whole number; None when none bears it."""

    needs = (Permission.TILL_CLOSE,)
    """For who closes the till."""

    number: str
