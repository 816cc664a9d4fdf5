"""Frozen dataclasses to plain JSON values and back, by their type hints.

Used for audit rows, undo, stored results of commands and fiscal snapshots.
Ids become hexadecimal text, dates ISO text, enums their value, tuples lists.
Unknown keys of newer snapshots are ignored; missing ones take the default. A field marked ``LATER`` is left
out while it has its default.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union

T = TypeVar("T")
_PLAIN = (int, str, float, bool, type(None))
LATER: Mapping[str, bool] = types.MappingProxyType({"later": True})
"""Metadata of a field (with a default) that a shipped record gained later: documents made before it was there
keep the text that their hash covers."""


def since(schema: int) -> Mapping[str, int]:
    """Return the metadata of a field (with a default) that a record gained at ``schema``: left out while it has its
    default, and of states that were hashed before."""
    return types.MappingProxyType({"later": True, "since": schema})


@lru_cache(maxsize=512)
def _field_names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


@lru_cache(maxsize=512)
def _later_fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in dataclasses.fields(cls) if f.metadata.get("later"))


@lru_cache(maxsize=512)
def unsaid(cls: Any) -> Mapping[str, Any]:
    """Return the fields that are left out of what is said of a ``cls`` while they hold this plain value."""
    return {name: to_plain(default) for name, default in _later_fields(cls)}


def _names_said(kind: Any, value: object) -> tuple[str, ...]:
    names, later = _field_names(kind), _later_fields(kind)
    left_out = {name for name, default in later if getattr(value, name) == default}
    return tuple(name for name in names if name not in left_out) if left_out else names


def to_plain(value: object) -> Any:
    """Return ``value`` as dictionaries, lists, strings, numbers and None. Raises TypeError for anything else."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is bytes:
        return typing.cast(bytes, value).hex()
    if kind is tuple or kind is list:
        return [to_plain(v) for v in typing.cast(typing.Sequence[object], value)]
    if dataclasses.is_dataclass(kind):
        return {name: to_plain(getattr(value, name)) for name in _names_said(kind, value)}
    if isinstance(value, Enum):
        return value.value
    if kind is date:
        return typing.cast(date, value).isoformat()
    if kind is dict:
        return {str(k): to_plain(v) for k, v in typing.cast(dict[str, object], value).items()}
    if kind is frozenset or kind is set:
        return sorted(to_plain(v) for v in typing.cast(typing.Iterable[object], value))
    raise TypeError(f"cannot snapshot {kind.__name__}")


def dumps(value: object) -> str:
    """Return the compact JSON of ``value``; the same value always gives the same text."""
    return text_of(to_plain(value))


def text_of(plain: object) -> str:
    """Return the compact JSON of what ``to_plain`` made, or of what was read from such a text."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_plain(cls: type[T], data: Any) -> T:
    """Build a ``cls`` from what ``to_plain`` made. Raises KeyError, TypeError or ValueError for damaged data."""
    return typing.cast(T, _reader(typing.cast(Any, cls))(data))


def loads(cls: type[T], text: str) -> T:
    """Build a ``cls`` from the JSON that ``dumps`` made."""
    return from_plain(cls, json.loads(text))


def _identity(data: Any) -> Any:
    return data


@lru_cache(maxsize=1024)
def _reader(hint: Any) -> Callable[[Any], Any]:  # noqa: C901 - one branch per shape of type hint
    if isinstance(hint, typing.NewType):
        return _reader(hint.__supertype__)
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        read = _reader(inner[0])
        return lambda data: None if data is None else read(data)
    if origin is tuple:
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            each = _reader(args[0])
            return lambda data: tuple(each(v) for v in data)
        readers = [_reader(a) for a in args]
        return lambda data: tuple(r(v) for r, v in zip(readers, data, strict=True))
    if origin is frozenset:
        each = _reader(typing.get_args(hint)[0])
        return lambda data: frozenset(each(v) for v in data)
    if origin is dict:
        return _identity
    if hint is bytes:
        return bytes.fromhex
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        fields = [(f.name, _reader(hints[f.name])) for f in dataclasses.fields(hint)]
        build = typing.cast(Callable[..., Any], hint)
        return lambda data: build(**{n: r(data[n]) for n, r in fields if n in data})
    return _identity
