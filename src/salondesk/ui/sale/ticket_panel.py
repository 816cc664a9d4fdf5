"""The bill at the counter: whose it is, the till roll, the totals, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.client.card import Client
from salondesk.domain.sale.invoice import InvoiceForm
from salondesk.domain.sale.ticket import TicketLine
from salondesk.engine.fiscal import form_of
from salondesk.engine.pricing import PricedTicket
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, _n
from salondesk.ui.kit.buttons import IconButton, button
from salondesk.ui.kit.feedback import Banner, EmptyState
from salondesk.ui.kit.layout import Panel, Rule, label, row
from salondesk.ui.sale.bill import Bill
from salondesk.ui.sale.catalogue import plain
from salondesk.ui.sale.tape import Tape
from salondesk.ui.sale.totals import TotalsView
from salondesk.ui.theme.icons import icon
from salondesk.ui.workplace import Workplace


class TicketPanel(Retranslated, Panel):
    """Shows one bill; every request to change it goes out as a signal.

    Signals: pay_requested(); discount_requested(line or None); line_edit_requested(TicketLine);
    quantity_requested(TicketLine, int); remove_requested(TicketLine); buyer_requested(); drop_requested().
    """

    pay_requested = Signal()
    discount_requested = Signal(object)
    line_edit_requested = Signal(object)
    quantity_requested = Signal(object, int)
    remove_requested = Signal(object)
    buyer_requested = Signal()
    drop_requested = Signal()

    def __init__(self, bill: Bill, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=14)
        self._bill, self._work, self._currency = bill, work, work.shop.currency
        self._people: dict[Id, LocalText] = {}
        self._client: Client | None = None
        self._may_discount = True
        self.tape = Tape(self._currency)
        self._build_head()
        self._build_line_bar()
        self.totals = TotalsView(self._currency)
        self._build_foot()
        self._put_together()
        bill.changed.connect(self.show_bill)
        bill.line_touched.connect(self.tape.pick)
        self.tape.line_selected.connect(lambda _line: self._update_line_bar())
        self.tape.line_activated.connect(self.line_edit_requested)
        self.tape.remove_requested.connect(self.remove_requested)
        self.tape.quantity_requested.connect(self.quantity_requested)
        self.retranslate()

    # -- building

    def _build_head(self) -> None:
        self.client_button = button("quiet", self.buyer_requested.emit)
        self.client_button.setIcon(icon("user", "accent.text"))
        self._buyer_note = label("small")
        self.alert = Banner("danger", closable=False)
        self.alert.hide()
        self.drop_button = IconButton("trash-2", self.drop_requested.emit)

    def _build_line_bar(self) -> None:
        self.less_button = IconButton("minus", lambda: self._step(-1000))
        self.more_button = IconButton("plus", lambda: self._step(1000))
        self.edit_button = IconButton("pencil", lambda: self._with_line(self.line_edit_requested.emit))
        self.line_discount_button = IconButton(
            "percent", lambda: self._with_line(self.discount_requested.emit)
        )
        self.remove_button = IconButton("x", lambda: self._with_line(self.remove_requested.emit))
        self._line_buttons = (
            self.less_button,
            self.more_button,
            self.edit_button,
            self.line_discount_button,
            self.remove_button,
        )
        for part in self._line_buttons:
            part.setMinimumSize(44, 40)

    def _build_foot(self) -> None:
        self.discount_button = button("", lambda: self.discount_requested.emit(None))
        self.discount_button.setIcon(icon("percent"))
        self.buyer_button = button("", self.buyer_requested.emit)
        self.buyer_button.setIcon(icon("file-text"))
        self.pay_button = button("primary", self.pay_requested.emit, large=True)
        self.pay_button.setMinimumHeight(56)

    def _put_together(self) -> None:
        self._empty = EmptyState("receipt-text")
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.tape)
        head = row(self.client_button, None, self._buyer_note, self.drop_button, gap=6)
        bar = row(*self._line_buttons, gap=4)
        bar.insertStretch(2, 1)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self.body.addWidget(self.alert)
        self.body.addWidget(self._middle, 1)
        self.body.addLayout(bar)
        self.body.addWidget(Rule())
        self.body.addWidget(self.totals)
        self.body.addLayout(row(self.discount_button, self.buyer_button, gap=8))
        self.body.addWidget(self.pay_button)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Bill"))
        self._empty.set_texts(
            _("No bill yet"), _("Tap an item, scan a product, or check out a visit from the diary.")
        )
        self.less_button.set_hint(_("One less"), "-")
        self.more_button.set_hint(_("One more"), "+")
        self.edit_button.set_hint(_("Quantity, price, people, note"), "Enter")
        self.line_discount_button.set_hint(_("Discount on this line"))
        self.remove_button.set_hint(_("Take this line off"), "Del")
        self.drop_button.set_hint(_("Drop this bill"))
        self.discount_button.setText(_("Discount"))
        self.buyer_button.setText(_("Tax invoice"))
        self.show_bill()

    # -- showing

    def set_people(self, people: dict[Id, LocalText]) -> None:
        """Know the names of those who do the work."""
        self._people = people
        self.show_bill()

    def set_client(self, client: Client | None) -> None:
        """Show whose bill it is; an alert cannot be missed."""
        self._client = client
        if client is not None and client.alert:
            self.alert.say(formatter().name(client.alert))
        else:
            self.alert.hide()
        self._show_client()

    def set_may_discount(self, may: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Offer discounts only to who may give them at all; limits are the service's."""
        self._may_discount = may
        self.show_bill()

    def set_paying(self, paying: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """While money is taken the button for it is elsewhere."""
        self.pay_button.setVisible(not paying)

    @property
    def total_label(self) -> QLabel:
        """The total."""
        return self.totals.total_label

    def client_name(self) -> str:
        """Return the client's name, "" for a walk-in."""
        return self._client.name if self._client is not None else ""

    def show_bill(self) -> None:
        """Show the bill as it is saved."""
        ticket, priced = self._bill.ticket, self._bill.priced()
        self.tape.ticket_model.put(self._bill.lines, priced, self._people)
        filled = bool(self._bill.lines)
        self._middle.setCurrentIndex(1 if filled else 0)
        for part in (self.discount_button, self.buyer_button, self.pay_button):
            part.setEnabled(filled)
        self.discount_button.setEnabled(filled and self._may_discount)
        self.drop_button.setEnabled(ticket is not None)
        self._show_totals(priced)
        self._show_client()
        self._show_form(priced)
        self._update_line_bar()

    def _show_totals(self, priced: PricedTicket | None) -> None:
        ticket, take = self._bill.ticket, _("Take payment")
        self.totals.show_price(priced, ticket.discount if ticket is not None else None)
        money = formatter().money(priced.gross_minor if priced else 0, self._currency)
        self.pay_button.setText(f"{take}  ·  {money}" if self._bill.lines else take)
        self.pay_button.setToolTip("F8")

    def _show_client(self) -> None:
        ticket = self._bill.ticket
        client = self._client if ticket is not None and ticket.client_id else None
        self.client_button.setEnabled(ticket is not None)
        self.client_button.setText(plain(client.name) if client else _("Walk-in client"))
        lines = self._bill.lines
        count = _n("{n} line", "{n} lines", len(lines))
        self.tape.setAccessibleDescription(count)

    def _show_form(self, priced: PricedTicket | None) -> None:
        ticket, gross_minor = self._bill.ticket, priced.gross_minor if priced else 0
        full = ticket is not None and form_of(ticket, self._work.shop, gross_minor) is InvoiceForm.FULL
        self._buyer_note.setText(_("Full tax invoice") if full else "")

    def _update_line_bar(self) -> None:
        line = self.tape.current_line()
        for part in self._line_buttons:
            part.setEnabled(line is not None)
        self.less_button.setEnabled(line is not None and line.qty_milli > 1000)
        self.line_discount_button.setEnabled(line is not None and self._may_discount)

    def _with_line(self, call: Callable[[TicketLine], None]) -> None:
        line = self.tape.current_line()
        if line is not None:
            call(line)

    def _step(self, by_milli: int) -> None:
        line: TicketLine | None = self.tape.current_line()
        if line is not None and line.qty_milli + by_milli > 0:
            self.quantity_requested.emit(line, line.qty_milli + by_milli)
