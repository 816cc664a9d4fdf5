"""The people who serve: who they are, when they work, when they are away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import DAY_MIN, MINUTE_MS
from salondesk.domain.field_rules import FieldProblem, coded, coloured, named, short, week_problems
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope

LONGEST_ABSENCE_MS = 731 * DAY_MIN * MINUTE_MS


class ShiftKind(StrEnum):
    """Work makes a person bookable; a break inside it does not."""

    WORK = "work"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A weekly stretch (0 Monday), in wall minutes; the end may pass 1,440. Valid from a date until another, inclusive."""

    id: Id
    weekday: int
    start_min: int
    end_min: int
    kind: ShiftKind = ShiftKind.WORK
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember(Record):
    """A person with a column in the diary. ``colour`` is ``#rrggbb``, empty for the theme's accent."""

    code: str
    names: LocalText
    title: LocalText = LocalText()
    colour: str = ""
    active: bool = True
    bookable: bool = True
    sort: int = 0
    shifts: tuple[Shift, ...] = ()
    last_day: date | None = field(default=None, metadata=snapshot.LATER)
    """The last date on which they serve and sign in, inclusive; None while they stay."""

    def has_left(self, today: date) -> bool:
        """Tell whether their last day is over."""
        return self.last_day is not None and self.last_day < today

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, code, title, colour, shifts and breaks."""
        yield from named("names", self.names, 120)
        yield from coded("code", self.code)
        yield from short("title", self.title, 120)
        yield from coloured("colour", self.colour)
        for kind in ShiftKind:
            yield from _rota_problems([shift for shift in self.shifts if shift.kind is kind])


def _rota_problems(shifts: Sequence[Shift]) -> Iterator[FieldProblem]:
    """Hold shifts of one kind to the rules of a week, for each date range of validity that they give."""
    firsts = {shift.valid_from for shift in shifts}
    for first in sorted(firsts, key=lambda day: day or date.min):
        now = [
            s for s in shifts if (s.valid_from or date.min) <= (first or date.min) <= (s.valid_to or date.max)
        ]
        yield from week_problems("shifts", [(s.weekday, s.start_min, s.end_min) for s in now])


class TimeOffKind(StrEnum):
    """Why a person is away; of a branch it says no more than that it is closed."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff(Record):
    """A dated absence of a person, or a time at which the branch is closed (no person). UTC milliseconds."""

    staff_id: Id | None
    start_at: int
    end_at: int
    kind: TimeOffKind
    reason: str = ""

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: the order of its ends, its length, the reason's length."""
        if not self.start_at < self.end_at <= self.start_at + LONGEST_ABSENCE_MS:
            yield FieldProblem(
                "end_at", Message(N_("The end must come after the start, and within two years."))
            )
        yield from short("reason", self.reason, 200)


STAFF = Noun(
    "staff",
    StaffMember,
    Scope.SHOP,
    dict.fromkeys(("person", "look", "active", "shifts"), MergeRule.NEWEST),
    groups={
        "person": ("code", "names", "title"),
        "look": ("colour", "sort"),
        "active": ("active", "bookable", "last_day"),
        "shifts": ("shifts",),
    },
    order="sort, code",
    parts=(Part("shifts", Shift, "shift", "staff_id"),),
    undo=True,
)
TIME_OFF = Noun(
    "time_off",
    TimeOff,
    Scope.BRANCH,
    {"": MergeRule.NEWEST},
    order="start_at",
    personal=frozenset({"reason"}),
    undo=True,
    refs={"staff_id": "staff"},
)
