"""Write the tree of docs/architecture.md anew from the package's module docstrings: `python tools/tree.py`.

The words of a module are its docstring's first sentence, so that they are mended where they stand.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "salondesk"
DOCUMENT = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"(^```tree\n)(.*?)(^```)", re.MULTILINE | re.DOTALL)
SHUT = ("storage/migrations/versions/",)
"""Folders that stand for all they hold."""
WIDTH = 34


def words(module: Path) -> str:
    """Return the first sentence of a module's docstring."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    first = re.split(r"(?<=[^A-Z])\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]
    return first.rstrip(".")


def lines(folder: Path, depth: int) -> list[str]:
    """Return the lines of a folder's content, modules before folders."""
    found = []
    inside = sorted(
        p
        for p in folder.iterdir()
        if p.name not in ("__pycache__", "__init__.py", "_data")
        and (p.is_file() or any(p.rglob("*.py")))  # git keeps no folder without files: only this disk has it
    )
    for path in [p for p in inside if p.suffix == ".py"] + [p for p in inside if p.is_dir()]:
        name = "│  " * (depth - 1) + "├─ " + path.name + ("/" if path.is_dir() else "")
        init = path / "__init__.py"
        said = words(init) if path.is_dir() and init.exists() else words(path) if path.is_file() else ""
        found.append(f"{name:<{WIDTH}}  {said}".rstrip())
        shut = path.relative_to(PACKAGE).as_posix() + "/" in SHUT
        if (
            path.is_dir()
            and not shut
            and any(p.suffix == ".py" and p.name != "__init__.py" for p in path.rglob("*"))
        ):
            found += lines(path, depth + 1)
    return found


def tree() -> str:
    """Return the whole block."""
    return "\n".join(["src/salondesk/", *lines(PACKAGE, 1)]) + "\n"


def main() -> int:
    """Put the tree into the document; return 1 when it has no place for it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        return 1
    DOCUMENT.write_text(BLOCK.sub(lambda m: m.group(1) + tree() + m.group(3), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
