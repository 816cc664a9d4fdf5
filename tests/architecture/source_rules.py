"""House rules that import contracts cannot say, as functions over one module's syntax tree.

Each rule takes a Module and yields a line for each breach; `breaches()` applies them all.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "salondesk"

MAX_LINES = 400
LONG_MODULES: dict[str, str] = {}
"""Modules over MAX_LINES that stay so, each with the reason why it is one job."""

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
QT_FREE_IN_UI = {"ui/booking/canvas/geometry.py", "ui/booking/gesture/drag.py"}
CLOCK = "core/clock.py"

MAX_SENTENCE = 100
FIRST_SENTENCE = re.compile(r".*?[.!?](?=\s|$)")

MAX_MODULES = 20
FULL_FOLDERS = {"ui/sale": 26}
"""Folders that may hold more modules than MAX_MODULES, with how many."""

LATE_IMPORTS = {
    "core/catalogue.py", "core/ids.py", "core/money.py", "domain/shop.py", "services/client/card.py",
    "storage/partial.py",
    "storage/reading.py", "storage/uow.py", "ui/booking/page/date_bar.py", "ui/booking/page/day_sheet.py",
    "ui/format.py", "ui/kit/dates.py", "ui/kit/feedback.py", "ui/kit/inputs.py", "ui/paper/late_prints.py",
    "ui/sale/page.py", "ui/shell/rooms.py", "ui/shell/status_line.py", "ui/theme/icons.py",
}  # fmt: skip
"""Modules outside app/ that import inside functions: what they import is not loaded before the first paint, or is not
on every system."""

OLD_WORDS = (
    "knock", "dress", "dressed", "veil", "veiled", "forth", "wish", "wishes", "wished", "cold", "look_at",
    "take_up_prints", "leave_prints", "doubt_the_clock", "ghost", "ghosted", "carry", "carried", "acting", "entering",
    "turns", "looks", "peeking", "feed",
)  # fmt: skip
"""Figures of speech that once were names, each replaced by the field's word (docs/architecture.md); an identifier may
not hold one as a part."""
NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

FILE_MOVES = "storage/outside/held_files.py"
OS_MOVES = {"os.replace", "os.rename", "os.renames", "os.remove", "os.unlink", "shutil.move"}

NOW_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "QDateTime.currentDateTime",
    "QDateTime.currentDateTimeUtc",
    "QDateTime.currentMSecsSinceEpoch",
    "QDate.currentDate",
    "QTime.currentTime",
}
HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6})\b|^#[0-9a-fA-F]{3}$")


@dataclass(frozen=True)
class Module:
    """A module of the package: its path below src/salondesk and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def room(self) -> str:
        return PurePosixPath(self.path).parts[0]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full dotted name of everything imported, wherever in the module."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


Rule = Callable[[Module], Iterator[str]]


def no_widgets_in_printing(module: Module) -> Iterator[str]:
    """Paper is drawn without widgets, so that it can be drawn off the interface thread."""
    if module.room == "printing":
        for line, name in module.imports():
            if name.startswith("PySide6.QtWidgets"):
                yield f"{module.path}:{line}: printing imports QtWidgets"


def calendar_arithmetic_without_qt(module: Module) -> Iterator[str]:
    """Geometry and gestures of the diary are tested without a window."""
    if module.path in QT_FREE_IN_UI:
        for line, name in module.imports():
            if name.split(".")[0] in ("PySide6", "shiboken6"):
                yield f"{module.path}:{line}: imports Qt"


def colours_only_in_the_theme(module: Module) -> Iterator[str]:
    """A colour written in a widget would be wrong in the other theme."""
    if module.room != "ui" or module.path.startswith("ui/theme/"):
        return
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEX_COLOUR.search(node.value):
            yield f"{module.path}:{node.lineno}: a colour outside the theme: {node.value[:40]!r}"


def now_only_in_the_clock(module: Module) -> Iterator[str]:
    """Time comes from the injected Clock, else tests and the demo could not choose it."""
    if module.path == CLOCK:
        return
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            owner = node.value
            owner_name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if f"{owner_name}.{node.attr}" in NOW_CALLS:
                yield f"{module.path}:{node.lineno}: reads the machine's clock: {owner_name}.{node.attr}"
    for line, name in module.imports():
        if name in ("time.time", "time.time_ns", "time.localtime"):
            yield f"{module.path}:{line}: reads the machine's clock: {name}"


def settings_are_declared(module: Module) -> Iterator[str]:
    """QSettings is untyped and lives in the registry on Windows; settings are declared in core/settings."""
    for line, name in module.imports():
        if name.endswith(".QSettings"):
            yield f"{module.path}:{line}: QSettings"


