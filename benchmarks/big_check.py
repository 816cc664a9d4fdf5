"""Two shops for `check`: one with a million bookings and 100,000 invoices, one of a tenth, made once by `salondesk demo`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

BOOKINGS, INVOICES, CLIENTS, YEARS = 1_000_000, 100_000, 200_000, 10


def shop_of(share: float) -> Path:
    """Return the folder of a shop of that share of the big one, making it first: the big one takes an hour, once.

    It has fewer years, not quieter days: a record of either has as many neighbours.
    """
    home = ROOT / "build" / "bench" / f"check-{round(BOOKINGS * share)}"
    if (home / "demo.json").exists():
        return home
    print(f"making a shop with {round(BOOKINGS * share)} bookings, once", file=sys.stderr)
    making = home.with_name(home.name + ".part")
    for folder in (making, home):
        shutil.rmtree(folder, ignore_errors=True)
    making.parent.mkdir(parents=True, exist_ok=True)
    size = {
        "--years": max(round(YEARS * share), 1), "--staff": 46, "--bookings": round(BOOKINGS * share),
        "--invoices": round(INVOICES * share), "--clients": round(CLIENTS * share),
    }  # fmt: skip
    words = [word for name, value in size.items() for word in (name, str(value))]
    command = [sys.executable, "-m", "salondesk", "demo", "--home", str(making), *words, "--json"]
    subprocess.run(command, check=True, cwd=ROOT / "src", stdout=subprocess.DEVNULL)
    making.rename(home)
    return home
