"""Asks questions for somebody, held to their role; and reads what may be known without a role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from salondesk.core.clock import Clock
from salondesk.core.ids import Id
from salondesk.core.timespan import business_date
from salondesk.domain.access import Actor
from salondesk.domain.shop import Branch, Shop
from salondesk.services.reads.booking.board import DayBoard, DiaryBoard, masked
from salondesk.services.reads.query import Query, T
from salondesk.services.reads.read_models import Queries, UserTile


class ReadDesk:
    """Raises PermissionRefused where a role may not look. Every call reads the role afresh: a right taken away is gone."""

    def __init__(self, queries: Queries, clock: Clock) -> None:
        self._queries, self._clock = queries, clock

    def ask(self, actor: Actor, query: Query[T]) -> T:
        """Return the answer to a question as far as the actor may see it. Raises PermissionRefused."""
        held = self._queries.permissions(actor.user_id)
        allowed = query.allow(held, actor)
        return allowed.redact(self._queries.answer(allowed, self._clock.now_ms()), held)

    def permissions(self, actor: Actor) -> frozenset[str]:
        """Return what the actor may do."""
        return self._queries.permissions(actor.user_id)

    def today(self) -> date:
        """Return the business date of now."""
        here = self._queries.branch()
        return business_date(self._clock.now_ms(), here.zone, here.cutoff_min)

    def shop(self) -> Shop:
        """Return the shop: everybody at the counter knows it."""
        return self._queries.shop()

    def branch(self) -> Branch:
        """Return the branch."""
        return self._queries.branch()

    def settings(self) -> dict[tuple[Id, str], str]:
        """Return the texts of changed settings, by whose they are and by key: everybody's window goes by them."""
        return self._queries.settings()

    def user_tiles(self) -> list[UserTile]:
        """Return who can sign in; asked before anyone has."""
        return self._queries.user_tiles(self.today())

    def approvers(self, permissions: Iterable[str]) -> list[UserTile]:
        """Return who can approve something: who holds all that it needs."""
        needed = frozenset(permissions)
        return [
            t
            for t in self._queries.user_tiles(self.today())
            if needed <= self._queries.permissions(t.user_id)
        ]

    def masked_day(self, lang: str) -> DayBoard:
        """Return today without anybody's visits to read: it stands behind the sign-in, in the language asked for."""
        return masked(self._queries.answer(DiaryBoard(self.today(), lang=lang), self._clock.now_ms()))
