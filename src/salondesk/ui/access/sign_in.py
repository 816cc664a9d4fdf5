"""Signing in: a tile with one's name, then the PIN. Covers the window; the diary stays behind it, names hidden."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from salondesk.core.errors import SalonDeskError
from salondesk.services.reads.read_models import UserTile
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, language, say
from salondesk.ui.kit.buttons import IconButton, TileButton
from salondesk.ui.kit.layout import Panel, column, label, row, scrolling
from salondesk.ui.kit.pin_pad import PinPad
from salondesk.ui.theme.current import theme
from salondesk.ui.workplace import Workplace

_PER_ROW = 3
_TILE_PX, _GAP_PX = 84, 12
_ROWS_SEEN = 4
"""Rows of tiles that fit on the smallest screen; more are scrolled to."""
_MASK = 0.72


class _HuggingStack(QStackedWidget):
    """A stack as high as the page that is shown, so that few names do not leave the card half empty."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        if page is None:
            return super().sizeHint()
        return page.sizeHint().expandedTo(page.minimumSize()).boundedTo(page.maximumSize())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


class SignInPanel(Retranslated, QWidget):
    """Tiles of who can sign in, then the pad.

    ``pins`` (a demo shop only) maps a name to the PIN that is shown beside it.
    Signals: chosen(): somebody is about to type a PIN; language_requested(): switch between English and Arabic;
    theme_requested().
    """

    chosen = Signal()
    language_requested = Signal()
    theme_requested = Signal()

    def __init__(
        self, work: Workplace, pins: dict[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self._pins = work, pins or {}
        self._tiles: list[tuple[TileButton, UserTile]] = []
        self._who: UserTile | None = None
        self._host: QWidget = self
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._shop, self._prompt = label("display"), label("muted")
        self._shop.setWordWrap(True)
        for part in (self._shop, self._prompt):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP_PX)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._stack = _HuggingStack()
        self._stack.addWidget(self._tile_page())
        self._stack.addWidget(self._pin_page())
        panel = Panel(raised=True, margin=32)
        panel.setFixedWidth(640)
        self._language = IconButton("languages", self.language_requested.emit)
        self._theme = IconButton("moon", self.theme_requested.emit)
        panel.body.addLayout(row(None, self._language, self._theme, gap=4))
        panel.body.addWidget(self._shop)
        panel.body.addWidget(self._prompt)
        panel.body.addWidget(self._stack)
        self.setLayout(column(None, row(None, panel, None), None, margin=16))
        self.retranslate()

    def _tile_page(self) -> QWidget:
        page = QWidget()
        page.setLayout(self._grid)
        area = scrolling(page, framed=False)
        self._tile_area = area
        return area

    def _pin_page(self) -> QWidget:
        page = QWidget()
        self._name, self._hint = label("head"), label("muted")
        for part in (self._name, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pad = PinPad(exact=4)
        self.pad.pin_entered.connect(self._on_pin_entered)
        self._back = IconButton("arrow-left", self.show_tiles)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self._back, None))
        layout.addWidget(self._name)
        layout.addWidget(self._hint)
        layout.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def retranslate(self) -> None:
        lang = language()
        self._shop.setText(self._work.shop.names.pick(lang))
        self._prompt.setText(_("Who is at the counter?") if self._who is None else _("Enter your PIN"))
        self._back.set_hint(_("Back to the names"))
        self._language.set_hint("العربية" if lang == "en" else "English")
        self._theme.set_hint(_("Light or dark"))
        self.setAccessibleName(_("Sign in"))
        for tile, user in self._tiles:
            pin = self._pins.get(user.names.pick("en"), "")
            role = user.role_names.pick(lang)
            shown = fill(_("{role} · PIN {pin}"), role=role, pin=formatter().digits(pin)) if pin else role
            tile.set_content(user.names.pick(lang), shown, icon_name="user")
        if self._who is not None:
            self._show_who(self._who)

    def show_users(self, users: Sequence[UserTile]) -> None:
        """Show who can sign in."""
        for tile, _user in self._tiles:
            tile.deleteLater()
        self._tiles = []
        for n, user in enumerate(users):
            tile = TileButton()
            tile.clicked.connect(lambda _checked=False, who=user: self.choose(who))
            tile.setFixedHeight(_TILE_PX)
            self._grid.addWidget(tile, n // _PER_ROW, n % _PER_ROW)
            tile.show()  # at once: one that is not shown yet cannot take the keyboard from the tile that goes
            # The style sheet's own least height of a button is lower, and would win where there are many.
            self._grid.setRowMinimumHeight(n // _PER_ROW, _TILE_PX)
            self._tiles.append((tile, user))
        rows = min(max(-(-len(users) // _PER_ROW), 1), _ROWS_SEEN)
        self._tile_area.setFixedHeight(rows * (_TILE_PX + _GAP_PX) - _GAP_PX)
        self.retranslate()
        self.show_tiles()

    def tiles(self) -> list[tuple[TileButton, UserTile]]:
        """Return the tiles and whose they are."""
        return list(self._tiles)

    def show_tiles(self) -> None:
        """Go back to the names."""
        self._who = None
        self.pad.clear()
        self._stack.setCurrentIndex(0)
        self._prompt.setText(_("Who is at the counter?"))
        if self._tiles:
            self._tiles[0][0].setFocus()

    def choose(self, user: UserTile) -> None:
        """Ask for this person's PIN."""
        self._who = user
        self.setFocus()  # the tile is about to hide; Qt would hand the keyboard to the diary behind
        self.pad.clear()
        self.pad.set_blocked(False)
        self._show_who(user)
        self._stack.setCurrentIndex(1)
        self._prompt.setText(_("Enter your PIN"))
        self.pad.setFocus()
        self.chosen.emit()

    def _show_who(self, user: UserTile) -> None:
        self._name.setText(user.names.pick(language()))
        pin = self._pins.get(user.names.pick("en"), "")
        self._hint.setText(fill(_("Demo shop: the PIN is {pin}"), pin=formatter().digits(pin)) if pin else "")
        self._hint.setVisible(bool(pin))

    def _on_pin_entered(self, pin: str) -> None:
        if self._who is None:
            return
        self.pad.set_blocked(True)
        self._work.sign_in(self, self._who.user_id, pin, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self.pad.set_blocked(False)
        text = say(error.message) if isinstance(error, SalonDeskError) else str(error)
        self.pad.refuse(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._who is not None:
            self.show_tiles()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab stays on the card: what lies behind is masked, not there to be used."""
        tiles = [tile for tile, _user in self._tiles]
        first: list[QWidget] = [self.pad, self._back] if self._who is not None else [*tiles]
        stops = [*first, self._language, self._theme]
        at = next((n for n, stop in enumerate(stops) if stop.hasFocus()), -1 if forward else 0)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Veil what lies behind: seen, not read."""
        mask = QColor(theme().tokens.colour["surface.sunken"])
        mask.setAlphaF(_MASK)
        QPainter(self).fillRect(self.rect(), mask)

    def cover(self, host: QWidget) -> None:
        """Lie over ``host`` and keep its size."""
        self._host = host
        self.setParent(host)
        host.installEventFilter(self)
        self.setGeometry(host.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)
