"""What every noun's records offer inside a unit of work: read one, read all, save, load, erase."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from salondesk.core.ids import Id
from salondesk.domain.record import Record

R = TypeVar("R", bound=Record)


class Repository(Protocol[R]):
    """The records of one noun, inside a unit of work."""

    def get(self, row_id: Id) -> R:
        """Return the record. Raises UserError when it is no longer there."""
        ...

    def require(self, row_id: Id) -> None:
        """Raise UserError unless the record is there, as ``get`` does, without reading it and its parts."""
        ...

    def find(self, row_id: Id) -> R | None:
        """Return the record or None; marked-deleted ones are returned too."""
        ...

    def all(self) -> list[R]:
        """Return every record that is not deleted, in the order people keep them."""
        ...

    def save(self, before: R | None, after: R) -> R:
        """Write ``after`` in place of ``before`` (None: a new record) and note the Change.

        Returns the record with its new version and times. Raises ConflictError
        when the stored version is not ``before``'s.
        """
        ...

    def erase(self, record: R) -> R:
        """Blank what is personal in a record, and remove what the change log said of it: nothing brings it back.

        Returns the record as it is now. Raises ConflictError when the stored version is not ``record``'s.
        """
        ...

    def load(self, records: Sequence[R]) -> None:
        """Write many new records as they are given: the change log keeps a hash of each, no text."""
        ...
