"""One line of a bill: how many, at what price, who did it (alone, or shared between two), a note."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from salondesk.core.ids import Id
from salondesk.core.money import MILLI, PPM
from salondesk.domain.sale.ticket import LineShare, TicketLine
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.i18n import _, language
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import row
from salondesk.ui.kit.spins import CountSpin, NumberSpin
from salondesk.ui.sale.price_edit import PriceEdit

_HALF = 50
_BESIDE = 38
"""Height of the fields that stand side by side: a spin box and an edit are not of one height by themselves."""
_PERCENT_PPM = PPM // 100


class LineDialog(StandardDialog):
    """Edits a line; once accepted, ``is_edited`` and ``is_priced_anew`` tell which part of the result is news.

    ``may_price`` False shows the price and does not take another.
    """

    def __init__(
        self,
        line: TicketLine,
        staff: Sequence[StaffRow],
        currency: str,
        parent: QWidget | None = None,
        *,
        may_price: bool = True,
    ) -> None:
        super().__init__(parent)
        self._line, self._staff = line, tuple(staff)
        self.quantity = NumberSpin()
        self.quantity.setDecimals(0 if line.qty_milli % MILLI == 0 else 3)
        self.quantity.setRange(0.001 if line.qty_milli % MILLI else 1, 9999)
        self.quantity.setValue(line.qty_milli / MILLI)
        self.price = PriceEdit(line, currency, self)
        self.price.amount.setEnabled(may_price)
        self.price.back.setEnabled(may_price)
        self.price.choice.setEnabled(may_price)
        self.first, self.second = QComboBox(), QComboBox()
        self.share = CountSpin()
        self.share.setRange(1, 99)
        self.share.setSuffix(" %")
        self.share.setSingleStep(5)
        for spin in (self.quantity, self.share):
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note_edit = QLineEdit(line.note)
        self.note_edit.setMaxLength(200)
        self._rows = [
            FormRow(part) for part in (self.quantity, self.first, self.second, self.share, self.note_edit)
        ]
        for side_by_side in (self.quantity, self.price.amount):
            side_by_side.setFixedHeight(_BESIDE)
        counted = row(self._rows[0], self.price.amount_row, gap=12)
        counted.setStretch(0, 1)
        counted.setStretch(1, 1)
        self.body.addLayout(counted)
        self.body.addWidget(self.price)
        self.body.addWidget(self._rows[1])
        shared = row(self._rows[2], self._rows[3], gap=12)
        shared.setStretch(0, 1)
        self.body.addLayout(shared)
        self.body.addWidget(self._rows[4])
        self._order_tabs()
        self._fill_people()
        self._shares_shown = self._shares()
        self.second.currentIndexChanged.connect(lambda _index: self._update())
        self.first.currentIndexChanged.connect(lambda _index: self._update())
        self.price.changed.connect(self._on_price_changed)
        self.retranslate()
        self._update()
        self._on_price_changed()
        self.quantity.setFocus()
        self.quantity.selectAll()

    def _order_tabs(self) -> None:
        price = self.price
        parts = (
            self.quantity, price.amount, price.back, price.choice.usual, price.choice.words, self.first, self.second,
            self.share, self.note_edit, self.cancel_button, self.accept_button,
        )  # fmt: skip
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)

    def _fill_people(self) -> None:
        shares = self._line.shares
        for box in (self.first, self.second):
            box.addItem("", None)
            for who in self._staff:
                box.addItem(who.names.pick(language()), who.staff_id)
        chosen = [share.staff_id for share in shares[:2]]
        for box, staff_id in zip((self.first, self.second), chosen, strict=False):
            box.setCurrentIndex(max(self._number_of(staff_id), 0))
        self.share.setValue(round(shares[0].share_ppm / _PERCENT_PPM) if len(shares) > 1 else _HALF)

    def _number_of(self, staff_id: Id) -> int:
        return next((n for n, who in enumerate(self._staff, 1) if who.staff_id == staff_id), -1)

    def retranslate(self) -> None:
        self.set_texts(self._line.names.pick(language()), "", _("Save"))
        names = (_("Quantity"), _("Person"), _("Shared with"), _("Part of the first"), _("Note on this line"))
        for part, name in zip(self._rows, names, strict=True):
            part.set_text(name)
        self.first.setItemText(0, _("Nobody in particular"))
        self.second.setItemText(0, _("Nobody else"))
        for box in (self.first, self.second):
            for n, who in enumerate(self._staff, 1):
                box.setItemText(n, who.names.pick(language()))

    def _update(self) -> None:
        self.second.setEnabled(self.first.currentData() is not None)
        self._rows[3].setVisible(self._second_id() is not None)

    def _on_price_changed(self) -> None:
        self.accept_button.setEnabled(self.price.is_ready())
        self.fit()

    def _second_id(self) -> Id | None:
        first, second = self.first.currentData(), self.second.currentData()
        return Id(second) if first is not None and second is not None and first != second else None

    def qty_milli(self) -> int:
        """Return the quantity in thousandths."""
        return round(self.quantity.value() * MILLI)

    def note(self) -> str:
        """Return the note."""
        return self.note_edit.text().strip()

    def is_edited(self) -> bool:
        """Tell whether quantity, people or note are other than they were."""
        line = self._line
        return (self.qty_milli(), self.shares(), self.note()) != (line.qty_milli, line.shares, line.note)

    def is_priced_anew(self) -> bool:
        """Tell whether the price, or the reason for it, is other than it was."""
        change = self._line.price_change
        was = (self._line.unit_price_minor, change.reason if change else "")
        return (self.price.unit_price_minor(), self.price.reason()) != was

    def shares(self) -> tuple[LineShare, ...]:
        """Return who did it and their parts; what is not touched here stays as finely as it was set elsewhere."""
        chosen = self._shares()
        return self._line.shares if chosen == self._shares_shown else chosen

    def _shares(self) -> tuple[LineShare, ...]:
        first, second = self.first.currentData(), self._second_id()
        if first is None:
            return ()
        if second is None:
            return (LineShare(staff_id=Id(first), share_ppm=PPM),)
        part = self.share.value() * _PERCENT_PPM
        return (
            LineShare(staff_id=Id(first), share_ppm=part),
            LineShare(staff_id=second, share_ppm=PPM - part),
        )
