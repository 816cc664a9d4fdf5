"""What is read without a role (place, sign-in, changes), and Queries, which answers every question.

A read model is a picture, not the record: to change something, send a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.paper import WaitingPrint
from salondesk.domain.shop import Branch, Shop
from salondesk.services.reads.query import Query, T


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
    def unsettled_prints(self, till_id: Id) -> list[WaitingPrint]: ...
    def last_seq(self) -> int: ...
    def changes_since(self, seq: int) -> list[ChangeRow]: ...
