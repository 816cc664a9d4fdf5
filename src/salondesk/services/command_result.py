"""Keeps the result of a command for a retry: a record by its id and version, else ids and numbers."""

from dataclasses import is_dataclass
from typing import Any, Protocol, TypeVar, cast

from salondesk.core import snapshot
from salondesk.core.errors import BugError
from salondesk.core.ids import Id
from salondesk.domain.nouns import MODULES, noun
from salondesk.domain.record import Noun

T = TypeVar("T")
NOTHING = "null"
_DOMAIN = "salondesk.domain."


class Records(Protocol):
    """What reads a record again; a unit of work does."""

    def repo(self, noun: Noun[Any]) -> Any:
        """Return the records of a noun."""
        ...


def kept(value: object) -> str:
    """Return the JSON of a command's value that is kept: no text of a record, so nothing personal."""
    entry = _noun_of(type(value))
    if entry is None:
        return snapshot.dumps(value)
    row_id = getattr(value, entry.key)
    return snapshot.dumps({"noun": entry.name, "id": row_id, "version": getattr(value, "version", 0)})


def read_again(kind: type[T] | None, stored: str, records: Records) -> T:
    """Return the value of a command that ran before; a record as it stands now. ``kind`` None: it keeps none.

    Raises BugError when the record is not there: records are never removed.
    """
    if kind is None or stored == NOTHING:
        return None  # type: ignore[return-value]  # T is None, or the value must not be kept: its caller looks
    entry = _noun_of(kind)
    if entry is None:
        return snapshot.loads(kind, stored)
    found = records.repo(entry).find(Id(bytes.fromhex(snapshot.loads(_Reference, stored)["id"])))
    if found is None:
        raise BugError(f"the result of a command is gone: {stored}")
    return cast(T, found)


_Reference = dict[str, Any]


def _noun_of(kind: type[Any]) -> Noun[Any] | None:
    """Return the noun whose records are of a class, None for any other value; its module is loaded already."""
    if not is_dataclass(kind) or not kind.__module__.startswith(_DOMAIN):
        return None
    where = kind.__module__.removeprefix(_DOMAIN)
    entries = (noun(name) for name, module in MODULES.items() if module == where)
    return next((entry for entry in entries if entry.cls is kind), None)
