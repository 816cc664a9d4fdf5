"""`make run`: opens SalonDesk on the demo shop in `.demo/`, making the shop first when there is none.

Never opens a user's real shop: the folder is fixed, and SALONDESK_HOME is set aside.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
MAKING = ROOT / "build" / "demo"
"""A demo shop in the making; it becomes `.demo` by one rename, so that a half-made shop is never opened."""


def has_display() -> bool:
    """Whether a window can appear: always on Windows and macOS, by the session's variables elsewhere."""
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_demo() -> int:
    """Make the demo shop unless one stands; return the exit code."""
    if DEMO.is_dir() and any(DEMO.iterdir()):
        return 0
    print("Making the demo shop in .demo/", flush=True)
    shutil.rmtree(MAKING, ignore_errors=True)
    MAKING.parent.mkdir(exist_ok=True)
    code = subprocess.run(
        [sys.executable, "-m", "salondesk", "demo", "--home", str(MAKING)], cwd=ROOT
    ).returncode
    if code == 0:
        shutil.rmtree(DEMO, ignore_errors=True)
        MAKING.rename(DEMO)
    return code


def main() -> int:
    os.environ.pop("SALONDESK_HOME", None)
    code = make_demo()
    if code:
        return code
    if not has_display():
        print(
            "No display: neither DISPLAY nor WAYLAND_DISPLAY is set, so there is nowhere to open a window.\n"
            "Everything is set up; run this again in a desktop session.",
            file=sys.stderr,
        )
        return 2
    return subprocess.run([sys.executable, "-m", "salondesk", "--home", str(DEMO), *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
