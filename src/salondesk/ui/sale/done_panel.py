"""After the money: change due in huge type, whether the receipt came out, and what people do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QWidget

from salondesk.services.ports.paper import PrintResult
from salondesk.services.sale.checkout import SaleDone
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, say
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.keys import letter_of
from salondesk.ui.kit.layout import Panel, label, restyle, row
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon

_HUGE = 64


class DonePanel(Retranslated, Panel):
    """Signals: print_requested(); preview_requested(); new_sale_requested()."""

    print_requested = Signal()
    preview_requested = Signal()
    new_sale_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=28)
        self._done: SaleDone | None = None
        self._printed: PrintResult | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tick = label()
        self._title, self._number = label("head"), label("muted")
        self._change_title, self.change_label = label("title"), label()
        self.change_label.setFont(font(_HUGE, QFont.Weight.DemiBold))
        self.change_label.setProperty("role", "huge")
        self._paid = label("large")
        self.print_note = label("large", wrap=True)
        for part in (
            self._tick,
            self._title,
            self._number,
            self._change_title,
            self.change_label,
            self._paid,
        ):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_button = button("", self.print_requested.emit, icon_name="printer", large=True)
        self.preview_button = button("", self.preview_requested.emit, icon_name="eye", large=True)
        self.new_button = button("primary", self.new_sale_requested.emit, icon_name="plus", large=True)
        self.body.addStretch(1)
        for part in (self._tick, self._title, self._number):
            self.body.addWidget(part)
        self.body.addSpacing(16)
        for part in (self._change_title, self.change_label, self._paid):
            self.body.addWidget(part)
        self.body.addSpacing(16)
        self.body.addWidget(self.print_note)
        self.body.addStretch(1)
        self.body.addLayout(row(self.print_button, self.preview_button, self.new_button, gap=10))
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Sale finished"))
        for part, text, key in (
            (self.print_button, _("Print") if self.is_unprinted() else _("Print again"), "P"),
            (self.preview_button, _("Preview"), "V"),
            (self.new_button, _("New sale"), "Enter"),
        ):
            part.setText(f"{text}  ·  {key}")
        self._title.setText(_("Payment complete"))
        self._tick.setPixmap(icon("circle-check", "success.text").pixmap(48, 48))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tick.setPixmap(icon("circle-check", "success.text").pixmap(48, 48))
        super().changeEvent(event)

    def show_sale(self, done: SaleDone) -> None:
        """Show what the till said of a sale; its receipt is being printed."""
        self._done, self._printed = done, None
        self.retranslate()
        self.setFocus()

    def show_printing(self) -> None:
        """Another copy is being printed."""
        self._printed = None
        self._show()

    def show_printed(self, result: PrintResult) -> None:
        """Say whether paper came out."""
        self._printed = result
        self.retranslate()

    def is_unprinted(self) -> bool:
        """Tell whether the receipt is known not to have come out: what is printed next is still the original."""
        return self._printed is not None and not self._printed.printed

    def sale(self) -> SaleDone | None:
        """Return the sale that is shown."""
        return self._done

    def _show(self) -> None:
        done, shown = self._done, formatter()
        if done is None:
            return
        self._number.setText(shown.name(done.number))
        money = shown.money(done.payable_minor, done.currency)
        has_change = bool(done.change_minor)
        self._change_title.setText(_("Change due") if has_change else _("Received"))
        self.change_label.setText(shown.money(done.change_minor, done.currency) if has_change else money)
        self._paid.setText(fill(_("of a bill of {amount}"), amount=money) if has_change else "")
        self._show_printing()

    def _show_printing(self) -> None:
        result = self._printed
        if result is None:
            text, role = _("Receipt printing…"), "muted"
        elif result.printed:
            text, role = _("Receipt printed"), "muted"
        else:
            text, role = (
                say(result.trouble) if result.trouble else _("The receipt was not printed."),
                "trouble",
            )
        self.print_note.setText(text)
        restyle(self.print_note, "role", "strong" if role == "trouble" else role)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = letter_of(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.new_sale_requested.emit()
        elif letter == "p":
            self.print_requested.emit()
        elif letter == "v":
            self.preview_requested.emit()
        else:
            super().keyPressEvent(event)
