"""Finding a client as a name or number is typed among 200,000, in Arabic and Latin, ranked; the floor is raw FTS5."""

from __future__ import annotations

import sys
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.big_shop import big_shop  # noqa: E402 - the path is set just above
from benchmarks.harness import alternate, report  # noqa: E402 - the path is set above
from salondesk.core.fold import digits, fold  # noqa: E402 - the path is set above
from salondesk.services.reads.client.search import ClientSearch

ROUNDS = 300
GOAL_RATIO = 4.0
LIMIT = 12
TYPED = (
    "fatima al man", "mansoori", "noura", "العنود", "فاطمه المنص", "المهيري", "petrova", "0501234", "4567", "هند الش",
    "aisha khoury", "sul",
)  # fmt: skip
_RAW = "SELECT rowid FROM client_fts WHERE client_fts MATCH ? LIMIT 12"


def main() -> None:
    """Ask both for the same typed texts in turn."""
    shop = big_shop()
    one, other = cycle(TYPED), cycle(TYPED)
    with shop.readers.lend() as connection:
        (clients,) = connection.execute("SELECT count(*) FROM client").fetchone()

        def floor() -> None:
            text = next(one)
            number = digits(text).lstrip("0")
            parts = " AND ".join(f'"{part}"' for part in fold(text).split() if len(part) > 2)
            match = f'phone_digits : "{number}"' if number else parts
            connection.execute(_RAW, (match,)).fetchall()

        def ours() -> None:
            shop.queries.answer(ClientSearch(next(other), LIMIT), shop.clock.now_ms())

        times = alternate(floor, ours, rounds=ROUNDS, warm_up=len(TYPED) * 2)
    report("client_search_200k", times, goal_ratio=GOAL_RATIO, rows=clients)
    shop.close()


if __name__ == "__main__":
    main()
