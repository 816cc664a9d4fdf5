"""The source obeys the house rules, and each rule notices a planted breach."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source_rules import (
    FULL_FOLDERS,
    LATE_IMPORTS,
    LONG_MODULES,
    MAX_LINES,
    MAX_MODULES,
    PACKAGE,
    Module,
    breaches,
    crowded_folders,
    package_modules,
)


@pytest.mark.parametrize("module", package_modules(), ids=lambda module: module.path)
def test_the_module_obeys_the_house_rules(module: Module) -> None:
    assert breaches(module) == []


def test_a_long_module_on_the_list_is_still_long() -> None:
    lines = {module.path: module.text.count("\n") for module in package_modules()}
    assert [path for path in LONG_MODULES if lines.get(path, 0) <= MAX_LINES] == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("printing/a.py", "from PySide6.QtWidgets import QLabel", "QtWidgets"),
        ("printing/a.py", "import PySide6.QtWidgets", "QtWidgets"),
        ("ui/booking/gesture/drag.py", "from PySide6.QtCore import QPoint", "imports Qt"),
        ("ui/sale/page.py", "INK = '#1a2b3c'", "a colour"),
        ("ui/sale/page.py", "QSS = 'color: #ff00aa80;'", "a colour"),
        ("ui/sale/page.py", "INK = '#fff'", "a colour"),
        ("domain/a.py", "import datetime\nx = datetime.datetime.now(datetime.UTC)", "clock"),
        ("domain/a.py", "from datetime import date\nx = date.today()", "clock"),
        ("domain/a.py", "from time import time", "clock"),
        ("ui/till/a.py", "from PySide6.QtCore import QDateTime\nx = QDateTime.currentDateTime()", "clock"),
        ("ui/till/a.py", "from PySide6.QtCore import QSettings", "QSettings"),
        ("domain/a.py", "x = 1\n" * 400, "401 lines"),
        ("core/utils.py", "x = 1", "says nothing"),
        ("ui/common/label.py", "x = 1", "says nothing"),
        ("ui/till/a.py", "def f():\n    import json", "inside a function"),
        ("ui/till/a.py", "from PySide6.QtNetwork import QLocalServer", "QtNetwork"),
        ("storage/a.py", "from pathlib import Path\nPath('a').replace('b')", "without waiting"),
        ("app/a.py", "from pathlib import Path\nPath('a').unlink(missing_ok=True)", "without waiting"),
        ("app/a.py", "import os\nos.replace('a', 'b')", "without waiting"),
        ("storage/migrations/versions/a.py", "from salondesk.domain.shop import Shop", "a migration imports"),
        ("storage/migrations/versions/a.py", "import salondesk.engine.tax", "a migration imports"),
        ("ui/till/a.py", "def _dress_all(): ...", "says dress"),
        ("ui/till/a.py", "class GhostPainter: ...", "says ghost"),
        ("ui/till/looks.py", "x = 1", "says looks"),
    ],
)
def test_a_planted_breach_is_noticed(path: str, source: str, complaint: str) -> None:
    (line,) = breaches(Module(path, f'"""Doc."""\n{source}'))
    assert complaint in line


def test_a_module_without_a_docstring_is_noticed() -> None:
    assert breaches(Module("core/a.py", "x = 1")) == ["core/a.py: no module docstring"]


@pytest.mark.parametrize("said", ["x" * 101, "Is it free?", "x" * 101 + ". And more.", "Long " * 20 + "."])
def test_a_first_sentence_that_is_not_plain_is_noticed(said: str) -> None:
    (line,) = breaches(Module("core/a.py", f'"""{said}"""'))
    assert "not plain" in line


@pytest.mark.parametrize(
    "said", ["x" * 100, "Short.\n\nIs the rest a question? " + "x" * 200, "Short. " + "x" * 200]
)
def test_what_follows_the_first_sentence_may_be_long(said: str) -> None:
    assert breaches(Module("core/a.py", f'"""{said}"""')) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/clock.py", "import time\nx = time.time_ns()"),
        ("ui/theme/tokens.py", "INK = '#1a2b3c'"),
        ("ui/sale/page.py", "TEXT = 'Invoice #123'"),
        ("ui/sale/page.py", "import time\nx = time.monotonic()"),
        ("printing/device/printer.py", "from PySide6.QtPrintSupport import QPrinter"),
    ],
)
def test_what_is_allowed_passes(path: str, source: str) -> None:
    assert breaches(Module(path, f'"""Doc."""\n{source}')) == []


def test_no_room_is_empty() -> None:
    # A room is made when the day needs it; a folder in waiting would only claim that it stands.
    folders = {PACKAGE, *(path.parent for path in PACKAGE.rglob("__init__.py"))}
    empty = [
        folder.relative_to(PACKAGE).as_posix()
        for folder in sorted(folders)
        if not any(path.stat().st_size for path in folder.rglob("*.py"))
    ]
    assert empty == []


def test_an_empty_package_file_needs_no_docstring() -> None:
    assert breaches(Module("core/__init__.py", "")) == []


def test_no_folder_is_crowded() -> None:
    crowded = crowded_folders([module.path for module in package_modules()])
    assert crowded == [], "put the new module into a room of the same kind, or make one (docs/adr/0027)"


def test_a_crowded_folder_is_noticed() -> None:
    modules = [f"ui/till/part{n}.py" for n in range(MAX_MODULES)]
    assert crowded_folders([*modules, "ui/till/__init__.py"]) == []
    assert crowded_folders([*modules, "ui/till/one_more.py"]) == [f"ui/till: {MAX_MODULES + 1} modules"]


def test_exceptions_are_still_needed() -> None:
    modules = {module.path: module for module in package_modules()}
    for folder, count in FULL_FOLDERS.items():
        here = [
            path for path in modules if path.rpartition("/")[0] == folder and not path.endswith("__init__.py")
        ]
        assert MAX_MODULES < len(here) <= count
    late = [
        path
        for path in LATE_IMPORTS
        if not any(
            isinstance(inner, ast.Import | ast.ImportFrom)
            for node in modules[path].nodes
            if isinstance(node, ast.FunctionDef)
            for inner in ast.walk(node)
        )
    ]
    assert late == []
