"""The program's entry hands what was typed to the command line, which opens the window by default."""

import sys
from collections.abc import Sequence

from salondesk.app.cli.entry import run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as the command line says; return its exit status."""
    return run(sys.argv[1:] if argv is None else list(argv))
