"""Runs the program as its own process and tells a test where things are; the program itself knows nothing of it.

    python -m tests.x11.driver FOLDER [the program's own arguments]

Four times a second it writes FOLDER/seen.json: every visible control (its kind, name, place on the screen) and every
accessible child of the diary. A file FOLDER/shoot names a picture of the whole screen to be taken.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from salondesk.app.main import main
from salondesk.ui.booking.gesture.grid import DiaryGrid

_EVERY_MS = 250


def _place(rect: QRect) -> list[int]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def _control(widget: QWidget) -> dict[str, Any]:
    text = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else ""
    at = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return {
        "kind": type(widget).__name__,
        "name": widget.accessibleName() or text,
        "text": text,
        "enabled": widget.isEnabled(),
        "focus": widget.hasFocus(),
        "at": _place(at),
    }


def _blocks(grid: DiaryGrid) -> list[dict[str, Any]]:
    tree = QAccessible.queryAccessibleInterface(grid)
    found = []
    for n in range(tree.childCount()):
        child = tree.child(n)
        found.append(
            {
                "role": child.role().name,
                "name": child.text(QAccessible.Text.Name),
                "at": _place(child.rect()),
                "offscreen": bool(child.state().offscreen),
            }
        )
    return found


def _seen() -> dict[str, Any]:
    controls, blocks, ids = [], [], []
    for widget in QApplication.allWidgets():
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, DiaryGrid):
            blocks = _blocks(widget)
        if widget.isWindow():
            ids.append(int(widget.winId()))
        controls.append(_control(widget))
    active = QApplication.activeWindow()
    return {"windows": ids, "active": active is not None, "controls": controls, "blocks": blocks}


def _watch(folder: Path) -> QTimer:
    timer = QTimer()

    def tick() -> None:
        fresh = folder / "seen.new"
        fresh.write_text(json.dumps(_seen()), encoding="utf-8")
        fresh.replace(folder / "seen.json")
        request = folder / "shoot"
        if request.exists():
            target = request.read_text(encoding="utf-8")
            request.unlink()
            QApplication.primaryScreen().grabWindow(0).save(target)

    timer.timeout.connect(tick)
    timer.start(_EVERY_MS)
    return timer


if __name__ == "__main__":
    app = QApplication(["salondesk"])
    watch = _watch(Path(sys.argv[1]))
    code = main(sys.argv[2:])
    watch.stop()
    sys.exit(code)
