"""What was done to a visit, by whom and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor
from salondesk.services.reads.query import Held, Query, own_or_all


class VisitStep(NamedTuple):
    """Something that was done to a visit: who, when (UTC ms), at which device, and what became different.

    ``op`` is add, set or remove. ``status``, ``start_at`` and ``staff`` are (before, after) where they changed;
    ``fields`` names everything that changed.
    """

    at: int
    who: LocalText
    device: str
    origin: str
    op: str
    status: tuple[str, str] | None = None
    start_at: tuple[int, int] | None = None
    staff: tuple[LocalText, LocalText] | None = None
    reason: str = ""
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitSteps(Query[list[VisitStep]]):
    """The steps of a visit of this branch, oldest first; refused and gone as ``VisitById`` is."""

    booking_id: Id
    staff_id: Id | None = None

    def allow(self, held: Held, me: Actor) -> VisitSteps:
        """For who sees the diary: of everybody, or of oneself."""
        return replace(self, staff_id=own_or_all(held, me, self.staff_id))
