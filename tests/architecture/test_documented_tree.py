"""The tree in docs/architecture.md is the tree on the disk.

The tree is the fenced block marked `tree`: three columns of indent a level; on each line one or more names,
where a folder ends in a slash, then two spaces and words. A folder without lines below it stands for all it
holds; in one with lines below it, every module and package must be named.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.source_rules import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"^```tree\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENT = 3


def parse(block: str) -> dict[str, bool]:
    """The paths a tree names, each with whether lines stand below it; folders end in a slash."""
    paths: dict[str, bool] = {}
    above: list[str] = []
    for line in block.splitlines():
        bare = line.lstrip("│├└─ ")
        if not bare:
            continue
        depth = (len(line) - len(bare)) // INDENT
        base = "".join(above[:depth])
        if base:
            paths[base] = True
        names = re.split(r"\s{2,}", bare, maxsplit=1)[0].split()
        paths.update({base + name: False for name in names})
        above[depth:] = [names[-1]]
    return paths


def differences(block: str, exists: set[str]) -> list[str]:
    """What the tree names and the disk lacks, and what it leaves out; `exists` has folders with a slash."""
    paths = parse(block)
    wrong = [f"not on the disk: {path}" for path in paths if path not in exists]
    for folder in (path for path, opened in paths.items() if opened):
        for path in exists:
            rest = path.removeprefix(folder)
            if path != rest and rest and "/" not in rest.rstrip("/") and path not in paths:
                wrong.append(f"not in the tree: {path}")
    return sorted(wrong)


def on_disk() -> set[str]:
    """Every file and folder a tree may name; of what it must name, only modules and packages."""
    found = set()
    for top in ROOT.iterdir():
        if top.name in (".venv", ".git", ".demo", "build", "dist"):
            continue
        for path in (top, *top.rglob("*")):
            if "__pycache__" not in path.parts:
                found.add(path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else ""))
    return found


def must_be_named(path: str) -> bool:
    if not path.startswith("src/salondesk/") or path.endswith("/__init__.py"):
        return False
    return path.endswith((".py", "/")) and path != "src/salondesk/_data/"


def test_the_documented_tree_is_the_one_on_the_disk() -> None:
    if not DOCUMENT.exists():
        pytest.skip("docs/architecture.md is not written yet")
    block = BLOCK.search(DOCUMENT.read_text(encoding="utf-8"))
    assert block, "docs/architecture.md has no block marked ```tree"
    exists = on_disk()
    wrong = differences(block.group(1), exists)
    assert [
        line
        for line in wrong
        if line.startswith("not on") or must_be_named(line.removeprefix("not in the tree: "))
    ] == []


def test_the_places_that_the_document_names_are_there() -> None:
    table = DOCUMENT.read_text(encoding="utf-8").partition("## Where a change goes")[2].partition("## ")[0]
    named = re.findall(r"`([a-z_0-9./]+/[a-z_0-9./]*)`", table)
    package = DOCUMENT.parents[1] / "src" / "salondesk"
    gone = [
        path
        for path in named
        if not any(p.exists() for p in (package / path, package / f"{path}.py", DOCUMENT.parents[1] / path))
    ]
    assert (gone, len(named) > 30) == ([], True)


TREE = """\
Makefile docs/           what a person types
src/shop/                the package
├─ core/                 words
│  ├─ money.py ids.py    numbers
│  └─ clock.py
└─ ui/                   everything a person sees
"""
DISK = {
    "Makefile",
    "docs/",
    "docs/adr/",
    "src/shop/",
    "src/shop/core/",
    "src/shop/core/money.py",
    "src/shop/core/ids.py",
    "src/shop/core/clock.py",
    "src/shop/ui/",
    "src/shop/ui/page.py",
}


def test_a_tree_that_fits_has_no_differences() -> None:
    assert differences(TREE, DISK) == []


def test_a_module_left_out_and_one_invented_are_told() -> None:
    assert differences(TREE, DISK | {"src/shop/core/fold.py"}) == ["not in the tree: src/shop/core/fold.py"]
    assert differences(TREE, DISK - {"src/shop/core/ids.py"}) == ["not on the disk: src/shop/core/ids.py"]
