"""What booking_commit and checkout_commit share: a shop in memory's reach, and the very rows a command wrote, raw.

The floor writes the same rows into the same tables of a copy of the same database through the driver alone:
one transaction, WAL, synchronous=FULL. Both are measured by the CPU time of this process: a shared disk is noise.
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.harness import Times  # noqa: E402 - the path is set just above
from salondesk.app.demo.shop import DemoRequest, make_demo  # noqa: E402 - the path is set above
from salondesk.app.paths import ShopPaths  # noqa: E402 - the path is set above
from salondesk.core.clock import SystemClock  # noqa: E402 - the path is set above
from salondesk.storage.driver import Connection, connect  # noqa: E402 - the path is set above

SIZE = DemoRequest(years=1, staff=8, bookings=5_000, clients=500)
ROUNDS, WARM_UP = 200, 20
_SKIP = ("client_fts", "sqlite_", "alembic")
_ADDED_TO = ("daily",)
"""Tables whose rows a command mostly adds to; the mirror gets the additions among its updates."""


def demo_home() -> ShopPaths:
    """Make a demo shop in a folder of its own; the caller removes it."""
    paths = ShopPaths(Path(tempfile.mkdtemp(prefix="salondesk-bench-")) / "home")
    make_demo(paths, SIZE, SystemClock().now_ms())
    return paths


class Mirror:
    """A copy of the database into which the rows of one command are written again and again, under fresh ids."""

    def __init__(self, paths: ShopPaths) -> None:
        self.path = paths.home / "mirror.db"
        self._source = paths.database
        with_connection = connect(paths.database)
        self._marks = {t: _last(with_connection, t) for t in _tables(with_connection)}
        with_connection.close()

    def learn(self, extra: tuple[str, ...] = ()) -> None:
        """Read the rows written since the mirror was made; ``extra`` are its updates, run as they are."""
        source = connect(self._source)
        self._rows: list[tuple[str, list[str], list[tuple[Any, ...]]]] = []
        for table, mark in self._marks.items():
            names = [str(r[1]) for r in source.execute(f'PRAGMA table_info("{table}")')]
            if table == "command_result":
                names.remove("n")  # its own number is given anew, as SQLite gives it
            columns = ", ".join(f'"{name}"' for name in names)
            found = source.execute(
                f'SELECT {columns} FROM "{table}" WHERE {_counted(table)} > ?', (mark,)
            ).fetchall()
            if found:
                self._rows.append((table, names, found))
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.close()
        shutil.copyfile(self._source, self.path)
        self._extra = extra
        self.connection = connect(self.path)
        self._fresh = (n.to_bytes(16, "big") for n in itertools.count(1 << 100))

    @property
    def row_count(self) -> int:
        """How many rows the command wrote."""
        return sum(len(rows) for _, _, rows in self._rows)

    def batch(self, n: int) -> Callable[[], None]:
        """Return the writing of the rows for the n-th time, parameters made up beforehand."""
        ids: dict[bytes, bytes] = {}
        (seq,) = self.connection.execute("SELECT max(seq) FROM change_txn").fetchone()
        seq += n + 1
        work = []
        for table, names, rows in self._rows:
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    if name in ("id", "command_key"):
                        ids[value] = next(self._fresh)
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            made = [
                tuple(_other(name, v, ids, n=n, seq=seq) for name, v in zip(names, row, strict=True))
                for row in rows
            ]
            verb = "INSERT OR REPLACE" if table == "balance" else "INSERT"  # some holders have one already
            work.append((f'{verb} INTO "{table}" ({columns}) VALUES ({marks})', made))
        execute, many, extra = self.connection.execute, self.connection.executemany, self._extra

        def write() -> None:
            execute("BEGIN IMMEDIATE")
            for sql, made in work:
                many(sql, made)
            for sql in extra:
                execute(sql)
            execute("COMMIT")

        return write


def _other(name: str, value: Any, ids: dict[bytes, bytes], *, n: int, seq: int) -> Any:
    if isinstance(value, bytes):
        return ids.get(value, value)
    if name in ("txn_seq", "seq") and value is not None:
        return seq
    if name in ("number", "source_key"):
        return f"{value}#{n}"
    return value


def _tables(connection: Connection) -> list[str]:
    found = [
        str(row[0])
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not row[0].startswith(_SKIP) and row[0] not in _ADDED_TO
    ]
    # parents before their parts, as the foreign keys want it
    order = (
        "client",
        "booking",
        "booking_line",
        "booking_segment",
        "claim",
        "invoice",
        "payment",
        "change_txn",
    )
    return sorted(found, key=lambda t: (t == "balance", order.index(t) if t in order else len(order), t))


def _last(connection: Connection, table: str) -> int:
    return int(connection.execute(f'SELECT coalesce(max({_counted(table)}), 0) FROM "{table}"').fetchone()[0])


def _counted(table: str) -> str:
    """Return the column that grows with a table: the parts of the log lie in the order of their key, without rowid."""
    return "txn_seq" if table in ("change_row", "change_body") else "rowid"


def cpu(run: Callable[[], object]) -> float:
    """Run once and give the milliseconds of CPU."""
    start = time.process_time_ns()
    run()
    return (time.process_time_ns() - start) / 1e6


def race(floor: Callable[[int], Callable[[], object]], ours: Callable[[int], Callable[[], object]]) -> Times:
    """Run both in turn; each round's work is prepared before its clock starts."""
    times = Times([], [])
    for turn in range(ROUNDS + WARM_UP):
        one, other = floor(turn), ours(turn)
        raw, mine = cpu(one), cpu(other)
        if turn >= WARM_UP:
            times.floor.append(raw)
            times.ours.append(mine)
    assert statistics.median(times.floor) > 0
    return times
