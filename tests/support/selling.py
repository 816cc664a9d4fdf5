"""A process that sells until it is killed: ``python -m tests.support.selling HOME``. Says a line when it has begun."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.shop import open_home


def main() -> None:
    """Sell for ever."""
    shop = open_home(Path(sys.argv[1]), origin="selling")
    sys.stdout.write("selling\n")
    sys.stdout.flush()
    while True:
        shop.pay(shop.ticket("CUT", "SHAMPOO"))


if __name__ == "__main__":
    main()
