"""Search as you type: a line, a list of rows under it, Enter picks. The rows come from a provider, at any
time later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from salondesk.ui.i18n import fill
from salondesk.ui.kit.inputs import SearchEdit
from salondesk.ui.kit.layout import Panel
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon


class PickerRow(NamedTuple):
    """One answer: what it stands for, its title, a quiet second line, a short text at the far end."""

    key: Any
    title: str
    detail: str = ""
    hint: str = ""
    icon_name: str = ""
    alert: bool = False


Deliver = Callable[[Sequence[PickerRow]], None]
Provider = Callable[[str, Deliver], None]
"""Asked with the text and a way to answer; a late answer to an old text is dropped."""

CREATE = object()
"""The key of the row that offers to make a new thing of the typed text."""
_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_HIGH, _LOW = 50, 36
_ENOUGH_PX = 200
"""A list of this height opens under its line, though there may be more room above: what was filled in stays seen."""


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[PickerRow] = []

    def put(self, rows: Sequence[PickerRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (found.title, found.detail, found.hint) if part)
        return found if role == _ROW else None


class _RowDelegate(QStyledItemDelegate):
    """Draws a row: title and hint on one line, the detail under them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, _HIGH if index.data(_ROW).detail else _LOW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        found: PickerRow = index.data(_ROW)
        tokens = theme().tokens
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.colour["surface.selected"]))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
        inner = area.adjusted(10, 6, -10, -6)
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if found.icon_name:
            left = inner.right() - 17 if rtl else inner.left()
            token = "danger.text" if found.alert else "accent.text"
            icon(found.icon_name, token).paint(painter, QRect(left, inner.center().y() - 8, 18, 18))
            inner.adjust(0 if rtl else 26, 0, -26 if rtl else 0, 0)
        lead, trail = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        upper = Qt.AlignmentFlag.AlignTop if found.detail else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(tokens.size["text_small"]))
        painter.setPen(QColor(tokens.colour["text.muted"]))
        self._write(painter, inner, trail | upper, found.hint)
        taken = painter.fontMetrics().horizontalAdvance(found.hint) + 12 if found.hint else 0
        self._write(painter, inner, lead | Qt.AlignmentFlag.AlignBottom, found.detail)
        painter.setFont(font(tokens.size["text_base"], QFont.Weight.Medium))
        painter.setPen(QColor(tokens.colour["danger.text" if found.alert else "text.main"]))
        free = inner.adjusted(taken if rtl else 0, 0, 0 if rtl else -taken, 0)
        self._write(painter, free, lead | upper, found.title)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, area: QRect, where: Qt.AlignmentFlag, text: str) -> None:
        """Write one line, cut with an ellipsis where the area ends."""
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(where | Qt.TextFlag.TextSingleLine), shown)


class PickerEdit(SearchEdit):
    """A search line whose answers drop down under it.

    Signals: picked(PickerRow); create_requested(str) when the row "Add …" is taken; cleared() when a picked
    text is changed again.
    """

    picked = Signal(object)
    create_requested = Signal(str)
    cleared = Signal()

    def __init__(
        self,
        provider: Provider,
        parent: QWidget | None = None,
        *,
        create_text: str = "",
        show_all: bool = False,
    ) -> None:
        super().__init__(parent)
        self._provider, self._create_text, self._show_all = provider, create_text, show_all
        self._asked = 0
        self._chosen: PickerRow | None = None
        self._popup: Panel | None = None
        self._model = _Rows(self)
        self._list = QListView(self)
        self._list.hide()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_RowDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setProperty("bare", True)
        self._list.setMouseTracking(True)
        self._list.clicked.connect(lambda index: self._take(index.row()))
        self._list.entered.connect(self._list.setCurrentIndex)
        self.textEdited.connect(self._on_text_edited)

    def chosen(self) -> PickerRow | None:
        """Give the row that was picked and not changed since."""
        return self._chosen

    def choose(self, found: PickerRow | None) -> None:
        """Show a row as picked, without a signal."""
        self._chosen = found
        self.setText(found.title if found else "")
        self.hide_rows()

    def set_create_text(self, text: str) -> None:
        """Offer to make a new thing of the typed text; `text` holds {text}, and "" offers nothing."""
        self._create_text = text

    def rows_shown(self) -> list[PickerRow]:
        """Give the rows in the open list."""
        return list(self._model.rows) if self._popup is not None and self._popup.isVisible() else []

    def ask(self) -> None:
        """Ask the provider for the present text."""
        self._asked += 1
        asked, text = self._asked, self.text().strip()
        if not text and not self._show_all:
            self.hide_rows()
            return
        self._provider(text, lambda rows: self._on_delivered(asked, rows))

    def hide_rows(self) -> None:
        """Close the list."""
        self._asked += 1
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_now = self._popup is not None and self._popup.isVisible()
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if open_now:
                self._step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.ask()
        elif open_now and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentIndex().row())
        elif open_now and key == Qt.Key.Key_Escape:
            self.hide_rows()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if (
            self._show_all
            and self._chosen is None
            and event.reason() != Qt.FocusReason.ActiveWindowFocusReason
        ):
            self.ask()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hide_rows()

    def event(self, event: QEvent) -> bool:
        # Escape closes the list and not the dialog around it.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._popup is not None
            and self._popup.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def _on_text_edited(self) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.cleared.emit()
        self.ask()

    def _on_delivered(self, asked: int, rows: Sequence[PickerRow]) -> None:
        if asked != self._asked:
            return
        shown = list(rows)
        text = self.text().strip()
        if self._create_text and text:
            shown.append(PickerRow(CREATE, fill(self._create_text, text=text), icon_name="plus"))
        self._model.put(shown)
        if not shown:
            self.hide_rows()
            return
        self._list.setCurrentIndex(self._model.index(0))
        self._place()

    def _place(self) -> None:
        window = self.window()
        if self._popup is None or self._popup.parentWidget() is not window:
            self._popup = Panel(window, raised=True, margin=6)
            self._popup.body.addWidget(self._list)
            self._list.show()
            self.destroyed.connect(self._popup.deleteLater)  # the window owns it, and lives longer
        wanted = 16 + sum(_HIGH if row.detail else _LOW for row in self._model.rows)
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        below, above = window.height() - corner.y() - 8, self.mapTo(window, QPoint(0, 0)).y() - 8
        height = min(wanted, below if below >= _ENOUGH_PX else max(below, above), 420)
        if height > below:
            corner.setY(self.mapTo(window, QPoint(0, 0)).y() - 2 - height)
        self._popup.setGeometry(corner.x(), corner.y(), max(self.width(), 240), height)
        self._popup.show()
        self._popup.raise_()

    def _step(self, by: int) -> None:
        count = len(self._model.rows)
        self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + by) % count))

    def _take(self, number: int) -> None:
        if not 0 <= number < len(self._model.rows):
            return
        found = self._model.rows[number]
        if found.key is CREATE:
            text = self.text().strip()
            self.hide_rows()
            self.create_requested.emit(text)
            return
        self.choose(found)
        self.picked.emit(found)
