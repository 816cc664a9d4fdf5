"""Starting the program as a process and hearing from it: shared by the benchmarks of start-up and memory.

The child runs the program's own ``run_window``; only Qt's event loop is taken over, to say when things are
seen and to end. The floor is an empty QMainWindow, started the same way in turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"
HOME = BUILD / "bench-demo"

FLOOR = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
class Window(QMainWindow):
    seen = False
    def paintEvent(self, event):
        super().paintEvent(event)
        self.seen = True
window = Window()
window.resize(1366, 768)
window.show()
while not window.seen:
    app.processEvents()
print("painted", flush=True)
"""

OURS = """
import sys, time
from pathlib import Path
from salondesk.app.window.start import run_window
from salondesk.app.paths import ShopPaths
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
HEAVY = ("sqlalchemy", "alembic", "reportlab", "requests", "keyring")

def until(true, app):
    # waits for events as the program's own loop does: turning without rest would take the interpreter from its threads
    end = time.monotonic() + 60
    wake = QTimer()
    wake.start(2)
    while not true():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")

def tour():
    from salondesk.ui.booking.canvas.surface import DiarySurface
    app = QApplication.instance()
    seen = []
    paint = DiarySurface.paintEvent
    DiarySurface.paintEvent = lambda self, event: (paint(self, event), seen.append(1))[0]
    until(lambda: seen, app)
    DiarySurface.paintEvent = paint
    before = [m for m in HEAVY if m in sys.modules]
    print("painted", "heavy:" + ",".join(before), flush=True)
    windows = lambda: [w for w in app.topLevelWidgets() if type(w).__name__ == "MainWindow"]
    if MODE != "paint":
        until(windows, app)
        window = windows()[0]
        until(lambda: hasattr(window.work, "executor") and window.sign_in.tiles(), app)
        tile = next(t for t, user in window.sign_in.tiles() if user.role_key == "reception")
        tile.click()
        window.sign_in.pad.pin_entered.emit(PIN)
        until(lambda: window.work.actor is not None and window.page("diary").board() is not None, app)
        window.open_room("sale")
        until(lambda: window.page("sale").isVisible() and window.page("sale").catalogue.tiles(), app)
        print("usable", flush=True)
    if MODE == "memory":
        for key in ("desk", "invoices", "till", "diary"):
            window.open_room(key)
            end = time.monotonic() + 0.5
            until(lambda: time.monotonic() > end, app)
        rows = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        print("rss", rows["VmRSS"].split()[0], flush=True)
    return 0

QApplication.exec = staticmethod(tour)
sys.exit(run_window(ShopPaths(Path(HOME))))
"""


def demo_home() -> Path:
    """Give a demo shop to open, made once."""
    if not (HOME / "shop.db").exists():
        subprocess.run([sys.executable, "-m", "salondesk", "demo", "--home", str(HOME)], check=True, stdout=2)
    return HOME


def pin() -> str:
    """Give the PIN of the demo's first receptionist."""
    data = json.loads((demo_home() / "demo.json").read_text(encoding="utf-8"))
    return next(str(p) for p in data["pins"].values() if str(p).startswith("2"))


def spoken(program: str, words: Mapping[str, object] | None = None) -> dict[str, tuple[float, str]]:
    """Run a child; give, for each word it says, the milliseconds since it was started and the rest of the line."""
    head = "".join(f"{name} = {value!r}\n" for name, value in (words or {}).items())
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["QT_QPA_PLATFORM"] = "offscreen"
    env.setdefault("SALONDESK_HOME", str(HOME))
    start = time.perf_counter_ns()
    child = subprocess.Popen(
        [sys.executable, "-c", head + program],
        stdout=subprocess.PIPE,
        text=True,
        env=env,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    heard = {}
    for line in child.stdout:
        word, _space, rest = line.strip().partition(" ")
        heard[word] = ((time.perf_counter_ns() - start) / 1e6, rest)
    if child.wait() != 0:
        raise RuntimeError("the program did not run to its end")
    return heard
