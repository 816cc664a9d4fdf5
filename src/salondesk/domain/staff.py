"""The people who serve: who they are, when they work, when they are away."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.record import Record


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


class TimeOffKind(StrEnum):
    """Why a person is away."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff(Record):
    """A dated absence, UTC milliseconds."""

    staff_id: Id
    start_at: int
    end_at: int
    kind: TimeOffKind
    reason: str = ""
