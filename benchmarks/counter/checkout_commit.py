"""Checkout of a visit with a product: the whole command, CPU, beside the same rows written raw."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.counter.commit_stage import Mirror, demo_home, race  # noqa: E402 - the path is set just above
from benchmarks.counter.sale_stage import Counter  # noqa: E402 - the path is set above
from benchmarks.harness import report  # noqa: E402 - the path is set above
from salondesk.app.bootstrap import open_shop  # noqa: E402 - the path is set above
from salondesk.app.paths import ShopPaths  # noqa: E402 - the path is set above
from salondesk.storage.driver import connect  # noqa: E402 - the path is set above

GOAL_RATIO = 6.0


def daily_rows(paths: ShopPaths) -> set[tuple[Any, ...]]:
    """Return the roll-ups."""
    connection = connect(paths.database)
    try:
        return set(connection.execute("SELECT * FROM daily").fetchall())
    finally:
        connection.close()


def additions(changed: set[tuple[Any, ...]]) -> list[str]:
    """Return the statements that add to the roll-ups a sale changed, a row each."""
    return [
        "UPDATE daily SET n = n + 1, qty_milli = qty_milli + 1, list_minor = list_minor + 1, net_minor = net_minor + 1,"
        f" tax_minor = tax_minor + 1, gross_minor = gross_minor + 1 WHERE branch_id = x'{branch.hex()}' AND dim = '{dim}'"
        f" AND date = '{day}' AND origin = '{origin}' AND kind = '{kind}' AND key = '{key}'"
        for branch, dim, day, origin, kind, key, *_figures in changed
    ]


def main() -> None:
    """Check visits out, raw and ours in turn; booking and ticket are made before the clock starts."""
    paths = demo_home()
    shop = open_shop(paths, origin="benchmark")
    counter = Counter(shop)
    product, session = counter.product, counter.session

    def ours(turn: int) -> Callable[[], object]:
        request = counter.ready(turn)
        return lambda: shop.executor.run(request, shop.console)

    first = ours(-1)
    mirror = Mirror(paths)
    before = daily_rows(paths)
    first()
    mirror.learn(
        (
            "UPDATE number_series SET next_seq = next_seq + 1, last_hash = 'x' WHERE kind = 'INV'",
            "UPDATE ticket SET version = version + 1, updated_at = 1 WHERE rowid = (SELECT max(rowid) FROM ticket)",
            "UPDATE booking SET version = version + 1, updated_at = 1 WHERE rowid = (SELECT max(rowid) FROM booking)",
            # the running balances of the product's stock and of the drawer
            f"UPDATE balance SET amount = amount - 1000 WHERE account = 'stock' AND holder_id = x'{product.item_id.hex()}'",
            f"UPDATE balance SET amount = amount + 1 WHERE account = 'drawer' AND holder_id = x'{session.id.hex()}'",
            *additions(daily_rows(paths) - before),
        )
    )
    times = race(mirror.batch, ours)
    report("checkout_commit", times, goal_ratio=GOAL_RATIO, rows=mirror.row_count)
    shop.close()
    mirror.connection.close()
    shutil.rmtree(paths.home.parent)


if __name__ == "__main__":
    main()
