"""The stored Z reports of some days as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.services.reads.query import Query


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

    needs = (Permission.TILL_CLOSE,)
    """For who closes the till."""

    first: date
    last: date
