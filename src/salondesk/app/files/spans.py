"""Reads times of day and spans of a weekday as people write them: ``10:00`` and ``16:00-02:00``."""

import re

from salondesk.core.timespan import DAY_MIN

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WALL = re.compile(r"(\d\d?):(\d\d)")


def read_wall(text: str) -> int:
    """Return the wall minute of ``10:30``; ``24:00`` is the end of a day. Raises ValueError."""
    match = _WALL.fullmatch(text.strip())
    if match is None or int(match[2]) > 59:
        raise ValueError(text)
    minute = int(match[1]) * 60 + int(match[2])
    if minute > DAY_MIN:
        raise ValueError(text)
    return minute


def read_span(text: str, cutoff_min: int) -> tuple[int, int]:
    """Return the first and last wall minute of ``16:00-02:00``. Raises ValueError.

    An end before its start lies past midnight; so does what begins before the cut-off (a break at 01:00).
    """
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError(text)
    start, end = read_wall(first), read_wall(last)
    end = end if end > start else end + DAY_MIN
    late = DAY_MIN if start < cutoff_min else 0
    return start + late, end + late


def write_wall(minute: int) -> str:
    """Return a wall minute as ``10:30``, past midnight too."""
    minute %= DAY_MIN
    return f"{minute // 60:02}:{minute % 60:02}"


def write_span(start_min: int, end_min: int) -> str:
    """Return a span as it is read."""
    return f"{write_wall(start_min)}-{write_wall(end_min)}"
