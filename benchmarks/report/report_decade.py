"""Ten years of sales by tender, staff and item, 1,000,000 invoices, beside the raw query of the roll-up."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.harness import alternate, report  # noqa: E402 - the path is set just above
from benchmarks.report.decade_stage import BRANCH, decade  # noqa: E402
from salondesk.domain.daily import Dim  # noqa: E402
from salondesk.services.reads.report.sales import SalesOfDays  # noqa: E402
from salondesk.storage.queries.report.sales import answer  # noqa: E402

GOAL_RATIO = 1.5
FIRST, LAST = date.min, date.max
DIMS = (Dim.TENDER, Dim.STAFF, Dim.ITEM)
RAW = (
    "SELECT origin, kind, key, sum(n), sum(qty_milli), sum(list_minor), sum(discount_minor), sum(net_minor),"
    " sum(tax_minor), sum(gross_minor) FROM daily WHERE branch_id = ? AND dim = ? AND date BETWEEN ? AND ?"
    " GROUP BY origin, kind, key"
)


def main() -> None:
    """Ask three dimensions in one round."""
    shop = decade()

    def floor() -> None:
        for dim in DIMS:
            shop.connection.execute(RAW, (BRANCH, dim.value, FIRST.isoformat(), LAST.isoformat())).fetchall()

    def ours() -> None:
        for dim in DIMS:
            answer(shop.connection, SalesOfDays(BRANCH, FIRST, LAST, dim))

    report("report_decade", alternate(floor, ours, rounds=20), goal_ratio=GOAL_RATIO, rows=shop.rows)
    shop.connection.close()
    shop.folder.cleanup()


if __name__ == "__main__":
    main()
