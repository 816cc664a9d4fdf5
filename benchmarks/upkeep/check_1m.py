"""`check` of a million bookings and 100,000 invoices: milliseconds a record, against a shop of a tenth."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.big_check import BOOKINGS, INVOICES, shop_of  # noqa: E402 - the path is set just above
from salondesk.app.bootstrap import open_shop  # noqa: E402 - the path is set above
from salondesk.app.cli.upkeep import problems  # noqa: E402 - the path is set above
from salondesk.app.paths import ShopPaths  # noqa: E402 - the path is set above

GOAL_RATIO = 1.3


def a_record(share: float) -> float:
    """Return the CPU milliseconds that `check` takes for each booking and invoice of a shop. Raises ValueError for a
    shop that is not in order: its `check` ends early."""
    shop = open_shop(ShopPaths(shop_of(share)), origin="benchmark")
    start = time.process_time()
    found = list(problems(shop))
    took = time.process_time() - start
    shop.close()
    if found:
        raise ValueError(f"the benchmark's shop is not in order: {found[:3]}")
    return took * 1_000 / (share * (BOOKINGS + INVOICES))


def main() -> None:
    """Check both shops, the small one first."""
    floor, ours = a_record(0.1), a_record(1.0)
    line = {
        "name": "check_1m", "floor_ms": round(floor, 4), "ours_ms": round(ours, 4), "ratio": round(ours / floor, 2),
        "p95_ms": round(ours, 4), "goal_ratio": GOAL_RATIO, "n": 1, "rows": BOOKINGS + INVOICES,
    }  # fmt: skip
    print(json.dumps(line))


if __name__ == "__main__":
    main()
