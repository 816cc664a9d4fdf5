"""A person at the counter for tests: eyes (what the driver saw), a real mouse and a real keyboard (xdotool)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from salondesk.core.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 25.0


class Person:
    """Starts the program on a home, looks, points and types."""

    def __init__(self, display: str, home: Path, folder: Path, lang: str) -> None:
        self.home, self.folder, self.lang = home, folder, lang
        self._words = catalogue(lang)
        self._env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1"}
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.x11.driver", str(folder), "--home", str(home), "--lang", lang]
        self._log = (folder / "log.txt").open("wb")
        self._program = subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=self._log, stderr=self._log)

    def leave(self) -> None:
        """End the program."""
        self._program.terminate()
        self._program.wait(timeout=20)
        self._log.close()

    # -- eyes

    def _seen(self) -> dict[str, Any]:
        if self._program.poll() is not None:
            raise AssertionError(f"the program ended: {(self.folder / 'log.txt').read_text()}")
        try:
            found: dict[str, Any] = json.loads((self.folder / "seen.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"windows": [], "active": False, "controls": [], "blocks": []}
        return found

    def wait(self, what: str, look: Callable[[dict[str, Any]], Any]) -> Any:
        """Look again and again until there is something to see."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            found = look(self._seen())
            if found:
                return found
            time.sleep(0.15)
        self.picture("failed")
        raise AssertionError(f"never saw {what}; pictures in {self.folder}")

    def say(self, english: str) -> str:
        """Return a text of the interface in the language in force."""
        return self._words.gettext(english)

    def control(self, name: str, kind: str = "") -> dict[str, Any]:
        """Find an enabled control by (part of) its English name, or by its kind."""
        wanted = self.say(name) if name else ""

        def look(seen: dict[str, Any]) -> Any:
            fits = [
                c
                for c in seen["controls"]
                if wanted in c["name"] and c["enabled"] and (not kind or kind in c["kind"]) and c["name"]
            ]
            return min(fits, key=lambda c: len(c["name"]), default=None)

        found: dict[str, Any] = self.wait(f"{name} {kind}", look)
        return found

    def block(self, part: str) -> dict[str, Any]:
        """Find a block or a column of the diary by part of its accessible name."""
        found: dict[str, Any] = self.wait(
            part, lambda seen: next((b for b in seen["blocks"] if part in b["name"]), None)
        )
        return found

    def picture(self, name: str) -> Path:
        """Take a picture of the screen."""
        target = self.folder / f"{name}-{self.lang}.png"
        (self.folder / "shoot").write_text(str(target), encoding="utf-8")
        for _try in range(40):
            if target.exists():
                break
            time.sleep(0.1)
        return target

    # -- hands

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._env, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout.strip()

    def take_the_window(self) -> None:
        """Give the window the keyboard: there is no window manager on the virtual screen.

        The server refuses the keyboard to a window it has not drawn yet (X11 protocol, SetInputFocus: BadMatch), so
        it is given until the program says that it has it.
        """
        ids = self.wait("a window", lambda seen: seen["windows"])
        self._do("windowmove", str(ids[0]), "0", "0")
        self._do("windowsize", str(ids[0]), "1366", "768")

        def active(seen: dict[str, Any]) -> bool:
            if not seen["active"] and seen["windows"]:
                self._do("windowfocus", str(seen["windows"][0]))
            return bool(seen["active"])

        self.wait("the window to be active", active)

    def click(self, control: dict[str, Any]) -> None:
        """Click the middle of something."""
        x, y, width, height = control["at"]
        self.click_at(x + width // 2, y + height // 2)

    def click_at(self, x: int, y: int) -> None:
        """Click a point of the screen."""
        self._do("mousemove", str(x), str(y))
        time.sleep(0.1)
        self._do("click", "1")
        time.sleep(0.25)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag from point to point as a hand does: in small steps."""
        self._do("mousemove", str(start[0]), str(start[1]), "mousedown", "1")
        for n in range(1, 13):
            x = start[0] + (end[0] - start[0]) * n // 12
            y = start[1] + (end[1] - start[1]) * n // 12
            self._do("mousemove", str(x), str(y))
            time.sleep(0.02)
        time.sleep(0.2)
        self._do("mouseup", "1")
        time.sleep(0.3)

    def wheel(self, x: int, y: int, *, up: bool) -> None:
        """Turn the wheel by one notch over a point, and let the driver look again."""
        self._do("mousemove", str(x), str(y))
        self._do("click", "4" if up else "5")
        time.sleep(0.6)

    def keys(self, *names: str) -> None:
        """Press keys by their X names."""
        for name in names:
            self._do("key", name)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "40", text)
        time.sleep(0.3)

    # -- the back office

    def console(self, *words: str) -> Any:
        """Ask the command line, as another process, for JSON."""
        command = [sys.executable, "-m", "salondesk", *words, "--home", str(self.home), "--json"]
        done = subprocess.run(
            command, cwd=ROOT, env=self._env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Return the records of a kind as the command line lists them."""
        found: list[dict[str, Any]] = self.console("list", kind)["rows"]
        return found

    def until_rows(self, kind: str, fits: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """Ask the command line until its list is so."""
        end = time.monotonic() + _PATIENCE_S
        rows = self.rows(kind)
        while not fits(rows):
            if time.monotonic() > end:
                self.picture("failed")
                raise AssertionError(f"{kind}: {rows}; pictures in {self.folder}")
            time.sleep(0.4)
            rows = self.rows(kind)
        return rows
