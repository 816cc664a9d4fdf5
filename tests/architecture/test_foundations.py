"""What the house stands on: light pure rooms, and a PySide6 that does not lose references to None."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.architecture.source_rules import PACKAGE

HEAVY = (
    "PySide6",
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "sqlite3",
    "reportlab",
    "pypdfium2",
    "uharfbuzz",
    "PIL",
    "requests",
    "keyring",
    "phonenumbers",
)


@pytest.mark.parametrize("room", ["core", "domain", "engine"])
def test_a_pure_room_imports_nothing_heavy(room: str) -> None:
    names = [
        "salondesk." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=dict(os.environ), timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


IMPORTED_AS = {
    "pyside6-essentials": "PySide6", "argon2-cffi": "argon2", "uuid-utils": "uuid_utils", "sqlalchemy": "sqlalchemy",
}  # fmt: skip
"""The module of a distribution that is not called like it."""
DATA = {"tzdata"}
"""Distributions without a module of use: zoneinfo finds the zones where the system has none."""
PARTS = {"shiboken6": "PySide6"}


def third_party(source: str) -> set[str]:
    """Return the distributions' modules that a source imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.partition(".")[0] for name in names}
    found = {PARTS.get(name, name) for name in found}
    return found - set(sys.stdlib_module_names) - {"salondesk", ""}


def test_runtime_dependencies_are_those_that_the_program_imports() -> None:
    project = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[>=<]", line)[0].lower() for line in project["dependencies"]}
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    assert {IMPORTED_AS.get(name, name) for name in named - DATA} == set().union(*map(third_party, sources))
    assert all(">=" in line for line in project["dependencies"])


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_calls_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    # PySide6 6.12.0 loses one per call and aborts after some thousands: docs/adr/0010-pyside6-pin.md
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for n in range(100):
        label.setText(str(n))
        label.update()
        label.resize(n + 1, 10)
    assert sys.getrefcount(None) > before - 50
