"""What every room's page has in common: its place in the rail, its header, and keeping itself fresh."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from salondesk.domain.change import ChangeSet
from salondesk.ui.i18n import Retranslated
from salondesk.ui.kit.layout import Page
from salondesk.ui.workplace import Workplace


class RoomPage(Retranslated, Page):
    """A page that reloads when something it shows was written: at once if seen, else when it is next shown.

    Signals: route_requested(room key, what): go to another room with something in hand.
    """

    route_requested = Signal(str, object)
    watches: frozenset[str] = frozenset()
    """Nouns whose changes make the page stale."""
    shows_what_it_does = False
    """What is done here is seen here: no note says it again over the page's foot."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # who enters a room has the keyboard in it
        self._stale = True
        work.committed.connect(self._on_committed)
        work.user_changed.connect(self._on_user_changed)

    def header(self) -> QWidget | None:
        """Return what stands in the window's top bar while the page is shown."""
        return None

    def refresh(self) -> None:
        """Ask for everything again."""

    def open_with(self, what: object) -> None:
        """Show something another room handed over."""

    def touched(self, changes: ChangeSet) -> bool:
        """Tell whether a commit matters to what is shown."""
        return bool(self.watches & changes.nouns)

    def mark_stale(self) -> None:
        """Reload now if the page is seen, else when it is shown."""
        if self.isVisible() and self.work.actor is not None:
            self._stale = False
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.work.actor is not None:
            self._stale = False
            self.refresh()

    def _on_committed(self, changes: ChangeSet) -> None:
        if self.touched(changes):
            self.mark_stale()

    def _on_user_changed(self) -> None:
        self.mark_stale()


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the rail: shown to who holds any of ``permissions``."""

    key: str
    icon: str
    text: str
    permissions: tuple[str, ...]
    build: Callable[[Workplace], RoomPage]
    shortcut: str = ""
