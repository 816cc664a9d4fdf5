"""The only place that asks what time it is. Conversion between zones lives in timespan."""

import time
from typing import Protocol


class Clock(Protocol):
    """Something that knows the present instant."""

    def now_ms(self) -> int:
        """Return the present as milliseconds since 1970-01-01T00:00Z."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


class FixedClock:
    """A clock that stands still until it is moved: for tests, replays and demo shops."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        return self._now_ms

    def move_to(self, now_ms: int) -> None:
        """Set the present, forwards or backwards."""
        self._now_ms = now_ms

    def advance(self, delta_ms: int) -> None:
        """Move the present by ``delta_ms`` milliseconds."""
        self._now_ms += delta_ms


def monotonic_ms() -> int:
    """Return a clock reading that never goes back; only differences mean anything."""
    return time.monotonic_ns() // 1_000_000
