"""What every repository of records does: read one, read all, save with version and note the Change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.ids import Id
from salondesk.domain.change import Change
from salondesk.domain.record import Noun, Record
from salondesk.storage.change_log import Entry, forget
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of

R = TypeVar("R", bound=Record)


class Journal:
    """The connection of one transaction and what has been changed in it."""

    def __init__(self, connection: Connection, now_ms: int) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self.changes: list[Change] = []
        self.entries: list[Entry] = []
        """What enters the change log beside the changes."""


class RecordRepo(Generic[R]):
    """Records of one noun; what more is asked of them is a class built on this one."""

    def __init__(self, journal: Journal, noun: Noun[R]) -> None:
        self.journal, self.noun, self.rows = journal, noun, rows_of(noun)

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""
        return self.journal.connection

    def find(self, row_id: Id) -> R | None:
        """Return the record or None."""
        return self.rows.load(self.connection, row_id)

    def get(self, row_id: Id) -> R:
        """Return the record. Raises UserError when it is gone or marked deleted."""
        record = self.find(row_id)
        if record is None or record.deleted_at is not None:
            raise UserError.gone()
        return record

    def require(self, row_id: Id) -> None:
        """Raise UserError unless the record is there; see services/ports/storage.Repository."""
        sql = f"SELECT 1 FROM {self.rows.table} WHERE id = ? AND deleted_at IS NULL"
        if self.connection.execute(sql, (row_id,)).fetchone() is None:
            raise UserError.gone()

    def all(self) -> list[R]:
        """Return every record that is not deleted."""
        return self.where(f"deleted_at IS NULL ORDER BY {self.noun.order}")

    def where(self, condition: str, parameters: Sequence[Any] = ()) -> list[R]:
        """Return the records an SQL condition picks."""
        return self.rows.load_where(self.connection, condition, parameters)

    def save(self, before: R | None, after: R) -> R:
        """Write ``after``; see services/ports/storage.Repository."""
        now = self.journal.now_ms
        if before is None:
            saved = replace(after, version=1, created_at=now, updated_at=now)
            self.rows.insert(self.connection, saved)
        else:
            saved = replace(after, version=before.version + 1, created_at=before.created_at, updated_at=now)
            self._check_version(before)
            self.rows.update(self.connection, before, saved)
        self.journal.changes.append(Change(self.noun.name, saved.id, before, saved))
        return saved

    def erase(self, record: R) -> R:
        """Blank what is personal in a record and take what the log said of it; see services/ports/storage.Repository."""
        self._check_version(record)
        blank = replace(self.noun.blanked(record), version=record.version + 1, updated_at=self.journal.now_ms)
        self.rows.update(self.connection, record, blank)
        forget(self.connection, self.noun.name, record.id)
        self.journal.changes.append(Change(self.noun.name, record.id, record, blank, erased=True))
        return blank

    def load(self, records: Sequence[R]) -> None:
        """Write many new records; see services/ports/storage.Repository."""
        now = self.journal.now_ms
        whole = [
            record
            if record.version
            else replace(record, version=1, created_at=record.created_at or now, updated_at=now)
            for record in records
        ]
        self.rows.insert_all(self.connection, whole)
        self.journal.changes += [
            Change(self.noun.name, record.id, None, None, loaded=record) for record in whole
        ]

    def _check_version(self, before: R) -> None:
        row = self.connection.execute(
            f'SELECT version FROM "{self.rows.table}" WHERE id = ?', (before.id,)
        ).fetchone()
        if row is None or row[0] != before.version:
            raise ConflictError.meanwhile()
