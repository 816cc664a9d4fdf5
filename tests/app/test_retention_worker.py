"""The retention worker rests while the window opens, prunes once a day, and notes erased clients when they are written."""

from __future__ import annotations

from salondesk.app.workers.retention import AFTER_START_MS, EVERY_MS, Retention
from salondesk.core.clock import FixedClock
from salondesk.engine.retention import LogPlace

NOON = 1_763_625_600_000


class Made:
    """Counts what a retention worker did; it has so many batches to prune."""

    def __init__(self, batches: int = 1) -> None:
        self.pruned = self.noted = 0
        self.left = batches
        self.after: list[LogPlace | None] = []
        self.clock = FixedClock(NOON)
        self.worker = Retention(self._prune, self._note, self.clock).worker()

    def _prune(self, after: LogPlace | None) -> LogPlace | None:
        self.after.append(after)
        self.pruned += 1
        self.left -= 1
        return LogPlace(self.pruned, 0) if self.left > 0 else None

    def _note(self) -> None:
        self.noted += 1


def test_nothing_is_done_while_the_window_opens() -> None:
    made = Made()
    assert made.worker.step() == NOON + AFTER_START_MS
    assert (made.pruned, made.noted) == (0, 0)


def test_it_prunes_batch_by_batch_and_then_once_a_day() -> None:
    made = Made(batches=3)
    made.worker.step()
    made.clock.advance(AFTER_START_MS)
    for n in (1, 2):
        assert made.worker.step() == made.clock.now_ms()
        assert made.pruned == n
    assert made.worker.step() == made.clock.now_ms() + EVERY_MS
    made.clock.advance(EVERY_MS - 1)
    made.worker.step()
    assert made.pruned == 3
    made.clock.advance(1)
    made.worker.step()
    assert made.pruned == 4
    assert made.after == [None, LogPlace(1, 0), LogPlace(2, 0), None]


def test_a_client_who_is_written_wakes_it_for_the_list_only() -> None:
    made = Made()
    assert made.worker.wakes_on == {"client"}
    made.worker.step()
    made.worker.step()
    assert (made.pruned, made.noted) == (0, 1)


def test_a_clock_that_was_set_back_does_not_put_it_off_for_years() -> None:
    made = Made()
    made.worker.step()
    made.clock.move_to(NOON - 400 * EVERY_MS)
    made.worker.step()
    assert made.pruned == 1
