"""Upgrades of shops that earlier programs left, killed anywhere: whole at the next start, and no document changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from salondesk.app.leftovers import tidy
from salondesk.app.paths import ShopPaths
from salondesk.storage import migrate
from salondesk.storage.schema import HEAD, version_of
from tests.faults.conftest import LATE_MS
from tests.faults.judge import assert_whole
from tests.faults.killed import run_killed
from tests.faults.upgrades import ENTRIES, PAPERS, asked_of, older_home, upgrading
from tests.support.fault_tally import Faults
from tests.support.shop import open_home

pytestmark = pytest.mark.faults
STATEMENTS = 1_200
"""About as many as an upgrade from the first schema has."""


@pytest.mark.torture
@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_an_upgrade_killed_anywhere(long_aged: Path, tmp_path: Path, faults: Faults, revision: str) -> None:
    before = older_home(Path(shutil.copytree(long_aged, tmp_path / "before")), revision)
    papers, entries = (asked_of(before / "shop.db", sql) for sql in (PAPERS, ENTRIES))
    kind = f"upgrade from {revision} killed"
    for n, rng in enumerate(faults.each(kind)):
        home = Path(shutil.copytree(before, tmp_path / f"home{n}"))
        path = home / "shop.db"
        by_statement = rng.random() < 0.6
        statement = rng.randint(1, STATEMENTS) if by_statement else 0
        after_s = None if by_statement else 0.05 + rng.random() * 1.5
        ended = run_killed(upgrading, path, statement, after_s=after_s)
        left = version_of(path)
        assert left in (revision, HEAD)
        tidy(ShopPaths(home))
        shop = open_home(home, now_ms=LATE_MS)
        try:
            assert_whole(shop)
        finally:
            shop.close()
        assert asked_of(path, PAPERS) == papers
        assert asked_of(path, ENTRIES) == entries
        assert not list(home.glob("*.part*"))
        how = "statement" if by_statement else "moment"
        faults.note(kind, f"{left} at a {how}" if ended else "came to its end")
        shutil.rmtree(home)


@pytest.mark.torture
def test_an_upgrade_in_two_windows_at_once(long_aged: Path, tmp_path: Path) -> None:
    from tests.faults.killed import context

    home = older_home(Path(shutil.copytree(long_aged, tmp_path / "home")), "0001")
    both = [context().Process(target=migrate.upgrade, args=(home / "shop.db",)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert version_of(home / "shop.db") == HEAD
    shop = open_home(home, now_ms=LATE_MS)
    try:
        assert_whole(shop)
    finally:
        shop.close()
