"""Asks the queries for somebody, each held to what the person's role may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from salondesk.core.clock import Clock
from salondesk.core.errors import PermissionRefused, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import business_date
from salondesk.domain.access import Actor, Permission
from salondesk.engine.conflict_words import FREE, Verdict
from salondesk.engine.proposals import Proposal
from salondesk.services.reads.booking.board import DayBoard, masked
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.services.reads.query import Query, T
from salondesk.services.reads.read_models import (
    DeskBoard,
    Queries,
    UserTile,
    VisitCard,
    VisitStep,
)

if TYPE_CHECKING:  # what only hints name is not loaded for them
    from salondesk.domain.booking import Booking
    from salondesk.domain.shop import Branch, Shop

_P = Permission


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

    def _require(self, actor: Actor, *any_of: Permission) -> frozenset[str]:
        held = self._queries.permissions(actor.user_id)
        if not any(p in held for p in any_of):
            raise PermissionRefused(Message(N_("You may not see this.")), any_of[0])
        return held

    def _own_or_all(self, actor: Actor, staff_id: Id | None) -> Id | None:
        """Return whose column may be shown: the asked one for who sees all, else only one's own."""
        held = self._require(actor, _P.DIARY_VIEW, _P.DIARY_VIEW_OWN)
        if _P.DIARY_VIEW in held:
            return staff_id
        if actor.staff_id is None or staff_id not in (None, actor.staff_id):
            raise PermissionRefused(Message(N_("You may not see this.")), _P.DIARY_VIEW)
        return actor.staff_id

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

    def approvers(self, permission: str) -> list[UserTile]:
        """Return who can approve something."""
        return [
            t
            for t in self._queries.user_tiles(self.today())
            if permission in self._queries.permissions(t.user_id)
        ]

    def day_board(self, actor: Actor, day: date, *, staff_id: Id | None = None) -> DayBoard:
        """Return the day, or one's own column of it."""
        seen = self._own_or_all(actor, staff_id)
        return self._queries.day_board(day, staff_id=seen, lang=actor.lang, now_ms=self._clock.now_ms())

    def masked_day(self, lang: str) -> DayBoard:
        """Return today without anybody's visits to read: it stands behind the sign-in, in the language asked for."""
        now_ms = self._clock.now_ms()
        return masked(self._queries.day_board(self.today(), staff_id=None, lang=lang, now_ms=now_ms))

    def week_board(self, actor: Actor, first: date, *, staff_id: Id | None = None) -> DayBoard:
        """Return seven days from ``first``."""
        seen = self._own_or_all(actor, staff_id)
        return self._queries.week_board(first, staff_id=seen, lang=actor.lang, now_ms=self._clock.now_ms())

    def board_facts(self, actor: Actor, board: DayBoard, *, with_booking: Id | None = None) -> ConflictFacts:
        """Return what gestures on a board are judged by; ``with_booking`` is brought along from another board."""
        only = self._own_or_all(actor, None)
        return self._queries.board_facts(
            board, only=only, with_booking=with_booking, now_ms=self._clock.now_ms()
        )

    def verdict(self, actor: Actor, proposal: Proposal) -> Verdict:
        """Return what the booking of a proposal would be answered now; who sees her own diary only, of her own time."""
        if not proposal.is_change:
            return FREE
        only = self._own_or_all(actor, None)
        holders = proposal.holders if only is None else proposal.holders & {only}
        facts = self._queries.conflict_facts(proposal.spans, holders, now_ms=self._clock.now_ms())
        if only is not None:
            own = tuple(
                s._replace(holders=tuple(h for h in s.holders if h == only)) for s in proposal.segments
            )
            proposal = proposal._replace(segments=own)
        return facts.verdict(facts.find(proposal))

    def booking(self, actor: Actor, booking_id: Id) -> Booking:
        """Return a booking the actor may see. Raises UserError when it is gone."""
        only = self._own_or_all(actor, None)
        booking = self._queries.booking(booking_id)
        if booking is None or booking.deleted_at is not None:
            raise UserError.gone()
        if only is not None and all(line.staff_id != only for line in booking.lines):
            raise PermissionRefused(Message(N_("You may not see this.")), _P.DIARY_VIEW)
        return booking

    def visit(self, actor: Actor, booking_id: Id) -> VisitCard:
        """Return a visit with its client; whoever serves a client sees the name and the alert, not the phone.

        Raises UserError when it is gone.
        """
        card = self._queries.visit_card(self.booking(actor, booking_id))
        held = self._queries.permissions(actor.user_id)
        if _P.SALE_VIEW not in held:
            card = replace(card, paid_with="")
        if card.client is None or _P.CLIENT_VIEW in held:
            return card
        known = replace(card.client, phone="", phone_raw="", email="")
        return replace(card, client=known, no_shows=0)

    def visit_history(self, actor: Actor, booking_id: Id) -> list[VisitStep]:
        """Return what was done to a visit, oldest first."""
        self.booking(actor, booking_id)
        return self._queries.visit_history(booking_id)

    def desk(self, actor: Actor, day: date) -> DeskBoard:
        """Return the front-desk board."""
        self._require(actor, _P.DIARY_VIEW)
        return self._queries.desk(day)
