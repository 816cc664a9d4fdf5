"""Daily roll-ups inside a unit of work: derived of documents, so that no change of them is noted."""

from collections.abc import Iterable

from salondesk.domain.daily import Daily
from salondesk.storage.derived.daily import DAILY, figures_of, key_of
from salondesk.storage.driver import Connection

_ADD = (
    f"INSERT INTO daily ({', '.join(DAILY.columns)}) VALUES ({', '.join('?' * len(DAILY.columns))})"
    f" ON CONFLICT ({', '.join(DAILY.key)}) DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in DAILY.values)
)


class DailyRepo:
    """One row a figure of a day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[Daily]) -> None:
        """Add rows to those that are there."""
        self._connection.executemany(_ADD, [(*key_of(row), *figures_of(row)) for row in rows])
