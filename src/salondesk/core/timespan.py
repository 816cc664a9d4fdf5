"""Instants, zones and business days. The present comes from clock; shifts and free slots live in engine.

An instant is an int: milliseconds since 1970 in UTC. The diary counts *minutes*:
minutes elapsed since the local midnight that begins the business date, so
02:00 of the night after is minute 1,560 and a column 16:00-04:00 is one column.
Counting elapsed minutes, not wall minutes, keeps the mapping to instants exact
on the two days a year when a zone changes its clocks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE_MS = 60_000
DAY_MIN = 1_440
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open stretch of time, ``start_ms`` included, ``end_ms`` not (UTC milliseconds)."""

    start_ms: int
    end_ms: int

    def overlaps(self, other: "TimeSpan") -> bool:
        """Tell whether the two share an instant; touching ends do not."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    @property
    def minutes(self) -> int:
        """Whole minutes between the ends."""
        return (self.end_ms - self.start_ms) // MINUTE_MS


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone ``name``. Raises ZoneInfoNotFoundError when there is none."""
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Tell whether there is an IANA zone of that name."""
    try:
        zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder's name
        return False
    return True


def to_local(instant_ms: int, zone_name: str) -> datetime:
    """Return the wall time of an instant in a zone."""
    return (_EPOCH + timedelta(milliseconds=instant_ms)).astimezone(zone(zone_name))


def to_instant(local: datetime) -> int:
    """Return the UTC milliseconds of an aware ``local`` time."""
    return (local - _EPOCH) // _ONE_MS


def wall_instant(day: date, minute: int, zone_name: str) -> int:
    """Return the instant at which the wall clock of ``day`` shows ``minute`` (0 = 00:00, may pass 1,440).

    A wall time that the clocks skip counts as the instant after the gap; one
    that comes twice counts as its first coming.
    """
    extra, minute = divmod(minute, DAY_MIN)
    day = day + timedelta(days=extra)
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone(zone_name))
    return to_instant(local)


@lru_cache(maxsize=4096)
def day_start(day: date, zone_name: str) -> int:
    """Return the instant of the local midnight that begins ``day``: minute 0 of its diary column."""
    return wall_instant(day, 0, zone_name)


def minute_of(instant_ms: int, day: date, zone_name: str) -> int:
    """Return the diary minute of an instant in the column of ``day``; negative before its midnight."""
    return (instant_ms - day_start(day, zone_name)) // MINUTE_MS


def instant_of(day: date, minute: int, zone_name: str) -> int:
    """Return the instant of a diary minute of ``day``; the inverse of ``minute_of``."""
    return day_start(day, zone_name) + minute * MINUTE_MS


@lru_cache(maxsize=4096)
def wall_to_diary(day: date, wall_minute: int, zone_name: str) -> int:
    """Return the diary minute at which the wall clock shows ``wall_minute``; they differ only on clock-change days."""
    return (wall_instant(day, wall_minute, zone_name) - day_start(day, zone_name)) // MINUTE_MS


def business_date(instant_ms: int, zone_name: str, cutoff_min: int) -> date:
    """Return the trading day an instant belongs to: until ``cutoff_min`` after midnight it is still yesterday's."""
    local = to_local(instant_ms, zone_name)
    day = local.date()
    if local.hour * 60 + local.minute < cutoff_min:
        return day - timedelta(days=1)
    return day


def legal_date(instant_ms: int, zone_name: str) -> date:
    """Return the calendar date of an instant: what a fiscal document bears."""
    return to_local(instant_ms, zone_name).date()


def offset_min(instant_ms: int, zone_name: str) -> int:
    """Return the zone's offset from UTC at an instant, in minutes."""
    offset = to_local(instant_ms, zone_name).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def iso_local(instant_ms: int, zone_name: str) -> str:
    """Return ``YYYY-MM-DDTHH:MM:SS±HH:MM`` of an instant in a zone."""
    return to_local(instant_ms, zone_name).isoformat(timespec="seconds")
