"""What report_month and report_decade share: the roll-ups of a shop that issued 1,000,000 invoices in ten years.

The roll-ups are filled directly, since they are all that the reports read: 46 people, 60 items, four tenders and taxes,
twelve hours a day.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.harness import alternate, report  # noqa: E402 - the path is set just above
from salondesk.core.ids import Id  # noqa: E402 - the path is set above
from salondesk.domain.daily import Daily, Dim, Origin  # noqa: E402 - the path is set above
from salondesk.domain.sale.invoice import DocumentKind  # noqa: E402 - the path is set above
from salondesk.services.reads.read_models import Place  # noqa: E402 - the path is set above
from salondesk.services.reads.report.sales import SalesOfDays  # noqa: E402 - the path is set above
from salondesk.storage import migrate  # noqa: E402 - the path is set above
from salondesk.storage.derived.daily import figures_of, key_of  # noqa: E402 - the path is set above
from salondesk.storage.driver import Connection, connect  # noqa: E402 - the path is set above
from salondesk.storage.queries.lent import Lent  # noqa: E402 - the path is set above
from salondesk.storage.queries.report.sales import answer  # noqa: E402 - the path is set above

GOAL_RATIO = 1.5
RAW = (
    "SELECT origin, kind, key, sum(n), sum(qty_milli), sum(list_minor), sum(discount_minor), sum(net_minor),"
    " sum(tax_minor), sum(gross_minor) FROM daily WHERE branch_id = ? AND dim = ? AND date BETWEEN ? AND ?"
    " GROUP BY origin, kind, key"
)
YEARS, INVOICES_A_DAY = 10, 274
FIRST = date(2016, 11, 1)
BRANCH = Id(bytes(15) + b"\x01")
DAYS = YEARS * 365
_KEYS = {
    Dim.ALL: 1, Dim.TENDER: 3, Dim.TAX: 1, Dim.STAFF: 20, Dim.ITEM: 38, Dim.HOUR: 12,
}  # fmt: skip
"""How many rows of each dimension a day has: 46 people and 60 items, of which some are off or not asked for."""
_OF = {Dim.STAFF: 46, Dim.ITEM: 60}


@dataclass(frozen=True, slots=True)
class Decade:
    """A database with ten years of roll-ups."""

    folder: tempfile.TemporaryDirectory[str]
    connection: Connection
    rows: int


def decade() -> Decade:
    """Make the roll-ups of ten years in a folder of their own."""
    folder = tempfile.TemporaryDirectory(prefix="salondesk-bench-")
    path = Path(folder.name) / "shop.db"
    migrate.upgrade(path)
    connection = connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    sql = f"INSERT INTO daily VALUES ({', '.join('?' * 13)})"
    names = [str(row[1]) for row in connection.execute("PRAGMA table_info(daily)")]
    assert names[:6] == ["branch_id", "dim", "date", "origin", "kind", "key"]
    connection.executemany(sql, ((*key_of(row), *figures_of(row)) for row in _rows()))
    connection.execute("COMMIT")
    (count,) = connection.execute("SELECT count(*) FROM daily").fetchone()
    return Decade(folder, connection, count)


def measure(name: str, first: date, last: date, dims: Sequence[Dim], *, rounds: int) -> None:
    """Ask for the sales of some days by each dimension in one round, raw and by the question; print the measurement."""
    shop = decade()
    here = Lent(shop.connection, Place(BRANCH, BRANCH, BRANCH, BRANCH), 0, lambda day: ("", day.isoformat()))

    def floor() -> None:
        for dim in dims:
            shop.connection.execute(RAW, (BRANCH, dim.value, first.isoformat(), last.isoformat())).fetchall()

    def ours() -> None:
        for dim in dims:
            answer(here, SalesOfDays(first, last, dim))

    report(name, alternate(floor, ours, rounds=rounds), goal_ratio=GOAL_RATIO, rows=shop.rows)
    shop.connection.close()
    shop.folder.cleanup()


def _rows() -> Iterator[Daily]:
    rng = random.Random(7)
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        for dim, count in _KEYS.items():
            keys = rng.sample(range(_OF.get(dim, count)), count)
            for key in keys:
                sales = INVOICES_A_DAY // count or 1
                net = sales * 14_000
                yield Daily(
                    branch_id=BRANCH, origin=Origin.TILL, kind=DocumentKind.INVOICE, dim=dim, date=day,
                    key=f"{key:032x}", n=sales, qty_milli=sales * 1_000, list_minor=net, net_minor=net,
                    tax_minor=net // 20, gross_minor=net + net // 20,
                )  # fmt: skip
