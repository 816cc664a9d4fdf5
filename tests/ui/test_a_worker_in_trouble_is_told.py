"""The foot of the window says what does not happen while a worker fails, and nothing once it is well again."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from salondesk.core.message import Message
from salondesk.services.worker import Health, WorkerState
from salondesk.ui.shell.status_line import StatusLine
from tests.support.rooms import RoomCounter


def shown(line: StatusLine) -> list[str]:
    return [label.text() for label in line.findChildren(QLabel) if label.isVisibleTo(line) and label.text()]


def test_trouble_is_said_and_goes_away(counter: RoomCounter) -> None:
    line = StatusLine(counter.work)
    failing = Health(
        state=WorkerState.FAILING,
        failures=1,
        message=Message("The disk reported an error. Nothing was saved; check the disk and try again."),
    )
    line.show_health("changes", Health(state=WorkerState.WELL))
    assert shown(line) == []
    line.show_health("changes", failing)
    (said,) = shown(line)
    assert said.count(": ") == 1
    line.show_health("changes", Health(state=WorkerState.WELL))
    assert shown(line) == []
    line.deleteLater()
