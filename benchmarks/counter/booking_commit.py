"""Booking by phone: the whole command (clash check, audit, commit), CPU, beside the same rows written raw."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.counter.commit_stage import Mirror, demo_home, race  # noqa: E402 - the path is set just above
from benchmarks.harness import report  # noqa: E402 - the path is set above
from salondesk.app.bootstrap import open_shop  # noqa: E402 - the path is set above
from salondesk.services.booking.visits import BookVisit, RequestedLine  # noqa: E402 - the path is set above
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.client.search import ClientSearch
from salondesk.services.reads.staff.people import PeopleOfDiary

GOAL_RATIO = 5.0
DAY_MS = 86_400_000


def main() -> None:
    """Book visits on free days, raw and ours in turn."""
    paths = demo_home()
    shop = open_shop(paths, origin="benchmark")
    ask, now_ms = shop.queries.answer, shop.clock.now_ms()
    service, person = ask(ItemList("service"), now_ms)[0], ask(PeopleOfDiary(date.min), now_ms)[0]
    client = ask(ClientSearch("al", 1), now_ms)[0]
    start = shop.clock.now_ms() + 100 * DAY_MS

    def ours(turn: int) -> Callable[[], object]:
        line = RequestedLine(
            service_id=service.item_id, staff_id=person.staff_id, start_at=start + turn * 3 * 3_600_000
        )
        request = BookVisit(key=shop.new_id(), lines=(line,), client_id=client.client_id)
        return lambda: shop.executor.run(request, shop.console)

    mirror = Mirror(paths)
    ours(-1)()
    mirror.learn()
    times = race(mirror.batch, ours)
    report("booking_commit", times, goal_ratio=GOAL_RATIO, rows=mirror.row_count)
    shop.close()
    mirror.connection.close()
    shutil.rmtree(paths.home.parent)


if __name__ == "__main__":
    main()
