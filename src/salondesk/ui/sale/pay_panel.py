"""Takes money: a tile takes the rest, a typed amount takes a part, Enter closes the bill."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from salondesk.domain.sale.ticket import TenderKind
from salondesk.engine.cash import MOST_SUGGESTIONS, handed_over
from salondesk.engine.tendering import Offered
from salondesk.reports.z_report import TENDER_NAMES
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill
from salondesk.ui.kit.buttons import IconButton, TileButton, button
from salondesk.ui.kit.inputs import MoneyEdit
from salondesk.ui.kit.layout import Panel, Rule, column, label, row
from salondesk.ui.sale.slip import SlipForm
from salondesk.ui.sale.tendering import Tendering
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font

TENDER_ICONS = {TenderKind.CASH: "banknote", TenderKind.CARD: "credit-card", TenderKind.TRANSFER: "landmark"}
TENDER_KEYS = {TenderKind.CASH: "F9", TenderKind.CARD: "F11", TenderKind.TRANSFER: "F12"}
_WIDEST = 720
"""No wider, however wide the window: eye and hand go down one column."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PayPanel(Retranslated, Panel):
    """Signals: close_requested(tuple of Offered) once the bill is covered and confirmed; back_requested()."""

    close_requested = Signal(object)
    back_requested = Signal()

    def __init__(self, currency: str, cash_step_minor: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=20)
        self._currency, self._step = currency, cash_step_minor
        self.money = Tendering(0, cash_step_minor)
        self._saving = False
        self._form = column(gap=12)
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDEST)
        sheet.setLayout(self._form)
        across = row(None, sheet, None)
        across.setStretch(1, 1000)  # the sheet first; what is left over stands evenly at its sides
        self.body.addLayout(across)
        self._build_head()
        self._build_tiles()
        self._build_taken()
        self._build_foot()
        self.retranslate()

    def _build_head(self) -> None:
        self._back = IconButton("arrow-left", self.back_requested.emit)
        self._title = label("title")
        self._rest_title, self.rest_label = label("large"), label("display")
        self.amount = MoneyEdit(self._currency)
        self.amount.setFont(font(theme().tokens.size["text_title"]))
        self.amount.amount_changed.connect(lambda _minor: self._show_tiles())
        self._amount_label = label("field")
        self._amount_label.setBuddy(self.amount)
        self._amount_note = label("error", wrap=True)
        self._form.addLayout(row(self._back, self._title, None, gap=8))
        self._form.addWidget(self._rest_title)
        self._form.addWidget(self.rest_label)
        self._form.addLayout(column(self._amount_label, self.amount, self._amount_note, gap=4))

    def _build_tiles(self) -> None:
        self.tiles: dict[TenderKind, TileButton] = {}
        line = row(gap=10)
        for kind in TenderKind:
            tile = TileButton()
            tile.setMinimumHeight(92)
            tile.clicked.connect(lambda _checked=False, picked=kind: self.take(picked))
            self.tiles[kind] = tile
            line.addWidget(tile)
        self._form.addLayout(line)
        self.notes: list[QPushButton] = []
        self._notes_label = label("field")
        notes = row(self._notes_label, gap=8)
        for number in range(MOST_SUGGESTIONS):
            note = button("", partial(self._on_note, number))
            note.setMinimumHeight(44)
            self.notes.append(note)
            notes.addWidget(note, 1)
        self._suggested: tuple[int, ...] = ()
        self._notes_box = QWidget()
        notes.setContentsMargins(0, 0, 0, 0)
        self._notes_box.setLayout(notes)
        self._form.addWidget(self._notes_box)
        self.slip = SlipForm(self._currency)
        self.slip.taken.connect(self._on_slip)
        self.slip.dropped.connect(self._on_slip_dropped)
        self._form.addWidget(self.slip)

    def _build_taken(self) -> None:
        self._rule = Rule()
        self._form.addWidget(self._rule)
        self._taken = column(gap=4)
        self._form.addLayout(self._taken)
        self._taken_rows: list[QWidget] = []
        self._form.addStretch(1)

    def _build_foot(self) -> None:
        self.close_button = button("primary", self._on_close, large=True)
        self.close_button.setMinimumHeight(56)
        self._form.addWidget(self.close_button)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Take payment"))
        self._back.set_hint(_("Back to the items"), "Esc")
        self._title.setText(_("Take payment"))
        self._amount_label.setText(_("A part only? Type the amount, then choose how"))
        self.amount.setAccessibleName(_("Amount"))
        self._notes_label.setText(_("Cash handed over"))
        self._show()

    # -- doing

    def start(self, gross_minor: int) -> None:
        """Begin taking money for a bill of ``gross_minor``."""
        self.money = Tendering(gross_minor, self._step)
        self._saving = False
        self.slip.hide()
        self.amount.clear()
        self._show()
        self._focus()

    def set_gross(self, gross_minor: int) -> None:
        """The bill was edited meanwhile; what was put down stays."""
        if gross_minor != self.money.gross_minor:
            self.money = Tendering(gross_minor, self._step, self.money.offered)
            self._show()

    def set_saving(self, saving: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """The bill is being closed: nothing more may be taken."""
        self._saving = saving
        self._show()

    def go_on(self) -> None:
        """The bill was not closed: what was put down stays, and the keyboard comes back."""
        self.set_saving(False)
        self._focus()

    def take(self, kind: TenderKind) -> None:
        """Take what was typed, or exactly the rest, in one way of paying."""
        if self._saving or self.money.covers:
            return
        typed = self.amount.minor()
        if self.amount.is_wrong() or typed == 0:
            self._complain(_("That is not an amount."))
            return
        if kind is TenderKind.CASH:
            self._put(Offered(kind=kind, amount_minor=typed or self.money.cash_due_minor))
            return
        amount = typed or self.money.room_minor
        if amount > self.money.room_minor:
            self._complain(_("Only cash can be more than what is left: card and transfer give no change."))
            return
        self.slip.ask(kind, amount)
        self._show_tiles()

    def _on_slip(self, offer: Offered) -> None:
        self.slip.hide()
        self._put(offer)

    def _on_slip_dropped(self) -> None:
        self.slip.hide()
        self._show_tiles()
        self._focus()

    def _on_note(self, number: int) -> None:
        if number < len(self._suggested) and not self._saving:
            amount = self._suggested[number] - self.money.cash_minor
            self._put(Offered(kind=TenderKind.CASH, amount_minor=amount))

    def _put(self, offer: Offered) -> None:
        self.money = self.money.with_part(offer)
        self.amount.clear()
        self._show()
        self._focus()

    def _take_back(self, number: int) -> None:
        if not self._saving:
            self.money = self.money.without(number)
            self._show()
            self._focus()

    def _on_close(self) -> None:
        if self.money.covers and not self._saving:
            self.close_requested.emit(self.money.offered)

    def _focus(self) -> None:
        (self.close_button if self.money.covers else self.amount).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self.money.covers:
                self._on_close()
            elif self.amount.minor():
                self.take(TenderKind.CASH)
        elif event.key() == Qt.Key.Key_Escape:
            if self.slip.isVisibleTo(self):
                self._on_slip_dropped()
            elif not self._saving:
                self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    # -- showing

    def _complain(self, text: str) -> None:
        self._amount_note.setText(text)
        self._amount_note.setVisible(bool(text))

    def _show(self) -> None:
        shown, money = formatter(), self.money
        self._complain("")
        title, minor = _("Still to pay"), money.rest_minor
        if money.covers:
            title = _("Change due") if money.change_minor else _("Covered")
            minor = money.change_minor or money.exact_minor + money.cash_minor
        self._rest_title.setText(title)
        self.rest_label.setText(shown.money(minor, self._currency))
        self.rest_label.setAccessibleName(f"{title} {self.rest_label.text()}")
        for part in (self.amount, self._amount_label):
            part.setVisible(not money.covers)
        self._show_tiles()
        self._show_taken()
        text = _("Saving…") if self._saving else _("Close the bill")
        self.close_button.setText(f"{text}  ·  Enter" if money.covers and not self._saving else text)
        self.close_button.setEnabled(money.covers and not self._saving)
        self._back.setEnabled(not self._saving)

    def _show_tiles(self) -> None:
        shown, money = formatter(), self.money
        typed, asking = self.amount.minor(), self.slip.isVisibleTo(self)
        for kind, tile in self.tiles.items():
            whole = money.cash_due_minor if kind is TenderKind.CASH else money.room_minor
            detail = shown.money(typed or whole, self._currency)
            name = _(TENDER_NAMES[kind])
            tile.set_content(f"{name}   {TENDER_KEYS[kind]}", detail, icon_name=TENDER_ICONS[kind])
            tile.setVisible(not money.covers and not asking)
            tile.setEnabled(not self._saving)
        total = money.cash_due_minor + money.cash_minor
        self._suggested = () if money.covers or asking else handed_over(total, self._currency)
        for note, amount in zip(self.notes, (*self._suggested, 0, 0, 0, 0), strict=False):
            note.setText(shown.amount(amount, self._currency))
            note.setVisible(bool(amount))
        self._notes_box.setVisible(bool(self._suggested))

    def _show_taken(self) -> None:
        for old in self._taken_rows:
            self._taken.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._taken_rows = [self._taken_row(n, offer) for n, offer in enumerate(self.money.offered)]
        if self.money.rounding_minor:
            self._taken_rows.append(self._rounding_row())
        for made in self._taken_rows:
            self._taken.addWidget(made)
        self._rule.setVisible(bool(self._taken_rows))

    def _taken_row(self, number: int, offer: Offered) -> QWidget:
        money = formatter().money(offer.amount_minor, self._currency)
        name = _(TENDER_NAMES[offer.kind])
        proof = " · ".join(part for part in (offer.approval, offer.last4 and f"•••• {offer.last4}") if part)
        remove = IconButton("x", lambda: self._take_back(number))
        remove.set_hint(fill(_("Take back {tender}"), tender=name))
        remove.setEnabled(not self._saving)
        amount = label("strong", money)
        return _line(label("large", name), label("muted", proof or offer.reference), None, amount, remove)

    def _rounding_row(self) -> QWidget:
        amount = formatter().amount(self.money.rounding_minor, self._currency)
        return _line(label("muted", _("Rounding to coins")), None, label("muted", amount))


def _line(*parts: QWidget | None) -> QWidget:
    made = QWidget()
    made.setLayout(row(*parts, gap=10))
    return made
