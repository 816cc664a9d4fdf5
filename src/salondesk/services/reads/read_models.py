"""What the screens look at: read models, cheap to build, and the door they come through (Queries).

A read model is a picture, not the record: to change something, send a command.
Money is minor units, times UTC milliseconds unless a name says minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import TimeSpan
from salondesk.domain.booking import BookingStatus
from salondesk.domain.paper import WaitingPrint
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.services.reads.query import Query, T

if TYPE_CHECKING:  # what only hints name is not loaded for them
    from salondesk.domain.booking import Booking
    from salondesk.domain.client.card import Client
    from salondesk.domain.shop import Branch, Shop


@dataclass(frozen=True, slots=True)
class Place:
    """This computer: its branch, device and till, and the console user."""

    branch_id: Id
    device_id: Id
    till_id: Id
    console_id: Id


class UserTile(NamedTuple):
    """Someone who can sign in."""

    user_id: Id
    names: LocalText
    role_key: str
    role_names: LocalText
    staff_id: Id | None
    colour: str
    lang: str


class VisitRow(NamedTuple):
    """A visit in a client's history."""

    booking_id: Id
    start_at: int
    status: str
    services: tuple[LocalText, ...]
    staff: tuple[LocalText, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit as the counter looks at it: the booking and what is worth knowing of its client.

    ``client`` is None for a walk-in; ``same_day`` are the client's other visits of that business date,
    ``last_visit`` the newest one before it that took place. ``paid_with`` is the number of the invoice
    that bills it, "" while there is none or all its lines were given back.
    """

    booking: Booking
    client: Client | None = None
    same_day: tuple[VisitRow, ...] = ()
    last_visit: VisitRow | None = None
    no_shows: int = 0
    paid_with: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether there is nothing to check out: it is paid, or was paid in the system used before."""
        booking = self.booking
        return bool(self.paid_with) or (booking.source == "import" and booking.status is BookingStatus.DONE)


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


class DeskRow(NamedTuple):
    """A booking on the front-desk board."""

    booking_id: Id
    version: int
    client: str
    alert: str
    start_at: int
    status: str
    services: tuple[LocalText, ...]
    staff: tuple[LocalText, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """Due, waiting, in service, to pay."""

    due: tuple[DeskRow, ...]
    waiting: tuple[DeskRow, ...]
    in_service: tuple[DeskRow, ...]
    to_pay: tuple[DeskRow, ...]


class ChangeRow(NamedTuple):
    """A command that was carried out, as another process hears of it: its number and key, and what it touched."""

    seq: int
    key: Id
    origin: str
    nouns: frozenset[str]
    ids: frozenset[Id]
    dates: frozenset[str]


class Queries(Protocol):
    """Everything that can be looked at. Thread-safe; every call is one short read."""

    def answer(self, query: Query[T], now_ms: int) -> T: ...
    def place(self) -> Place: ...
    def shop(self) -> Shop: ...
    def branch(self) -> Branch: ...
    def permissions(self, user_id: Id) -> frozenset[str]: ...
    def settings(self) -> dict[tuple[Id, str], str]: ...
    def user_tiles(self, today: date) -> list[UserTile]: ...
    def day_board(self, day: date, *, staff_id: Id | None, lang: str, now_ms: int) -> DayBoard: ...
    def week_board(self, first: date, *, staff_id: Id | None, lang: str, now_ms: int) -> DayBoard: ...
    def board_facts(
        self, board: DayBoard, *, only: Id | None, with_booking: Id | None, now_ms: int
    ) -> ConflictFacts: ...
    def conflict_facts(
        self, spans: Sequence[TimeSpan], holders: Collection[bytes], *, now_ms: int
    ) -> ConflictFacts: ...
    def booking(self, booking_id: Id) -> Booking | None: ...
    def visit_card(self, booking: Booking) -> VisitCard: ...
    def visit_history(self, booking_id: Id) -> list[VisitStep]: ...
    def desk(self, day: date) -> DeskBoard: ...
    def unsettled_prints(self, till_id: Id) -> list[WaitingPrint]: ...
    def last_seq(self) -> int: ...
    def changes_since(self, seq: int) -> list[ChangeRow]: ...
