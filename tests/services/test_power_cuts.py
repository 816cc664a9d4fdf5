"""The process is killed while it books, checks out and closes: all of it is there, or nothing; no number is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from salondesk.app.cli.upkeep import problems
from tests.support.killed import OF_ACTION, prepare, request
from tests.support.shop import StaffedShop, open_copy, open_home

ROOT = Path(__file__).resolve().parents[2]
STEPS = [
    (a, f"{step}:{when}") for a, steps in OF_ACTION.items() for step in steps for when in ("before", "after")
]


def run_killed(home: Path, action: str, step: str) -> int:
    """Run the action in a process of its own that dies at ``step``; return how it ended."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed", str(home), action, step],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (0, -9, 9), done.stderr
    return done.returncode


def facts(shop: StaffedShop) -> tuple[int, ...]:
    """Count what each action makes."""
    tables = ("booking", "invoice", "z_report", "ledger_entry", "print_job", "change_txn")
    return tuple(int(shop.value(f"SELECT count(*) FROM {table}")) for table in tables)


def try_again_and_judge(home: Path, action: str, before: tuple[int, ...], *, whole: bool | None) -> None:
    """Look at what a killed action left, do it again under its key, and see it done exactly once."""
    shop = open_home(home)
    try:
        left = facts(shop)
        assert list(problems(shop)) == []
        done = left != before
        if whole is not None:
            assert done is whole
        actor = shop.manager if action == "close" else shop.reception
        if not done:
            shop.run(request(shop, action), actor)
        assert facts(shop)[-1] == before[-1] + 1
        numbers = [row["number"] for row in _numbers(shop)]
        assert numbers == ([] if action != "checkout" else ["T1A-INV-000001"])
        assert list(problems(shop)) == []
        if action == "close":
            shop.open_till()
        if action != "book":
            assert shop.sell().number == f"T1A-INV-{len(numbers) + 1:06d}"
    finally:
        shop.close()


def _numbers(shop: StaffedShop) -> list[dict[str, str]]:
    with shop.readers.lend() as connection:
        return [{"number": row[0]} for row in connection.execute("SELECT number FROM invoice ORDER BY seq")]


def _prepared(template: Path, home: Path, action: str) -> tuple[int, ...]:
    shop = open_copy(template, home)
    prepare(shop, action)
    before = facts(shop)
    shop.close()
    return before


@pytest.mark.parametrize(("action", "step"), STEPS)
def test_a_power_cut_leaves_all_or_nothing(
    shop_template: Path, tmp_path: Path, action: str, step: str
) -> None:
    before = _prepared(shop_template, tmp_path / "home", action)
    assert run_killed(tmp_path / "home", action, step) != 0
    try_again_and_judge(tmp_path / "home", action, before, whole=step == "commit:after")
