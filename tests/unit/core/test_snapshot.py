"""Frozen values to JSON and back, by their hints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.localtext import LocalText
from salondesk.core.snapshot import LATER, dumps, from_plain, loads, since, to_plain, unsaid

Code = NewType("Code", str)


class Colour(StrEnum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value inside another."""

    name: LocalText
    size: int = 3


@dataclass(frozen=True, slots=True)
class Whole:
    """One field of every shape."""

    id: bytes
    code: Code
    day: date
    colour: Colour
    leaves: tuple[Leaf, ...]
    pair: tuple[int, date]
    marks: frozenset[str]
    extra: dict[str, int]
    maybe: date | None = None
    on: bool = True
    note: str = ""


WHOLE = st.builds(
    Whole,
    id=st.binary(max_size=16),
    code=st.text(max_size=5).map(Code),
    day=st.dates(),
    colour=st.sampled_from(Colour),
    leaves=st.lists(
        st.builds(Leaf, st.builds(LocalText, st.text(max_size=5), st.text(max_size=5)), st.integers())
    ).map(tuple),
    pair=st.tuples(st.integers(), st.dates()),
    marks=st.frozensets(st.text(max_size=3)),
    extra=st.dictionaries(st.text(max_size=3), st.integers()),
    maybe=st.none() | st.dates(),
    on=st.booleans(),
    note=st.text(max_size=9),
)


@given(WHOLE)
def test_every_shape_comes_back_and_the_text_is_always_the_same(value: Whole) -> None:
    text = dumps(value)
    assert loads(Whole, text) == value
    assert dumps(loads(Whole, text)) == text


def test_the_text_is_compact_and_keeps_arabic() -> None:
    assert dumps(Leaf(LocalText(en="Cut", ar="قص"))) == '{"name":{"en":"Cut","ar":"قص"},"size":3}'


def test_a_newer_snapshot_is_read_and_an_older_one_takes_defaults() -> None:
    assert from_plain(Leaf, {"name": {"en": "Cut"}, "shine": 9}) == Leaf(LocalText(en="Cut"), 3)


def test_a_snapshot_that_lacks_what_must_be_is_damaged() -> None:
    with pytest.raises(TypeError):
        from_plain(Leaf, {"size": 1})


def test_what_has_no_snapshot_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot snapshot object"):
        to_plain(object())


def test_lists_and_sets_become_lists() -> None:
    assert to_plain([1, (2, {3})]) == [1, [2, [3]]]
    assert to_plain({"a": Colour.RED}) == {"a": "red"}


@dataclass(frozen=True, slots=True)
class Grown:
    """A record that gained a field after it had shipped."""

    number: int
    since: str | None = field(default=None, metadata=LATER)


def test_a_field_that_came_later_leaves_what_was_stored_before_as_it_was() -> None:
    assert dumps(Grown(1)) == '{"number":1}'
    assert loads(Grown, '{"number":1}') == Grown(1)
    assert dumps(Grown(1, "now")) == '{"number":1,"since":"now"}'
    assert loads(Grown, dumps(Grown(1, "now"))) == Grown(1, "now")


@dataclass(frozen=True, slots=True)
class Gained:
    """A record that gained a choice at a schema."""

    number: int
    colour: Colour = field(default=Colour.RED, metadata=since(12))


def test_what_is_left_unsaid_of_a_record_is_told_with_its_plain_value() -> None:
    assert unsaid(Gained) == {"colour": "red"}
    assert unsaid(Leaf) == {}
    assert dumps(Gained(1)) == '{"number":1}'
    assert dumps(Gained(1, Colour.BLUE)) == '{"number":1,"colour":"blue"}'
