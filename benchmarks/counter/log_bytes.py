"""What a document leaves in the change log for ever: bytes in the ms fields, against one kilobyte.

A counter's work for each document: a visit booked, its bill opened, a product added, paid. Then everything is forgotten
that may be, and what is left is counted: every column as text, blobs by their length.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.counter.commit_stage import demo_home  # noqa: E402 - the path is set just above
from benchmarks.counter.sale_stage import DAY_MS, Counter  # noqa: E402 - the path is set above
from benchmarks.harness import Times, report  # noqa: E402 - the path is set above
from salondesk.app.bootstrap import OpenShop, open_shop  # noqa: E402 - the path is set above
from salondesk.core.clock import FixedClock, SystemClock  # noqa: E402 - the path is set above
from salondesk.engine.retention import BEGINNING  # noqa: E402 - the path is set above
from salondesk.services.shop.retention import Pruned, PruneLog  # noqa: E402 - the path is set above
from salondesk.storage.driver import connect  # noqa: E402 - the path is set above

GOAL_RATIO = 1.0
KILOBYTE = 1_000.0
DOCUMENTS = 50
KEPT_DAYS = 3 * 366
TABLES = ("change_txn", "change_row", "change_body")


def kept_bytes(shop: OpenShop, after: int) -> int:
    """Return the bytes of text in the log after a transaction."""
    total = 0
    connection = connect(shop.paths.database, read_only=True)
    for table in TABLES:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]
        seq = "seq" if "seq" in names else "txn_seq"
        length = " + ".join(f"coalesce(length(CAST([{name}] AS BLOB)), 0)" for name in names)
        (found,) = connection.execute(
            f"SELECT coalesce(sum({length}), 0) FROM {table} WHERE {seq} > ?", (after,)
        ).fetchone()
        total += found
    connection.close()
    return total


def last_transaction(shop: OpenShop) -> int:
    """Return the number of the newest transaction."""
    connection = connect(shop.paths.database, read_only=True)
    seq = int(connection.execute("SELECT max(seq) FROM change_txn").fetchone()[0])
    connection.close()
    return seq


def main() -> None:
    """Sell, forget, count."""
    paths = demo_home()
    clock = FixedClock(SystemClock().now_ms())
    shop = open_shop(paths, origin="benchmark", clock=clock)
    counter = Counter(shop)
    before = last_transaction(shop)
    for turn in range(DOCUMENTS):
        shop.executor.run(counter.ready(turn), shop.console)
    after = last_transaction(shop)
    clock.advance(2 * KEPT_DAYS * DAY_MS)
    done = Pruned(through=BEGINNING, more=True)
    while done.more:
        done = shop.executor.run(PruneLog(key=shop.new_id(), after=done.through), shop.console)
    kept = kept_bytes(shop, before) - kept_bytes(shop, after)
    shop.close()
    shutil.rmtree(paths.home.parent)
    report("log_bytes", Times([KILOBYTE], [kept / DOCUMENTS]), goal_ratio=GOAL_RATIO, rows=DOCUMENTS)


if __name__ == "__main__":
    main()
