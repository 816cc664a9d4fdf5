"""Opening any day of a shop with a million bookings: query to view objects, beside the same rows raw."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.big_shop import big_shop  # noqa: E402 - the path is set just above
from benchmarks.harness import Times, report, timed  # noqa: E402 - the path is set above
from salondesk.core.timespan import DAY_MIN, MINUTE_MS, day_start  # noqa: E402 - the path is set above
from salondesk.services.reads.booking.board import (
    DayBoard,  # noqa: E402 - the path is set above
    DiaryBoard,
)

ROUNDS, WARM_UP = 200, 20
GOAL_RATIO = 1.5
_RAW = """
SELECT l.id, s.booking_id, l.staff_id, s.start_at, s.end_at, b.status, c.name, v.names, v.colour, b.version, b.note,
       c.alert, l.requested, b.override, b.source,
       EXISTS (SELECT 1 FROM invoice i WHERE i.booking_id = s.booking_id)
FROM booking_segment s JOIN booking_line l ON l.id = s.line_id JOIN booking b ON b.id = s.booking_id
JOIN service v ON v.id = l.service_id LEFT JOIN client c ON c.id = b.client_id
WHERE s.branch_id = ? AND s.start_at >= ? AND s.start_at < ? AND b.deleted_at IS NULL
"""


def main() -> None:
    """Open random days of the last nine years, each raw and ours in turn."""
    shop = big_shop()
    branch, now_ms = shop.queries.branch(), shop.clock.now_ms()
    rng = random.Random(1)
    times, rows = Times([], []), 0
    with shop.readers.lend() as connection:
        (last,) = connection.execute(
            "SELECT max(business_date) FROM booking WHERE source = 'import'"
        ).fetchone()

    def raw(span: tuple[object, ...]) -> None:
        # lent again for each turn: both sides then use one connection and its one cache
        with shop.readers.lend() as connection:
            connection.execute(_RAW, span).fetchall()

    def ours(day: date) -> DayBoard:
        return shop.queries.answer(DiaryBoard(day, lang="en"), now_ms)

    for turn in range(ROUNDS + WARM_UP):
        day = date.fromisoformat(last) - timedelta(days=rng.randrange(3_200))
        start = day_start(day, branch.zone) + branch.cutoff_min * MINUTE_MS
        span = (branch.id, start, start + DAY_MIN * MINUTE_MS)
        # the same pages for both: whoever comes first would pay for reading them
        raw(span)
        one, other = timed(partial(raw, span)), timed(partial(ours, day))
        if turn >= WARM_UP:
            times.floor.append(one)
            times.ours.append(other)
            rows += len(ours(day).blocks)
    report("day_query_1m", times, goal_ratio=GOAL_RATIO, rows=rows // ROUNDS)
    shop.close()


if __name__ == "__main__":
    main()
