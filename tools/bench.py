"""`make bench`: runs the benchmarks one after another, each in a process of its own.

A benchmark is `benchmarks/NAME.py`; it prints one JSON line on standard output. Files that begin with an
underscore are shared by benchmarks and not run. Give names to run only those.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def main() -> int:
    wanted = set(sys.argv[1:])
    found = {path.stem: path for path in sorted(BENCHMARKS.glob("[!_]*.py"))}
    unknown = wanted - found.keys()
    if unknown:
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(found)}", file=sys.stderr
        )
        return 2
    failed = [
        name
        for name, path in found.items()
        if (not wanted or name in wanted) and subprocess.run([sys.executable, str(path)]).returncode
    ]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
