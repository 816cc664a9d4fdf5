"""Lists: a table in the house style over plain rows, and a panel with search, table and empty state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.inputs import SearchEdit
from salondesk.ui.kit.layout import column, row

_Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """One column: its English title marked with N_, and how a row is shown in it."""

    title: str
    text: Callable[[Any], str]
    is_number: bool = False
    stretches: bool = False


class RowModel(QAbstractTableModel):
    """Rows of any values, shown through columns; titles follow the language."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []

    def put(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.text(self.rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(shown)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                title = self.columns[section].title
                return _(title) if title else ""
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self.columns[section])
        return None


def _alignment(shown: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if shown.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class ListTable(QTableView):
    """A table to read and to pick from, with the keyboard alone if one likes.

    Signals: row_activated(row) on Enter or double click; row_selected(row or None).
    """

    row_activated = Signal(object)
    row_selected = Signal(object)

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowModel(columns, self)
        self.setModel(self.rows_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(40)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(64)
        for number, shown in enumerate(columns):
            mode = (
                QHeaderView.ResizeMode.Stretch if shown.stretches else QHeaderView.ResizeMode.ResizeToContents
            )
            head.setSectionResizeMode(number, mode)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(self.rows_model.rows[index.row()]))
        self.selectionModel().selectionChanged.connect(
            lambda *_args: self.row_selected.emit(self.current_row())
        )

    def put(self, rows: Sequence[Any]) -> None:
        """Show other rows, keeping the place."""
        place = self.currentIndex().row()
        self.rows_model.put(rows)
        if rows and place >= 0:
            self.select_row(min(place, len(rows) - 1))

    def select_row(self, number: int) -> None:
        """Select a row by number. Qt's selectRow finds no column in RTL before the first layout."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows_model.index(number, 0), flags)

    def current_row(self) -> Any:
        """Give the selected row's value, or None."""
        index = self.currentIndex()
        return self.rows_model.rows[index.row()] if index.isValid() else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by Tab stands on a row that is seen; Qt would have a current one that is not selected."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.rows_model.rows and not self.selectionModel().hasSelection():
            self.select_row(max(0, self.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_activated.emit(self.current_row())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self.rows_model.columns:
            self.rows_model.headerDataChanged.emit(
                Qt.Orientation.Horizontal, 0, len(self.rows_model.columns) - 1
            )
            self.viewport().update()
        super().changeEvent(event)


class ListPanel(Retranslated, QWidget):
    """The skeleton of a list: search and actions above, the table, and what to say when it is empty.

    Signals: search_edited(text).
    """

    search_edited = Signal(str)

    def __init__(self, columns: Sequence[Column], empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchEdit()
        self.search.textChanged.connect(self.search_edited)
        self.table, self.empty = ListTable(columns), empty
        self.tools = row(gap=8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        head = row(self.search, self.tools, gap=8)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._stack, gap=12))
        self.retranslate()

    def retranslate(self) -> None:
        self.search.set_hint(_("Search"))

    def put(self, rows: Sequence[Any]) -> None:
        """Show rows, or the empty state when there are none."""
        self.table.put(rows)
        self._stack.setCurrentIndex(0 if rows or self.search.text() else 1)
