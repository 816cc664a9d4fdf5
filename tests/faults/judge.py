"""Judges a shop after a fault: it is whole, what was promised is there, and what was cut off can be done again, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from pathlib import Path

from salondesk.app.cli.upkeep import problems
from salondesk.app.leftovers import tidy
from salondesk.app.paths import ShopPaths
from salondesk.core.errors import SalonDeskError
from salondesk.services.shop.upkeep import Rebuild
from salondesk.storage.backup import verify
from tests.faults.worker import Begun, Done, Entry, digest_of
from tests.support.shop import StaffedShop, open_home


def assert_whole(shop: StaffedShop) -> None:
    """The shop checks clean, its numbers have no gap, what is derived is what a rebuild makes."""
    found = [f"{p.rule} {p.id} {p.text.key} {p.text.params}" for p in problems(shop)]
    assert found == [], found
    with shop.readers.lend() as connection:
        for table in ("invoice", "z_report"):
            numbers: dict[bytes, list[int]] = {}
            for series, seq in connection.execute(f"SELECT series_id, seq FROM {table} ORDER BY 1, 2"):
                numbers.setdefault(series, []).append(seq)
            assert all(found == list(range(1, len(found) + 1)) for found in numbers.values()), numbers
    differed = shop.run(Rebuild(key=shop.new_id()), shop.console)
    assert not any(astuple(differed)), differed


def assert_files_whole(paths: ShopPaths) -> None:
    """Every backup that has its name is whole, and nothing unfinished is left once the folder was tidied."""
    tidy(paths)
    for backup in paths.backups.glob("*.db"):
        if not backup.name.startswith("replaced-"):
            verify(backup)
    assert not list(paths.home.rglob("*.db.part*"))


def judge(home: Path, diary: list[Entry], *, now_ms: int) -> str:
    """Judge what a worker left that died after the last entry of its diary; return what came of its last work.

    It is wholly there or wholly not; asked again under its key it is done exactly once.
    """
    last = diary[-1] if diary else None
    shop = open_home(home, origin="judge", now_ms=now_ms)
    try:
        kept = {row[0] for row in _rows(shop, "SELECT command_key FROM command_result")}
        promised = [b for b, d in pairs(diary) if b.command is not None and d.refused is None]
        silent = _unchanged(diary)
        assert all(b.command.key in kept for b in promised if b.command and b.command.key not in silent)
        outcome = "between" if not isinstance(last, Begun) else _again(shop, last, kept)
        assert_whole(shop)
    finally:
        shop.close()
    assert_files_whole(ShopPaths(home))
    return outcome


def pairs(diary: list[Entry]) -> list[tuple[Begun, Done]]:
    """Return what was begun with how it ended, for all that came to an end."""
    return [
        (b, d)
        for b, d in zip(diary[::2], diary[1::2], strict=False)
        if isinstance(b, Begun) and isinstance(d, Done)
    ]


def _unchanged(diary: list[Entry]) -> set[bytes]:
    """Return the keys of commands that changed nothing, and so left no result."""
    return {b.command.key for b, d in pairs(diary) if b.command is not None and b.digest == d.digest}


def _again(shop: StaffedShop, last: Begun, kept: set[bytes]) -> str:
    found = digest_of(shop.paths.database)
    done = last.command is not None and last.command.key in kept
    if not done:
        assert found == last.digest, f"{last.name}: half done"
    if last.command is None:
        return f"{last.name}: cut off"
    shop.time.move_to(last.now_ms)
    try:
        shop.run(last.command, last.actor)
    except SalonDeskError:
        assert not done, f"{last.name}: done, and refused on the second try"
        assert digest_of(shop.paths.database) == found
        return "refused"
    once = digest_of(shop.paths.database)
    assert not done or once == found, f"{last.name}: done twice"
    shop.run(last.command, last.actor)
    assert digest_of(shop.paths.database) == once, f"{last.name}: done twice"
    counts = Counter(row[0] for row in _rows(shop, "SELECT command_key FROM command_result"))
    assert not counts or max(counts.values()) == 1
    return "all" if done else "nothing"


def _rows(shop: StaffedShop, sql: str) -> list[tuple[bytes, ...]]:
    with shop.readers.lend() as connection:
        found: list[tuple[bytes, ...]] = connection.execute(sql).fetchall()
    return found
