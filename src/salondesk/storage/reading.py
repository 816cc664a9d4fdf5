"""The read side of a shop's database (services/reads/read_models.Queries) over the lent readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.paper import UNSETTLED, WaitingPrint
from salondesk.domain.shop import Branch, Shop
from salondesk.services.reads.query import Query, T
from salondesk.services.reads.read_models import ChangeRow, Place, UserTile
from salondesk.storage.queries import changes, shop
from salondesk.storage.queries.branch import branch
from salondesk.storage.queries.lent import DayTitle, Lent, plain_title
from salondesk.storage.readers import Readers
from salondesk.storage.repos.prints import prints_of
from salondesk.storage.uow import SqlUnitOfWork

_QUESTIONS, _ANSWERS = "salondesk.services.reads", "salondesk.storage.queries"


@cache
def _answer_to(question: str) -> Callable[[Lent, Any], Any]:
    """Return the SQL side of a question's module: it has the same ROOM/NAME and is loaded when first asked."""
    answer: Callable[[Lent, Any], Any] = import_module(_ANSWERS + question.removeprefix(_QUESTIONS)).answer
    return answer


class SqlQueries:
    """Every question a screen asks, one short read each; safe from any thread."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self.day_title: DayTitle = plain_title
        """How a week names its columns: (weekday, date); the window sets its own language's."""

    @cached_property
    def _place(self) -> Place:
        with self._readers.lend() as connection:
            return shop.place(connection)

    def answer(self, query: Query[T], now_ms: int) -> T:
        """Return the answer to a question, asked at ``now_ms`` (UTC), whoever asks: ReadDesk.ask holds it to a role."""
        with self._readers.lend() as connection:
            found: T = _answer_to(type(query).__module__)(
                Lent(connection, self._place, now_ms, self.day_title), query
            )
        return found

    def place(self) -> Place:
        return self._place

    def shop(self) -> Shop:
        with self._readers.lend() as connection:
            return shop.shop(connection)

    def branch(self) -> Branch:
        with self._readers.lend() as connection:
            return branch(connection, self._place.branch_id)

    def permissions(self, user_id: Id) -> frozenset[str]:
        with self._readers.lend() as connection:
            return shop.permissions(connection, user_id)

    def log_sealed(self) -> bool:
        with self._readers.lend() as connection:
            return shop.log_sealed(connection)

    def grant_level(self) -> int | None:
        with self._readers.lend() as connection:
            return shop.grant_level(connection)

    def settings(self) -> dict[tuple[Id, str], str]:
        with self._readers.lend() as connection:
            return shop.settings(connection)

    def user_tiles(self, today: date) -> list[UserTile]:
        with self._readers.lend() as connection:
            return shop.user_tiles(connection, today)

    @contextmanager
    def view(self, now_ms: int) -> Iterator[SqlUnitOfWork]:
        """Lend the repositories of one moment for reading: no writer waits for it, and nothing can be written."""
        from salondesk.storage.uow import SqlUnitOfWork

        with self._readers.lend() as connection, SqlUnitOfWork(connection, now_ms, read_only=True) as lent:
            yield lent

    def unsettled_prints(self, till_id: Id) -> list[WaitingPrint]:
        with self._readers.lend() as connection:
            return prints_of(connection, till_id, UNSETTLED)

    def last_seq(self) -> int:
        with self._readers.lend() as connection:
            return changes.last_seq(connection)

    def changes_since(self, seq: int) -> list[ChangeRow]:
        with self._readers.lend() as connection:
            return changes.changes_since(connection, seq)
