"""Processes that are killed in the middle of any work: all of it is there or nothing, and it can be done again, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import LATE_MS
from tests.faults.judge import judge
from tests.faults.killed import run_killed
from tests.faults.paper_work import note_moved
from tests.faults.work import WORKS
from tests.faults.worker import Begun, read_diary, working
from tests.support.fault_tally import Faults

pytestmark = pytest.mark.faults
STEPS = 400
DAY_MS = 86_400_000


def what_was_cut(diary: Path) -> str:
    """Return the name of the work that was not brought to an end."""
    entries = read_diary(diary) if diary.exists() else []
    return entries[-1].name if entries and isinstance(entries[-1], Begun) else "between"


def test_killed_at_any_statement(fresh: Callable[[], Path], tmp_path: Path, faults: Faults) -> None:
    for n, rng in enumerate(faults.each("killed at a statement")):
        home, diary = fresh(), tmp_path / f"diary{n}"
        now_ms = LATE_MS
        for _ in range(3):  # again and again in one shop
            diary.unlink(missing_ok=True)
            statement = rng.randint(1, 400)
            ended = run_killed(
                working, home, diary, rng.random().hex(), STEPS, now_ms, statement, after_s=None
            )
            assert ended != 0
            outcome = judge(home, read_diary(diary), now_ms=now_ms)
            faults.note("killed at a statement", f"{what_was_cut(diary)} {outcome}")
            now_ms += DAY_MS * rng.randint(0, 2)


@pytest.mark.torture
def test_killed_at_any_moment(fresh: Callable[[], Path], tmp_path: Path, faults: Faults) -> None:
    for n, rng in enumerate(faults.each("killed at a moment")):
        home, diary = fresh(), tmp_path / f"diary{n}"
        ended = run_killed(
            working, home, diary, rng.random().hex(), STEPS, LATE_MS, after_s=0.05 + rng.random() * 0.6
        )
        if ended == 0 or not diary.exists():
            faults.note("killed at a moment", "too early or late")
            continue
        outcome = judge(home, read_diary(diary), now_ms=LATE_MS)
        faults.note("killed at a moment", f"{what_was_cut(diary)} {outcome}")


@pytest.mark.torture
def test_every_work_is_drawn_and_can_be_done(fresh: Callable[[], Path]) -> None:
    """The mix means what it says: of every kind something is done, not only refused."""
    from random import Random

    from salondesk.core.errors import SalonDeskError
    from tests.faults.work import Work
    from tests.support.shop import open_home

    shop = open_home(fresh(), now_ms=LATE_MS)
    done: set[str] = set()
    work = Work(shop, Random(5))
    began = time.monotonic()
    while done != set(WORKS) and time.monotonic() - began < 20:
        name, command, actor = work.next()
        try:
            shop.run(command, actor)
        except SalonDeskError:
            continue
        note_moved(shop, command)
        done.add(name)
    shop.close()
    assert set(WORKS) - done == set()