def one_job_per_module(module: Module) -> Iterator[str]:
    """A module that grows past the limit has more than one job, or a reason in LONG_MODULES."""
    lines = module.text.count("\n")
    if lines > MAX_LINES and module.path not in LONG_MODULES:
        yield f"{module.path}: {lines} lines, at most {MAX_LINES}"


def no_drawer_names(module: Module) -> Iterator[str]:
    """utils, helpers and the like are drawers, not rooms."""
    if FORBIDDEN_NAMES & set(PurePosixPath(module.path).with_suffix("").parts):
        yield f"{module.path}: says nothing about what lives in it"


def modules_say_what_they_are(module: Module) -> Iterator[str]:
    """Every module with code opens by saying what lives there."""
    if module.tree.body and ast.get_docstring(module.tree) is None:
        yield f"{module.path}: no module docstring"


def first_sentences_are_plain(module: Module) -> Iterator[str]:
    """A module's first sentence says what it is or does, at a glance: at most MAX_SENTENCE characters, no question."""
    said = ast.get_docstring(module.tree) or ""
    paragraph = " ".join(said.split("\n\n")[0].split())
    sentence = FIRST_SENTENCE.match(paragraph)
    first = sentence[0] if sentence else paragraph
    if len(first) > MAX_SENTENCE or "?" in first:
        yield f"{module.path}: its first sentence is not plain: {len(first)} characters"


def late_imports_are_named(module: Module) -> Iterator[str]:
    """An import inside a function hides an arrow of the house; outside app/ the modules that need one are named."""
    if module.room == "app" or module.path in LATE_IMPORTS:
        return
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"{module.path}:{inner.lineno}: imports inside a function"


def the_network_door_is_in_one_place(module: Module) -> Iterator[str]:
    """QtNetwork serves the door of a second start only; everything else of the network has rooms of its own."""
    for line, name in module.imports():
        if name.startswith("PySide6.QtNetwork") and module.path != "app/window/single_instance.py":
            yield f"{module.path}:{line}: imports QtNetwork"


def files_move_in_one_place(module: Module) -> Iterator[str]:
    """Windows refuses to move or remove a file that another program holds open: one module knows how to wait."""
    if module.path == FILE_MOVES or not module.path.startswith(("app/", "services/", "storage/", "ui/")):
        return
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_path = node.func.attr == "replace" and len(node.args) == 1 and not node.keywords
        if of_path or node.func.attr in ("unlink", "rename") or ast.unparse(node.func) in OS_MOVES:
            yield f"{node.lineno}: moves or removes a file without waiting for it ({FILE_MOVES})"


def migrations_are_frozen(module: Module) -> Iterator[str]:
    """What a migration did to an older shop it does for ever: it asks no rule and no record of today."""
    if not module.path.startswith("storage/migrations/versions/"):
        return
    for line, name in module.imports():
        if name.startswith("salondesk") and name != "salondesk.core.message.N_":
            yield f"{module.path}:{line}: a migration imports {name}"


def _names(module: Module) -> Iterator[tuple[int, str]]:
    yield 1, PurePosixPath(module.path).stem
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def plain_names(module: Module) -> Iterator[str]:
    """Names are the field's standard words; those of OLD_WORDS are gone for good."""
    for line, name in _names(module):
        said = "_".join(part.lower() for part in NAME_PARTS.findall(name))
        for word in OLD_WORDS:
            if f"_{word}_" in f"_{said}_":
                yield f"{module.path}:{line}: {name} says {word}"


RULES: tuple[Rule, ...] = (
    no_widgets_in_printing,
    calendar_arithmetic_without_qt,
    colours_only_in_the_theme,
    now_only_in_the_clock,
    settings_are_declared,
    one_job_per_module,
    no_drawer_names,
    modules_say_what_they_are,
    first_sentences_are_plain,
    late_imports_are_named,
    the_network_door_is_in_one_place,
    files_move_in_one_place,
    migrations_are_frozen,
    plain_names,
)


def breaches(module: Module) -> list[str]:
    """Every breach of every rule in one module."""
    return [line for rule in RULES for line in rule(module)]


def crowded_folders(modules: list[str]) -> list[str]:
    """The folders that hold more modules than they may; ``modules`` are paths below the package."""
    counts = Counter(
        PurePosixPath(path).parent.as_posix() for path in modules if not path.endswith("__init__.py")
    )
    return [
        f"{folder}: {count} modules"
        for folder, count in sorted(counts.items())
        if count > FULL_FOLDERS.get(folder, MAX_MODULES)
    ]


def package_modules() -> list[Module]:
    """The modules of the package; migrations are history and are left alone."""
    return [
        Module(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    ]
