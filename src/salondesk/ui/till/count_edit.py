"""Counting a drawer: how many of each note and coin, or the sum as one amount."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QWidget

from salondesk.core.money import exponent_of
from salondesk.engine.cash import cash_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, sided
from salondesk.ui.kit.buttons import SegmentedControl
from salondesk.ui.kit.inputs import MoneyEdit
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.kit.spins import CountSpin

PIECES, AMOUNT = "pieces", "amount"
_MOST = 9_999


class CountEdit(Retranslated, QWidget):
    """Enter goes from field to field.

    Signals: counted(object): the sum in minor units, or None while an amount is missing; finished(): Enter in the
    last field.
    """

    counted = Signal(object)
    finished = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        cash = cash_of(currency)
        self.pieces = cash.pieces if cash is not None else ()
        self.way = SegmentedControl([PIECES, AMOUNT])
        self.way.chosen.connect(lambda _key: self._on_way())
        self.spins: dict[int, CountSpin] = {}
        self._names: dict[int, QLabel] = {}
        self._sums: dict[int, QLabel] = {}
        self.amount = MoneyEdit(currency)
        self.amount.amount_changed.connect(lambda _minor: self._changed())
        self._amount_label = label("field")
        self._amount_label.setBuddy(self.amount)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._piece_page())
        amount_page = QWidget()
        amount_page.setLayout(column(self._amount_label, self.amount, None, gap=4))
        self._stack.addWidget(amount_page)
        self._total_title, self._total = label("large"), label("head")
        self.setLayout(
            column(row(self.way, None), self._stack, row(self._total_title, None, self._total), gap=12)
        )
        self.way.setVisible(bool(self.pieces))
        if not self.pieces:
            self.way.set_current(AMOUNT)
        self._on_way()
        self.retranslate()

    def _piece_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(
            2
        )  # beside a difference and its reason every row is whole on the smallest screen
        rows = -(-len(self.pieces) // 2)
        for number, piece in enumerate(self.pieces):
            spin = CountSpin()
            spin.setRange(0, _MOST)
            spin.setFixedWidth(84)
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
            spin.valueChanged.connect(lambda _value: self._changed())
            name, total = label("large"), label("muted")
            total.setMinimumWidth(92)
            for part in (name, total):
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            at = number % rows, (number // rows) * 4
            grid.addWidget(name, at[0], at[1])
            grid.addWidget(spin, at[0], at[1] + 1)
            grid.addWidget(total, at[0], at[1] + 2)
            self.spins[piece], self._names[piece], self._sums[piece] = spin, name, total
        grid.setColumnMinimumWidth(3, 20)
        grid.setColumnStretch(7, 1)
        grid.setRowStretch(rows, 1)
        return page

    def retranslate(self) -> None:
        self.way.set_texts([_("Notes and coins"), _("One amount")])
        self._amount_label.setText(_("Counted"))
        self.amount.setAccessibleName(_("Counted"))
        self._total_title.setText(_("Together"))
        shown = formatter()
        for piece, name in self._names.items():
            money = shown.amount(piece, self._currency)
            if piece % 10 ** exponent_of(self._currency) == 0:
                money = shown.number(piece // 10 ** exponent_of(self._currency))
            name.setText(sided(f"{money} ×"))
            self.spins[piece].setAccessibleName(fill(_("How many of {amount}"), amount=money))
        self._changed()

    def minor(self) -> int | None:
        """Return the counted sum; None while an amount is missing or wrong."""
        if self.way.current() == AMOUNT:
            return self.amount.minor()
        return sum(piece * spin.value() for piece, spin in self.spins.items())

    def set_minor(self, minor: int) -> None:
        """Show a sum as one amount."""
        self.way.set_current(AMOUNT)
        self.amount.set_minor(minor)
        self._on_way()

    def clear(self) -> None:
        """Begin a count anew."""
        for spin in self.spins.values():
            spin.setValue(0)
        self.amount.clear()
        self._changed()

    def begin(self) -> None:
        """Put the cursor where counting begins."""
        first = next(iter(self.spins.values()), None)
        if self.way.current() == AMOUNT or first is None:
            self.amount.setFocus()
        else:
            first.setFocus()
            first.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        spins = list(self.spins.values())
        at = next((n for n, spin in enumerate(spins) if spin.hasFocus()), len(spins) - 1)
        if self.way.current() == PIECES and at + 1 < len(spins):
            spins[at + 1].setFocus()
            spins[at + 1].selectAll()
        else:
            self.finished.emit()

    def _on_way(self) -> None:
        self._stack.setCurrentIndex(1 if self.way.current() == AMOUNT else 0)
        self._changed()

    def _changed(self) -> None:
        shown, minor = formatter(), self.minor()
        for piece, spin in self.spins.items():
            total = piece * spin.value()
            self._sums[piece].setText(shown.amount(total, self._currency) if total else "")
        self._total.setText(shown.money(minor or 0, self._currency))
        self.counted.emit(minor)
