"""The stored Z reports of some days as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Actor, Permission
from salondesk.services.reads.query import Held, Query, require


class ZRow(NamedTuple):
    """A stored Z."""

    z_id: Id
    number: str
    business_date: date
    gross_minor: int
    difference_minor: int
    unprinted_job_id: Id | None = None
    """The print job that has not brought it to paper yet; None once it has."""


@dataclass(frozen=True, slots=True)
class ZList(Query[list[ZRow]]):
    """The Z reports of business dates first..last, oldest first."""

    first: date
    last: date

    def allow(self, held: Held, me: Actor) -> ZList:
        """For who closes the till."""
        require(held, Permission.TILL_CLOSE)
        return self
