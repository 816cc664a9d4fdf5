"""The frame: rail, top bar, the open room, what waits and what is wrong; and the sign-in over it all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from salondesk.core.message import Message
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.settings import LOCK_MINUTES
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.read_models import UserTile
from salondesk.ui.access.sign_in import SignInPanel
from salondesk.ui.errors import Presenter
from salondesk.ui.i18n import Retranslated, _, language, say
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.feedback import Banner, Toast
from salondesk.ui.kit.layout import column, row
from salondesk.ui.paper.late_prints import LatePrints
from salondesk.ui.room import Room, RoomPage
from salondesk.ui.shell.frame import SIZE, TOP_PX
from salondesk.ui.shell.menu_key import offer_menu_key
from salondesk.ui.shell.presence import Presence
from salondesk.ui.shell.rail import Rail
from salondesk.ui.shell.status_line import StatusLine
from salondesk.ui.shell.user_menu import UserMenu
from salondesk.ui.theme.current import theme
from salondesk.ui.workplace import Workplace

_USER_PX, _LEAST_PX = 220, 320


class MainWindow(Retranslated, QMainWindow):
    """One window on one shop.

    Signals: language_requested(), theme_requested(): the program's start switches them.
    """

    language_requested = Signal()
    theme_requested = Signal()

    def __init__(
        self, work: Workplace, rooms: Sequence[Room], *, demo_pins: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        self.work, self._rooms = work, {room.key: room for room in rooms}
        self._pages: dict[str, RoomPage] = {}
        self._unnamed: set[str] = set()
        self.rail = Rail(rooms)
        self.rail.room_chosen.connect(self.open_room)
        self._stack = QStackedWidget()
        self.toast_host = QWidget()
        self.toast = Toast(self.toast_host)
        self.banner = Banner()
        self.banner.hide()
        self.presenter = Presenter(work, self, self.toast, self.banner)
        self._header_slot = QStackedWidget()
        self._header_slot.setFixedHeight(TOP_PX - 1)
        self._nobody = QWidget()
        self._header_slot.addWidget(self._nobody)
        self._user_button = button("", icon_name="user")
        self._user_button.setMaximumWidth(_USER_PX)
        self._user_button.hide()
        self.late_prints = LatePrints(work)
        self.status = StatusLine(work)
        self.status.room_requested.connect(self._enter)
        self._build_frame()
        self.sign_in = SignInPanel(work, demo_pins)
        self.sign_in.cover(self._centre)
        self.sign_in.language_requested.connect(self.language_requested)
        self.sign_in.theme_requested.connect(self.theme_requested)
        self.presence = Presence(_application(), self)
        self.presence.idle.connect(work.lock)
        self.presence.lock_pressed.connect(lambda: self._signed(work.lock))
        self._on_facts_changed()
        work.facts_changed.connect(self._on_facts_changed)
        work.user_changed.connect(self._on_user_changed)
        work.said.connect(self._on_said)
        self._make_shortcuts()
        self.resize(*SIZE)
        self.retranslate()
        theme().apply_style(self)

    def _build_frame(self) -> None:
        bar = _strip("topbar", row(self._header_slot, self._user_button, gap=12))
        # What a page would like to have must not push the window past the screen's foot when a banner comes.
        self._stack.setMinimumSize(_LEAST_PX, _LEAST_PX)
        middle = column(self.banner, self.late_prints, self._stack, gap=0)
        middle.setStretch(2, 1)
        self.toast_host.setLayout(middle)
        right = column(bar, self.toast_host, self.status, gap=0)
        right.setStretch(1, 1)
        whole = row(self.rail, right, gap=0)
        whole.setStretch(1, 1)
        self._centre = QWidget()
        self._centre.setLayout(whole)
        self.setCentralWidget(self._centre)
        self.menu = UserMenu(self.work, self)
        self.menu.language_requested.connect(self.language_requested)
        self.menu.theme_requested.connect(self.theme_requested)
        self._user_button.setMenu(self.menu)

    def _make_shortcuts(self) -> None:
        for keys, call in (
            (QKeySequence(QKeySequence.StandardKey.Undo), lambda: self._signed(lambda: self.work.undo(self))),
            (QKeySequence("Ctrl+Y"), lambda: self._signed(lambda: self.work.redo(self))),
            (QKeySequence("Ctrl+Shift+Z"), lambda: self._signed(lambda: self.work.redo(self))),
            (QKeySequence("Ctrl+L"), lambda: self._signed(self.work.lock)),
        ):
            QShortcut(keys, self, call)
        offer_menu_key(self)
        for room in self._rooms.values():
            if room.shortcut:
                QShortcut(QKeySequence(room.shortcut), self, lambda key=room.key: self._enter(key))

    def _signed(self, call: Callable[[], None]) -> None:
        if self.work.actor is not None:
            call()

    def _enter(self, key: str) -> None:
        room = self._rooms.get(key)
        if (
            room is not None
            and self.work.actor is not None
            and any(self.work.may(p) for p in room.permissions)
        ):
            self.open_room(key)

    def retranslate(self) -> None:
        self.setWindowTitle(f"SalonDesk: {self.work.shop.names.pick(language())}")
        self._user_button.setAccessibleName(_("Who is signed in"))
        self.presenter.retranslate()
        for key in self._unnamed:
            self._pages[key].setAccessibleName(_(self._rooms[key].text))  # noqa: INT001 - likewise
        if self.work.actor is not None:
            self._show_user()

    # -- rooms

    def page(self, key: str) -> RoomPage:
        """Return a room's page, building it when it is first asked for."""
        made = self._pages.get(key)
        if made is None:
            made = self._pages[key] = self._rooms[key].build(self.work)
            made.route_requested.connect(self.go)
            if not made.accessibleName():
                self._unnamed.add(key)
                made.setAccessibleName(_(self._rooms[key].text))  # noqa: INT001 - marked where the room is declared
            self._stack.addWidget(made)
            header = made.header()
            if header is not None:
                self._header_slot.addWidget(header)
        return made

    def open_room(self, key: str) -> None:
        """Show a room."""
        page = self.page(key)
        self.rail.set_current(key)
        self._header_slot.setCurrentWidget(page.header() or self._nobody)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def go(self, key: str, what: object) -> None:
        """Show a room with something in hand."""
        if key not in self._rooms:
            return
        self.open_room(key)
        self.page(key).open_with(what)

    # -- people

    def show_locked(self, users: Sequence[UserTile], board: DayBoard) -> None:
        """Show who can sign in, over the diary as it was just read."""
        self.sign_in.show_users(users)
        self.rail.show_for(frozenset())
        page = self.page("diary")
        self._stack.setCurrentWidget(page)
        page.open_with(board)

    def _on_facts_changed(self) -> None:
        self.presence.lock_after(self.work.setting(LOCK_MINUTES) * MINUTE_MS)
        if self.work.actor is not None:
            self.rail.show_for(self.work.permissions)

    def _on_user_changed(self) -> None:
        signed_in = self.work.actor is not None
        self.sign_in.setVisible(not signed_in)
        if not signed_in:
            self.presence.end()
            self._put_away()
            self.rail.show_for(frozenset())
            self._header_slot.setCurrentWidget(self._nobody)
            self._user_button.hide()
            self._stack.setCurrentWidget(self.page("diary"))
            self.sign_in.raise_()
            self.sign_in.show_tiles()
            self.work.ask(self, self.work.reads.user_tiles, self.sign_in.show_users)
            return
        self.rail.show_for(self.work.permissions)
        self.presence.begin()
        self._user_button.show()
        self._show_user()
        first = next(r.key for r in self._rooms.values() if any(self.work.may(p) for p in r.permissions))
        self.open_room(first)

    def _show_user(self) -> None:
        me = self.work.me.user_id
        tile = next((t for _button, t in self.sign_in.tiles() if t.user_id == me), None)
        name = tile.names.pick(language()) if tile else ""
        self._user_button.setText(name)
        self._user_button.setToolTip(name)

    def _put_away(self) -> None:
        """Close what was open over the window: nobody who comes next may go on in it. Nothing of it was saved."""
        self.toast.hide()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    # -- news

    def _on_said(self, what: Message, undoable: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self.work.actor is None:
            return
        if undoable:
            self.toast.say(say(what), _("Undo"), lambda: self.work.undo(self))
        elif not getattr(self._stack.currentWidget(), "shows_what_it_does", False):
            self.toast.say(say(what))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.presence.end()
        super().closeEvent(event)


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        raise RuntimeError("a window needs its application")
    return app


def _strip(name: str, line: QHBoxLayout) -> QFrame:
    """Make a full-width strip of the frame that the style sheet knows by name."""
    line.setContentsMargins(16, 0, 16, 0)
    made = QFrame()
    made.setProperty(name, True)
    made.setLayout(line)
    return made
