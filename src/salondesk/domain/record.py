"""A record; and a noun: the entry that says how records of a kind are kept, logged, merged, undone.

Each noun's entry stands at the end of its domain module; ``domain/nouns`` finds it by name. Storage makes its SQL, the
tables that Alembic compares, ``check``, the change log and undo from it (ADR 0028).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from salondesk.core.ids import Id
from salondesk.domain.field_rules import FieldProblem

R = TypeVar("R")
Derived = tuple[Any, Callable[[Sequence[Any], Any], Any]]
"""A column that is no field: its type, and what it holds, given the owners (outermost first) and the item itself."""


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


class Log(StrEnum):
    """What the change log keeps of a noun's records."""

    WHOLE = "whole"
    """A new record whole, of a changed one the fields that changed, before and after."""
    HASH = "hash"
    """Only a salted hash of it: the record itself is never changed, and says what it was."""
    DRAFT = "draft"
    """Nothing while it is a draft but what is noted of it; a salted hash when it is one no more."""
    LOCAL = "local"
    """Nothing: it concerns this computer alone."""


class Scope(StrEnum):
    """How far a noun's records reach: the whole shop, one branch, or this computer."""

    SHOP = "shop"
    BRANCH = "branch"
    LOCAL = "local"


class MergeRule(StrEnum):
    """What becomes of a group of fields that two tills of the shop have written.

    NEWEST: the later edit stays. ONCE: entered once, the same again is nothing. RANK: the status that is further on
    stays. OWNER: one till alone writes it. ASK: written online, the shop's server may refuse. REF: only told that it
    changed, the value is fetched. LOCAL: never leaves the computer.
    """

    NEWEST = "newest"
    ONCE = "once"
    RANK = "rank"
    OWNER = "owner"
    ASK = "ask"
    REF = "ref"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows that belong to a record, in their order: the field's name, their class, table and owner's column.

    ``derived`` columns repeat something of the owners, for an index or a query. ``refs`` as in ``Noun``.
    """

    name: str
    cls: type[Any]
    table: str
    owner: str
    parts: "tuple[Part, ...]" = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Draft(Generic[R]):
    """When a record is a draft, and what the change log notes of a change of one.

    ``noted`` gets the record before (None: it is new) and after, and returns plain values, or None for nothing.
    """

    holds: Callable[[R], bool]
    noted: Callable[[R | None, R], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Noun(Generic[R]):
    """How the records of one kind are kept; its table bears the noun's name.

    ``key`` is the field that names a record, ``order`` the SQL order in which people keep them. ``draft`` belongs to
    ``Log.DRAFT``: a draft is kept by its table as any record, and the change log is silent of it. ``unlogged`` fields
    never enter the change log, ``digested`` ones only as a digest; ``personal`` ones (``override.reason``: a field of a
    value) are blanked when a person is erased; ``undo``: Ctrl+Z takes a change back. ``groups`` are the fields that merge
    as one, ``LINES.segments`` a field of parts; each has its rule in ``rules``. What no group names is group ``""``. Their
    names are written into logs and stay for ever. ``refs`` are the nouns that columns refer to (``staff|resource``:
    either); ``branch_id`` always is a branch. Where a field's value decides how far a record reaches, ``narrower`` names
    the field and gives the scopes of its values.
    """

    name: str
    cls: type[R]
    scope: Scope
    rules: Mapping[str, MergeRule]
    key: str = "id"
    order: str = "id"
    parts: tuple[Part, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    log: Log = Log.WHOLE
    draft: Draft[R] | None = None
    unlogged: frozenset[str] = frozenset()
    digested: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undo: bool = False
    refs: Mapping[str, str] = field(default_factory=dict)
    narrower: tuple[str, Mapping[str, Scope]] | None = None

    def blanked(self, record: R) -> R:
        """Return a record without what is personal in it: texts empty, all else None."""
        blank = record
        for path in sorted(self.personal):
            blank = _without(blank, path.split("."))
        return blank

    def scope_of(self, record: R) -> Scope:
        """Return how far a record reaches: the noun's scope, or less by the value of one of its fields."""
        if self.narrower is None:
            return self.scope
        name, scopes = self.narrower
        return scopes.get(getattr(record, name), self.scope)


def _without(value: Any, path: Sequence[str]) -> Any:
    """Return a record or value with the field at the end of ``path`` blank; what is None stays so."""
    name, *below = path
    held = getattr(value, name)
    if held is None:
        return value
    return replace(value, **{name: _without(held, below) if below else "" if isinstance(held, str) else None})
