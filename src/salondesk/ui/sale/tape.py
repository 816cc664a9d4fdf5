"""The till roll draws a bill's lines and lets them be picked by pointer or key."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from salondesk.core.ids import Id
from salondesk.domain.sale.ticket import TicketLine
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.sale.ticket_model import AMOUNT, ITEM, QTY, ROW_ROLE, TapeRow, TicketModel
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font

_ROW, _MORE, _QTY_WIDTH, _AMOUNT_WIDTH = 54, 18, 52, 112
_Index = QModelIndex | QPersistentModelIndex


class _TapeDelegate(QStyledItemDelegate):
    """Draws one cell: a title over who and why, or an amount under the one it was."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TapeRow = index.data(ROW_ROLE)
        tokens = theme().tokens
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.colour["surface.selected"]))
        painter.setPen(QColor(tokens.colour["line.soft"]))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(8, 7, -8, -7)
        if index.column() == QTY:
            self._quantity(painter, inner, row)
        elif index.column() == ITEM:
            self._item(painter, inner, row)
        else:
            self._amount(painter, inner, row)
        painter.restore()

    def _quantity(self, painter: QPainter, inner: QRect, row: TapeRow) -> None:
        tokens = theme().tokens
        one = row.line.qty_milli == 1000
        painter.setFont(
            font(tokens.size["text_large"], QFont.Weight.Normal if one else QFont.Weight.DemiBold)
        )
        painter.setPen(QColor(tokens.colour["text.muted" if one else "accent.text"]))
        # The digits stand above the sign for both directions of reading.
        upper = Qt.AlignmentFlag.AlignTop if row.detail else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | upper), f"{row.quantity} ×")

    def _item(self, painter: QPainter, inner: QRect, row: TapeRow) -> None:
        tokens = theme().tokens
        title_font = font(tokens.size["text_large"], QFont.Weight.Medium)
        small = font(tokens.size["text_small"])
        lead = Qt.AlignmentFlag.AlignLeft
        upper = Qt.AlignmentFlag.AlignTop if row.detail else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(title_font)
        painter.setPen(QColor(tokens.colour["text.main"]))
        painter.drawText(inner, int(lead | upper), _cut(row.title, title_font, inner.width()))
        painter.setFont(small)
        painter.setPen(QColor(tokens.colour["text.muted"]))
        bottom = int(lead | Qt.AlignmentFlag.AlignBottom)
        if row.more:
            painter.drawText(inner, bottom, _cut(row.more, small, inner.width()))
            inner = inner.adjusted(0, 0, 0, -_MORE)
        painter.drawText(inner, bottom, _cut(row.detail, small, inner.width()))

    def _amount(self, painter: QPainter, inner: QRect, row: TapeRow) -> None:
        tokens = theme().tokens
        trail = Qt.AlignmentFlag.AlignRight
        upper = Qt.AlignmentFlag.AlignTop if row.struck or row.detail else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(tokens.size["text_large"], QFont.Weight.DemiBold))
        painter.setPen(QColor(tokens.colour["text.main"]))
        painter.drawText(inner, int(trail | upper), row.amount)
        if row.struck:
            struck = font(tokens.size["text_small"])
            struck.setStrikeOut(True)
            painter.setFont(struck)
            painter.setPen(QColor(tokens.colour["text.muted"]))
            line = inner.adjusted(0, 0, 0, -_MORE if row.more else 0)
            painter.drawText(line, int(trail | Qt.AlignmentFlag.AlignBottom), row.struck)


def _cut(text: str, with_font: QFont, width: int) -> str:
    return QFontMetrics(with_font).elidedText(text, Qt.TextElideMode.ElideRight, width)


class Tape(Retranslated, QTableView):
    """The lines of the bill.

    Signals: line_activated(TicketLine) on Enter or double click; line_selected(TicketLine or None);
    remove_requested(TicketLine) on Delete; quantity_requested(TicketLine, int) by + and -, in thousandths.
    """

    line_activated = Signal(object)
    line_selected = Signal(object)
    remove_requested = Signal(object)
    quantity_requested = Signal(object, int)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticket_model = TicketModel(currency, self)
        self.setModel(self.ticket_model)
        self.setItemDelegate(_TapeDelegate(self))
        self.setProperty("bare", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(ITEM, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(QTY, _QTY_WIDTH)
        self.setColumnWidth(AMOUNT, _AMOUNT_WIDTH)
        self.ticket_model.dataChanged.connect(lambda *_args: self._fit_rows())
        self.ticket_model.modelReset.connect(self._fit_rows)
        self.doubleClicked.connect(lambda _index: self._activate())
        self.selectionModel().selectionChanged.connect(
            lambda *_args: self.line_selected.emit(self.current_line())
        )
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Lines of the bill"))

    def _fit_rows(self) -> None:
        for n, shown in enumerate(self.ticket_model.rows):
            height = _ROW + (_MORE if shown.more else 0)
            if self.rowHeight(n) != height:
                self.setRowHeight(n, height)

    def current_line(self) -> TicketLine | None:
        """Return the line that is picked."""
        index = self.currentIndex()
        rows = self.ticket_model.rows
        picked = self.selectionModel().hasSelection() and index.isValid() and index.row() < len(rows)
        return rows[index.row()].line if picked else None

    def pick(self, line_id: Id) -> None:
        """Pick a line and bring it into sight."""
        number = self.ticket_model.row_of(line_id)
        if number >= 0:
            index = self.ticket_model.index(number, ITEM)
            flags = (
                self.selectionModel().SelectionFlag.ClearAndSelect | self.selectionModel().SelectionFlag.Rows
            )
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def _activate(self) -> None:
        line = self.current_line()
        if line is not None:
            self.line_activated.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        key = event.key()
        if line is None or key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(line)
        elif event.text() in ("+", "="):
            self.quantity_requested.emit(line, line.qty_milli + 1000)
        elif event.text() == "-" and line.qty_milli > 1000:
            self.quantity_requested.emit(line, line.qty_milli - 1000)
        else:
            event.ignore()  # characters are a scanner's, not a search in this list
