"""A schedule says when a worker's next step begins: due, woken, after a pause, or after a failure.

Arithmetic on two readings the caller gives, both in milliseconds: ``wall``, the computer's clock (UTC), which may be
set and which counts a sleeping computer, and ``steady``, which never goes back; only its differences mean anything.
"""

import random

LEAST_PAUSE_MS = 20
"""Between two steps of one worker: the counter's own writes get their turn, and no worker can spin."""
LONGEST_SLEEP_MS = 30_000
"""At a stretch: a wait does not count the time for which the computer sleeps, and nobody tells when its clock is set."""
JUMP_MS = 2_000
"""By how much the two clocks move against each other before it counts as a jump; less is a late thread or a slew."""
FIRST_BACK_OFF_MS = 1_000
LONGEST_BACK_OFF_MS = 300_000


def back_off_ms(failures: int, rng: random.Random) -> int:
    """Return how long to wait after the ``failures``-th failure in a row: full jitter, 1 s to 5 min.

    Full jitter: any length up to a bound that doubles, so that tills which failed together do not come back together.
    """
    bound = min(FIRST_BACK_OFF_MS << min(failures, 16), LONGEST_BACK_OFF_MS)
    return rng.randint(FIRST_BACK_OFF_MS, bound)


class Schedule:
    """The waiting of one worker. Not safe for threads: the host asks under its lock."""

    def __init__(self, wall: int, steady: int) -> None:
        self.failures = 0
        self.next_due: int | None = wall
        self._offset = wall - steady
        self._rest_until = steady
        self._woken = False

    def wake(self) -> None:
        """Run as soon as it may; after a failure the wait for the next try is kept."""
        self._woken = True

    def hurry(self) -> None:
        """Run at once, even after a failure: somebody asked for it."""
        self._woken = True
        self._rest_until = 0

    def wait_ms(self, wall: int, steady: int) -> int:
        """Return for how long to sleep before asking again; 0: the next step begins now."""
        if abs(wall - steady - self._offset) > JUMP_MS:
            self.hurry()  # an instant agreed on by the old clock may never come, or be long past
        self._offset = wall - steady
        rest = max(self._rest_until - steady, 0)
        if self._woken:
            return min(rest, LONGEST_SLEEP_MS)
        if self.next_due is None:
            return LONGEST_SLEEP_MS
        # One sleep: not the pause first and then what is left.
        return min(max(self.next_due - wall, rest), LONGEST_SLEEP_MS)

    def begin(self) -> None:
        """A step begins: what wakes the worker from here on calls for another."""
        self._woken = False

    def succeeded(self, next_due: int | None, steady: int) -> None:
        """The step went well and wants to run at ``next_due`` (None: when woken)."""
        self.failures = 0
        self.next_due = next_due
        self._rest_until = steady + LEAST_PAUSE_MS

    def failed(self, wall: int, steady: int, rng: random.Random) -> None:
        """The step failed: it is tried again after a while that grows with each failure."""
        self.failures += 1
        pause = back_off_ms(self.failures, rng)
        self.next_due = wall + pause
        self._rest_until = steady + pause
