"""Shops that older programs made and worked in: today's program opens them whole, and works on in them.

The files were written by those programs themselves (tests/support/older_programs.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.domain.grants import first_permissions
from salondesk.services.shop.upkeep import Rebuild
from salondesk.storage.driver import Connection, connect
from salondesk.storage.schema import HEAD, version_of
from tests.support import older_work
from tests.support.older_programs import FOLDER, SHOPS, unpack
from tests.support.shop import NOW_MS, StaffedShop, open_home

DAY_MS = 86_400_000
ALWAYS = ("0001", "0013", "0018", "lived")
"""The shops of `make test`: the oldest, one without a step that was put before its own, one sealed otherwise, a whole life.
`make torture` takes them all."""
PAPERS = "SELECT number, hash, snapshot FROM invoice UNION ALL SELECT number, hash, snapshot FROM z_report ORDER BY 1"
MOVED = {
    "alembic_version", "balance", "change_body", "change_row", "change_txn", "command_result", "daily", "ledger_entry",
    "pin_attempt",
}  # fmt: skip
"""Tables that an upgrade writes anew, or whose content is no fact of the shop; `check` and the totals below hold them."""
OWN = {"version", "updated_at", "grant_level", "kind", "sort"}
"""What an upgrade may write in the rows it changes: the console's user, the shop and its roles."""
TOTALS = (
    "SELECT account, holder_id, unit, sum(amount) FROM ledger_entry WHERE account IN ('stock', 'drawer')"
    " GROUP BY 1, 2, 3 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3"
)
"""Stock and drawers; what is owed and what was earned came to the ledger with revision 0010."""
Table = dict[tuple[Any, ...], dict[str, Any]]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("older")
    unpack(folder)
    return folder


@pytest.fixture
def home(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept / request.param, tmp_path / "home"))


def every(*names: str) -> pytest.MarkDecorator:
    """Return the parameters of a test: every kept shop, those that are not always asked under `make torture`."""
    slow = [pytest.param(name, marks=pytest.mark.torture) for name in SHOPS if name not in names]
    return pytest.mark.parametrize("home", [*names, *slow], indirect=True)


def test_the_kept_shops_are_those_that_are_told(kept: Path) -> None:
    assert sorted(SHOPS) == sorted(shop.name for shop in kept.iterdir())
    assert sum(archive.stat().st_size for archive in FOLDER.iterdir()) < 800_000


@every(*ALWAYS)
def test_an_older_shop_is_opened_whole_and_worked_in(home: Path) -> None:
    told = json.loads((home / "told.json").read_text("utf-8"))
    before, papers, totals = read(home)
    shop = opened(home, told["day"] + 1)
    try:
        assert version_of(shop.paths.database) == HEAD
        assert wrong(shop) == []
        assert not any(astuple(shop.run(Rebuild(key=shop.new_id()), shop.console)))
        assert lost(told["lists"], json.loads(json.dumps(older_work.lists(shop)))) == []
        assert_rights(shop)
    finally:
        shop.close()
    after, papers_now, totals_now = read(home)
    assert papers_now == papers
    assert totals_now == totals
    assert list(differences(before, after)) == []

    said = older_work.work(home, told["day"] + 2)
    assert {piece: came for piece, came in said.items() if came != "done"} == {}
    shop = opened(home, told["day"] + 3)
    try:
        assert wrong(shop) == []
    finally:
        shop.close()
    assert set(papers) <= set(read(home)[1])


@pytest.mark.parametrize("home", ["lived-otherwise"], indirect=True)
@pytest.mark.parametrize(
    "edit",
    [
        "DELETE FROM role_permission WHERE permission = 'sale.price'",
        "INSERT INTO role_permission SELECT id, 'sale.refund' FROM role WHERE key = 'reception'",
    ],
)
def test_a_right_given_by_hand_in_an_older_shop_is_noticed(home: Path, edit: str) -> None:
    """The first program of revision 0002 gave a right and told the log nothing of it: that one is believed, no other."""
    opened(home, 8).close()
    connection = connect(home / "shop.db")
    connection.execute(edit)
    connection.close()
    shop = opened(home, 9)
    try:
        assert "reception" in {shop.value("SELECT key FROM role WHERE id = ?", i) for i in roles_named(shop)}
    finally:
        shop.close()


def roles_named(shop: StaffedShop) -> set[bytes]:
    return {bytes.fromhex(p.id[5:]) for p in problems(shop) if p.id.startswith("role/")}


def opened(home: Path, day: int) -> StaffedShop:
    return open_home(home, origin="today", now_ms=NOW_MS + day * DAY_MS)


def wrong(shop: StaffedShop) -> list[str]:
    return [f"{p.rule} {p.id} {p.text.key} {p.text.params}" for p in problems(shop)]


def assert_rights(shop: StaffedShop) -> None:
    """Nobody took a right away: the roles hold what those of a new shop hold."""
    with shop.unit() as uow:
        for role in uow.roles.all():
            assert role.permissions >= first_permissions(role.key), role.key


# ---------------------------------------------------------------- what is in a file


def read(home: Path) -> tuple[dict[str, Table], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the rows of a shop's file by table and key, its documents, and its totals."""
    connection = connect(home / "shop.db", read_only=True)
    try:
        papers = connection.execute(PAPERS).fetchall()
        return dict(tables(connection)), papers, connection.execute(TOTALS).fetchall()
    finally:
        connection.close()


def tables(connection: Connection) -> Iterator[tuple[str, Table]]:
    """Yield every table but those that are written anew, and those of the search index."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'"
    ).fetchall():
        if name not in MOVED:
            rows = table(connection, name)
            tenders = name == "payment" and any("invoice_id" in row for row in rows.values())
            yield "invoice_tender" if tenders else name, rows  # its name since revision 0010


def table(connection: Connection, name: str) -> Table:
    columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    key = [n for n, column in enumerate(columns) if column[5]] or list(range(len(columns)))
    names = [column[1] for column in columns]
    rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
    return {tuple(row[n] for n in key): dict(zip(names, row, strict=True)) for row in rows}


def differences(before: dict[str, Table], after: dict[str, Table]) -> Iterator[str]:
    """Yield each row that is gone, and each value that is another one now."""
    for name, rows in before.items():
        for key, row in rows.items():
            now = after[name].get(key)
            if now is None:
                yield f"{name}: {row} is gone"
                continue
            for column, value in row.items():
                if column in now and now[column] != value and column not in OWN:
                    yield f"{name}.{column}: {value!r} became {now[column]!r}"


def lost(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return what `salondesk list` said that it does not say any more."""
    found = []
    for kind, rows in before.items():
        if len(rows) != len(after[kind]):
            found.append(f"{kind}: {len(rows)} became {len(after[kind])}")
        for row, now in zip(rows, after[kind], strict=False):
            found += [f"{kind}.{name}: {value!r}" for name, value in row.items() if now.get(name) != value]
    return found
