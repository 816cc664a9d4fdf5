"""What the house stands on: light pure rooms, and a PySide6 that does not lose references to None."""

from __future__ import annotations

import os
import subprocess
import sys

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
