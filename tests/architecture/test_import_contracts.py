"""The walls of pyproject.toml stand, and each falls when someone walks through it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_rules import ROOT

LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def lint(package_parent: Path) -> subprocess.CompletedProcess[str]:
    """Check the package below `package_parent` against this project's contracts, as `make check` does."""
    return subprocess.run(
        [*LINT, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=package_parent,
        env={**os.environ, "PYTHONPATH": str(package_parent), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def rooms() -> list[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [room.strip(" ()") for layer in layers for room in layer.split("|")]


def test_the_house_keeps_its_walls() -> None:
    done = lint(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "source", "contract"),
    [
        ("domain/ticket.py", "import salondesk.services", "House layers"),
        ("ui/page.py", "import salondesk.storage", "House layers"),
        ("storage/a.py", "import salondesk.ui", "House layers"),
        ("engine/a.py", "import salondesk.reports", "House layers"),
        ("cellar/__init__.py", "", "House layers"),  # a room nobody placed
        ("services/a.py", "def f():\n    from PySide6 import QtCore", "Qt only in ui, printing, app"),
        ("ui/page.py", "import sqlalchemy", "SQL only in storage"),
        ("storage/repos.py", "def f():\n    import sqlalchemy", "SQLAlchemy only in migrations"),
        ("ui/page.py", "import reportlab", "Paper only in printing"),
        ("ui/kit/a.py", "import salondesk.ui.shell", "UI inner order"),
        ("ui/sale/a.py", "import salondesk.ui.booking", "UI inner order"),
        ("ui/people/a.py", "import salondesk.ui.sale", "UI inner order"),
        ("ui/booking/gesture/a.py", "import salondesk.ui.booking.visit", "Diary order"),
        ("ui/booking/new/a.py", "import salondesk.ui.booking.visit", "Diary order"),
        ("services/a.py", "import socket", "Network only in"),
        ("app/a.py", "import keyring", "Keyring only in"),
    ],
)
def test_a_planted_breach_breaks_its_contract(
    tmp_path: Path, module: str, source: str, contract: str
) -> None:
    plant(tmp_path, {module: source})
    assert_breaks(tmp_path, contract)


def test_two_modules_that_import_each_other_are_a_circle(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "services/sale.py": "import salondesk.services.ticket",
            "services/ticket.py": "def f():\n    import salondesk.services.sale",
        },
    )
    assert_breaks(tmp_path, "No circles")


def test_an_import_for_type_hints_only_counts_as_well(tmp_path: Path) -> None:
    hint = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import salondesk.services.{other}"
    plant(
        tmp_path, {f"services/{one}.py": hint.format(other=other) for one, other in (("a", "b"), ("b", "a"))}
    )
    assert_breaks(tmp_path, "No circles")


def plant(parent: Path, modules: dict[str, str]) -> None:
    """Build an empty house with all its rooms and put modules into it."""
    folders = [*rooms(), *(f"ui/{room}" for room in ("kit", "shell", "sale", "people", "booking"))]
    folders += [f"ui/booking/{room}" for room in ("canvas", "gesture", "visit", "new", "page")]
    for folder in ["", *folders]:
        (parent / "salondesk" / folder).mkdir(parents=True, exist_ok=True)
        (parent / "salondesk" / folder / "__init__.py").touch()
    for module, source in modules.items():
        planted = parent / "salondesk" / module
        planted.parent.mkdir(exist_ok=True)
        planted.write_text(source, encoding="utf-8")


def assert_breaks(parent: Path, contract: str) -> None:
    done = lint(parent)
    assert done.returncode == 1
    broken = [line for line in done.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert any(contract in line for line in broken), done.stdout + done.stderr
