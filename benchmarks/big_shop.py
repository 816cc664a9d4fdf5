"""The shop of ten years that benchmarks look at: a million bookings, 200,000 clients, made once by `salondesk demo`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from salondesk.app.bootstrap import OpenShop, open_shop  # noqa: E402 - the path is set just above
from salondesk.app.paths import ShopPaths  # noqa: E402 - the path is set above

HOME = ROOT / "build" / "bench" / "shop-1m"
SIZE = ("--years", "10", "--staff", "46", "--bookings", "1000000", "--clients", "200000")


def big_shop() -> OpenShop:
    """Open the big shop, making it first: that takes some minutes, once."""
    if not (HOME / "demo.json").exists():
        print("making a shop with a million bookings, once: some minutes", file=sys.stderr)
        making = HOME.with_name(HOME.name + ".part")
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(HOME, ignore_errors=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        env_path = str(ROOT / "src")
        command = [sys.executable, "-m", "salondesk", "demo", "--home", str(making), *SIZE, "--json"]
        subprocess.run(command, check=True, cwd=env_path, stdout=subprocess.DEVNULL)
        making.rename(HOME)
    return open_shop(ShopPaths(HOME), origin="benchmark")
