"""Rules that fields of several nouns share: each yields what is wrong with a name, code or amount."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import DAY_MIN

MOST_MINOR = 10**11
"""No price or cost is higher: more digits are a slip of the pen."""
SPANS_A_DAY = 6
_CODE = re.compile(r"\S{1,20}")
_COLOUR = re.compile(r"(#[0-9a-fA-F]{6})?")
_MAIL = re.compile(r"([^\s@]+@[^\s@]+\.[^\s@]+)?")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a record, in words for a person. ``field`` is the record's own name of it."""

    field: str
    message: Message


def named(field: str, names: LocalText, limit: int) -> Iterator[FieldProblem]:
    """A name is needed in at least one language."""
    if not names.en.strip() and not names.ar.strip():
        yield FieldProblem(field, Message(N_("Please give a name in at least one language.")))
    yield from short(field, names, limit)


def short(field: str, text: LocalText | str, limit: int) -> Iterator[FieldProblem]:
    """A text has at most ``limit`` characters in each language."""
    parts = (text,) if isinstance(text, str) else (text.en, text.ar)
    if any(len(part) > limit for part in parts):
        yield FieldProblem(field, Message(N_("At most {n} letters fit here."), {"n": limit}))


def coded(field: str, code: str) -> Iterator[FieldProblem]:
    """A code has 1 to 20 characters and no space."""
    if not _CODE.fullmatch(code):
        yield FieldProblem(field, Message(N_("A code has 1 to 20 characters and no space.")))


def priced(field: str, minor: int) -> Iterator[FieldProblem]:
    """A price or cost, minor units, is neither below zero nor absurd."""
    if minor < 0:
        yield FieldProblem(field, Message(N_("A price cannot be below zero.")))
    elif minor > MOST_MINOR:
        yield FieldProblem(field, Message(N_("That is not a price. Please check the number of digits.")))


def coloured(field: str, colour: str) -> Iterator[FieldProblem]:
    """A colour is ``#rrggbb``, or empty for the theme's accent."""
    if not _COLOUR.fullmatch(colour):
        yield FieldProblem(field, Message(N_("A colour is written like #a3488f.")))


def mailed(field: str, address: str) -> Iterator[FieldProblem]:
    """An e-mail address looks like one, or is empty."""
    if not _MAIL.fullmatch(address):
        yield FieldProblem(field, Message(N_("That does not look like an e-mail address.")))


def week_problems(field: str, spans: Iterable[tuple[int, int, int]]) -> Iterator[FieldProblem]:
    """Spans of a week (weekday 0 Monday, wall minutes, the end may pass 1,440): sound, at most six a day, none overlap."""
    days: dict[int, list[tuple[int, int]]] = {}
    for weekday, start, end in spans:
        days.setdefault(weekday, []).append((start, end))
        if not (0 <= weekday <= 6 and 0 <= start < 2 * DAY_MIN and start < end <= start + DAY_MIN):
            yield FieldProblem(field, Message(N_("The end must come after the start.")))
    for found in days.values():
        if len(found) > SPANS_A_DAY:
            yield FieldProblem(field, Message(N_("At most {n} times a day."), {"n": SPANS_A_DAY}))
        if any(later[0] < earlier[1] for earlier, later in pairwise(sorted(found))):
            yield FieldProblem(field, Message(N_("These two times overlap.")))
