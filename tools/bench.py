"""`make bench`: runs the benchmarks one after another, each in a process of its own.

A benchmark is `benchmarks/ROOM/NAME.py`; it prints one JSON line on standard output. A module that another one imports
is shared stage, not a benchmark. Give names to run only those.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"


def imported_names(path: Path) -> set[str]:
    """The last word of every module a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.rpartition(".")[2] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update((node.module or "").split("."), (alias.name for alias in node.names))
    return names


def benchmarks(folder: Path = BENCHMARKS) -> dict[str, Path]:
    """Every benchmark by its name, room by room."""
    modules = {path.stem: path for path in sorted(folder.glob("*/*.py"))}
    shared = set().union(*(imported_names(path) for path in modules.values())) | {"__init__"}
    return {name: path for name, path in modules.items() if name not in shared}


def main() -> int:
    wanted = set(sys.argv[1:])
    found = benchmarks()
    unknown = wanted - found.keys()
    if unknown:
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(found)}", file=sys.stderr
        )
        return 2
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    failed = [
        name
        for name, path in found.items()
        if (not wanted or name in wanted) and subprocess.run([sys.executable, str(path)], env=env).returncode
    ]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
