"""A process that wants a slot: ``python -m tests.support.racing HOME SIGNAL``. Waits for the file SIGNAL, then books.

Ends with 0 when it got the slot, 3 when someone else has it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from salondesk.core.errors import SlotTaken
from tests.support.shop import open_home


def main() -> int:
    """Wait, then book."""
    home, signal = map(Path, sys.argv[1:])
    shop = open_home(home, origin="racing")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not signal.exists():
        time.sleep(0.001)
    try:
        shop.book("MONA", "CUT", at="15:00")
    except SlotTaken:
        return 3
    finally:
        shop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
