"""What every shop record carries (design: fits the sync protocol from the first day)."""

from collections.abc import Iterator
from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.field_rules import FieldProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the shop: identity, owner branch, version and times in UTC milliseconds.

    ``version`` is 0 until the record is first saved and grows by one with each
    save; a save against another version is a conflict. ``deleted_at`` marks a
    tombstone: rows are never removed.
    """

    id: Id
    branch_id: Id
    version: int = 0
    created_at: int = 0
    updated_at: int = 0
    deleted_at: int | None = None

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong with the record's own fields; forms, files, imports and commands all ask this."""
        return iter(())
