"""The rail of rooms at the leading edge: an icon over a word, only what the role may enter."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.room import Room
from salondesk.ui.shell.frame import RAIL_PX
from salondesk.ui.theme.icons import icon


class Rail(Retranslated, QFrame):
    """Signals: room_chosen(key)."""

    room_chosen = Signal(str)

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", True)
        self.setFixedWidth(RAIL_PX)
        self._rooms = tuple(rooms)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(4)
        for room in self._rooms:
            made = QToolButton()
            made.setProperty("rail", True)
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setIconSize(QSize(24, 24))
            made.setFixedSize(72, 64)
            made.setIcon(icon(room.icon, "text.on_rail"))
            made.clicked.connect(lambda _checked=False, key=room.key: self.room_chosen.emit(key))
            self._group.addButton(made)
            self._buttons[room.key] = made
            layout.addWidget(made)
        layout.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Rooms"))
        for room in self._rooms:
            made = self._buttons[room.key]
            made.setText(_(room.text))  # noqa: INT001 - marked where the room is declared
            made.setAccessibleName(_(room.text))  # noqa: INT001 - likewise
            made.setToolTip(f"{made.text()}  {room.shortcut}".strip())

    def show_for(self, permissions: frozenset[str]) -> None:
        """Show the rooms a role may enter."""
        for room in self._rooms:
            self._buttons[room.key].setVisible(any(p in permissions for p in room.permissions))

    def set_current(self, key: str) -> None:
        """Mark the room that is open."""
        self._buttons[key].setChecked(True)
        for (
            other,
            made,
        ) in self._buttons.items():  # Tab comes to the room that is open, the arrows to the others
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == key else Qt.FocusPolicy.NoFocus)

    def button_of(self, key: str) -> QToolButton:
        """Return a room's button."""
        return self._buttons[key]
