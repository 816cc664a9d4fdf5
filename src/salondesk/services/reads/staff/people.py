"""The people who have a column in the diary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor
from salondesk.services.reads.query import Held, Query, own_or_all


class StaffRow(NamedTuple):
    """A person with a diary column."""

    staff_id: Id
    names: LocalText
    colour: str


@dataclass(frozen=True, slots=True)
class PeopleOfDiary(Query[list[StaffRow]]):
    """Who serves on a business date or later (None: today), in the shop's order; ``staff_id`` names one of them."""

    day: date | None = None
    staff_id: Id | None = None

    def allow(self, held: Held, me: Actor) -> PeopleOfDiary:
        """For who sees the diary: everybody, or oneself."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id))
