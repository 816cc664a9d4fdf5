"""The checkout: catalogue beside the bill, then the money, then the receipt. Everything said here is saved at once.

The page turns requests into commands and answers into what is shown. The parts: bill (state and
edits), catalogue, ticket_panel, pay_panel, done_panel, till_gate, open_bills, and dialogs.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from salondesk.core.errors import ConflictError
from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.change import ChangeSet
from salondesk.domain.sale.ticket import LineKind, TenderKind, TicketLine
from salondesk.engine.tendering import Offered
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.client.card import ClientById, ClientCard
from salondesk.services.reads.sale.open_bills import OpenBills, TicketRow
from salondesk.services.reads.staff.people import StaffRow
from salondesk.services.sale.checkout import SaleDone
from salondesk.ui.errors import confirm
from salondesk.ui.i18n import _
from salondesk.ui.kit.layout import column, row
from salondesk.ui.room import RoomPage
from salondesk.ui.sale.bill import Bill
from salondesk.ui.sale.bill_questions import BillQuestions
from salondesk.ui.sale.catalogue import CataloguePanel
from salondesk.ui.sale.counter import Counter, ask_counter
from salondesk.ui.sale.done_panel import DonePanel
from salondesk.ui.sale.open_bills import OpenBillsBar
from salondesk.ui.sale.pay_panel import PayPanel
from salondesk.ui.sale.receipts import Receipts
from salondesk.ui.sale.scan import ScanListener, is_document_number
from salondesk.ui.sale.ticket_panel import TicketPanel
from salondesk.ui.sale.till_gate import TillGate
from salondesk.ui.workplace import Workplace

ITEMS, PAY, DONE = range(3)
_BILL_WIDTH = 452


class SalePage(RoomPage):
    """The till's front: a sale by mouse, touch, scanner or keys alone."""

    shows_what_it_does = True
    watches = frozenset(
        {
            "ticket",
            "service",
            "product",
            "invoice",
            "stock_movement",
            "till_session",
            "client",
            "staff",
            "shop",
            "tax_code",
        }
    )

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        currency = work.shop.currency
        self._staff: list[StaffRow] = []
        self._client_id: Id | None = None
        self.bill = Bill(work, self)
        self.asking = BillQuestions(work, self.bill, self)
        self._resumed = False
        self.bar = OpenBillsBar(work.branch.zone)
        self.gate = TillGate(currency)
        self.catalogue = CataloguePanel(currency)
        self.pay = PayPanel(currency, work.shop.cash_step_minor)
        self.done = DonePanel()
        self.receipts = Receipts(work, self.done)
        self.ticket = TicketPanel(self.bill, work)
        self.scanner = ScanListener(self, apart=(self.pay.slip,))
        self._left = QStackedWidget()
        for part in (self.catalogue, self.pay, self.done):
            self._left.addWidget(part)
        self.ticket.setFixedWidth(_BILL_WIDTH)
        body = row(self._left, self.ticket, gap=16)
        body.setStretch(0, 1)
        whole = column(self.gate, body, gap=12, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()
        self._make_shortcuts()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Sale"))

    def header(self) -> QWidget:
        return self.bar

    def _connect(self) -> None:
        self.catalogue.item_chosen.connect(self._on_item)
        self.catalogue.code_typed.connect(self._on_scanned)
        self.catalogue.stock_requested.connect(self._on_stock)
        self.scanner.scanned.connect(self._on_scanned)
        self.bill.changed.connect(self._on_bill_changed)
        self.bar.bill_chosen.connect(self._on_bill_chosen)
        self.bar.new_bill_requested.connect(self.new_bill)
        self.bar.invoices_requested.connect(lambda: self.route_requested.emit("invoices", None))
        self.gate.open_requested.connect(self._on_open_till)
        self.gate.till_requested.connect(lambda: self.route_requested.emit("till", None))
        self.ticket.pay_requested.connect(self.start_paying)
        self.ticket.discount_requested.connect(self.asking.discount)
        self.ticket.line_edit_requested.connect(lambda line: self.asking.edit(line, self._staff))
        self.ticket.quantity_requested.connect(self._on_quantity)
        self.ticket.remove_requested.connect(lambda line: self.bill.remove(line.id))
        self.ticket.buyer_requested.connect(lambda: self.asking.buyer(self.ticket.client_name()))
        self.ticket.drop_requested.connect(self._on_drop)
        self.pay.back_requested.connect(self._show_items)
        self.pay.close_requested.connect(self._on_close)
        self.done.new_sale_requested.connect(self.new_bill)

    def _make_shortcuts(self) -> None:
        for keys, call in (
            ("F8", self.start_paying),
            ("F9", lambda: self._pay_by(TenderKind.CASH)),
            ("F11", lambda: self._pay_by(TenderKind.CARD)),
            ("F12", lambda: self._pay_by(TenderKind.TRANSFER)),
            ("Ctrl+N", self.new_bill),
        ):
            made = QShortcut(QKeySequence(keys), self, call)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- what is shown

    def touched(self, changes: ChangeSet) -> bool:
        """Bills alone are brought up to date lightly, since every edit is one; the rest reloads the page."""
        if changes.nouns & self.watches != {"ticket"}:
            return super().touched(changes)
        if self.isVisible() and self.work.actor is not None:
            reads, me = self.work.reads, self.work.me
            self.work.ask(self, lambda: reads.ask(me, OpenBills()), self._show_open_bills)
            self.bill.reload()
            return False
        return True

    def _show_open_bills(self, rows: list[TicketRow]) -> None:
        self.bar.show_bills(rows, self.bill.ticket.id if self.bill.ticket else None)

    def refresh(self) -> None:
        work, me = self.work, self.work.me
        self.ticket.set_may_discount(work.may(Permission.SALE_DISCOUNT))
        self.catalogue.set_may_stock(work.may(Permission.CATALOG_EDIT))
        work.ask(self, lambda: ask_counter(work.reads, me), self._on_counter)
        self.bill.reload()

    def _on_counter(self, counter: Counter) -> None:
        self.bill.tax_codes = counter.tax_codes
        self._staff = counter.staff
        self.catalogue.put(counter.items)
        self.ticket.set_people({who.staff_id: who.names for who in counter.staff})
        if not self._resumed:
            self._resumed = True
            if counter.open_bills and self.bill.ticket is None and not self.bill.is_busy:
                self.bill.load(
                    counter.open_bills[0].ticket_id
                )  # what was on the counter when the window went
        self._show_open_bills(counter.open_bills)
        may_open = self.work.may(Permission.TILL_OPEN)
        self.gate.show_session(counter.session, counter.today, may_open=may_open)

    def open_with(self, what: object) -> None:
        """A booking's id checks it out; ("ticket", id) resumes a bill; None is an empty bill."""
        if isinstance(what, bytes):
            self._show_items()
            self.bill.open(booking_id=Id(what))
        elif isinstance(what, tuple) and len(what) == 2 and what[0] == "ticket":
            self._show_items()
            self.bill.load(Id(what[1]))
        else:
            self.new_bill()

    def _on_bill_changed(self) -> None:
        ticket, priced = self.bill.ticket, self.bill.priced()
        self.bar.set_current(ticket.id if ticket else None)
        client_id = ticket.client_id if ticket else None
        if client_id != self._client_id:
            self._client_id = client_id
            self._ask_client(client_id)
        if self._left.currentIndex() == PAY:
            if priced is None or not priced.lines:
                self._show_items()
            else:
                self.pay.set_gross(priced.gross_minor)
        elif self._left.currentIndex() == DONE and ticket is not None:
            self._show_items()
        if ticket is not None and priced is None and ticket.lines:
            self.refresh()  # a tax code that is newer than what was read

    def _ask_client(self, client_id: Id | None) -> None:
        self.ticket.set_client(None)
        if client_id is None or not self.work.may(Permission.CLIENT_VIEW):
            return
        reads, me = self.work.reads, self.work.me

        def done(card: ClientCard) -> None:
            if client_id == self._client_id:
                self.ticket.set_client(card.client)

        self.work.ask(self, lambda: reads.ask(me, ClientById(client_id)), done)

    def _show_items(self) -> None:
        self._left.setCurrentIndex(ITEMS)
        self.ticket.set_paying(False)
        self.setFocus()

    # -- the bill

    def new_bill(self) -> None:
        """Stand ready for the next client; what is on the counter stays parked."""
        self.bill.clear()
        self._show_items()
        self.refresh()

    def _on_bill_chosen(self, ticket_id: Id) -> None:
        self._show_items()
        self.bill.load(ticket_id)
        self.refresh()

    def _on_item(self, item: ItemRow) -> None:
        self.bill.add(LineKind(item.kind), item.item_id, staff_id=self._usual_person(item))

    def _on_stock(self, item: ItemRow) -> None:
        from salondesk.ui.sale.stock_dialog import ask_stock

        ask_stock(self.work, item, self)

    def _usual_person(self, item: ItemRow) -> Id | None:
        """A service falls to whoever did the line before it, or to whoever is signed in."""
        if item.kind != "service":
            return None
        for line in reversed(self.bill.lines):
            if len(line.shares) == 1:
                return line.shares[0].staff_id
        return self.work.me.staff_id

    def _on_scanned(self, code: str) -> None:
        """A product goes on the bill; a receipt opens its invoice."""
        if is_document_number(code) and self.work.may(Permission.SALE_VIEW):
            self.route_requested.emit("invoices", code)
        else:
            self.bill.scan(code)

    def _on_quantity(self, line: TicketLine, qty_milli: int) -> None:
        self.bill.set_line(line, qty_milli=qty_milli, shares=line.shares, note=line.note)

    def _on_drop(self) -> None:
        text = _("Its lines are gone then. A visit stays in the diary, unpaid.")
        if not self.bill.lines:
            self.bill.drop()
            return
        confirm(self.window(), _("Drop this bill?"), text, _("Drop the bill"), self.bill.drop)

    # -- the money

    def start_paying(self) -> None:
        """Ask for money once everything is saved and the total is the one that will be paid."""
        if self._left.currentIndex() != PAY:
            self.bill.when_idle(self._begin_paying)

    def _begin_paying(self) -> None:
        priced = self.bill.priced()
        if priced is None or not priced.lines:
            return
        if self.gate.isVisibleTo(self):
            self.gate.begin()  # nothing is taken in before the drawer is counted
            return
        self.pay.start(priced.gross_minor)
        self._left.setCurrentIndex(PAY)
        self.ticket.set_paying(True)
        self.pay.start(priced.gross_minor)

    def _pay_by(self, kind: TenderKind) -> None:
        def take() -> None:
            if self._left.currentIndex() != PAY:
                self._begin_paying()
            if self._left.currentIndex() == PAY:
                self.pay.take(kind)

        self.bill.when_idle(take)

    def _on_close(self, offered: tuple[Offered, ...]) -> None:
        self.bill.when_idle(lambda: self._close(offered))

    def _close(self, offered: tuple[Offered, ...]) -> None:
        ticket, priced = self.bill.ticket, self.bill.priced()
        if ticket is None or priced is None or priced.gross_minor != self.pay.money.gross_minor:
            return
        from salondesk.services.sale.checkout import CloseTicket

        self.pay.set_saving(True)
        command = CloseTicket(
            key=self.work.key(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            shown_gross_minor=priced.gross_minor,
            offered=offered,
        )
        self.work.do(self, command, self._on_closed, self._on_close_failed)

    def _on_closed(self, done: SaleDone) -> None:
        self.bill.clear()
        self.done.show_sale(done)
        self._left.setCurrentIndex(DONE)
        self.ticket.set_paying(False)
        self.done.setFocus()
        self.receipts.print_first(done)

    def _on_close_failed(self, error: Exception) -> None:
        self.pay.go_on()
        if isinstance(error, ConflictError):
            self._show_items()
            self.refresh()

    def _on_open_till(self, float_minor: int) -> None:
        from salondesk.services.till.session import OpenTill

        self.work.do(
            self, OpenTill(key=self.work.key(), float_minor=float_minor), lambda _done: self.refresh()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter begins a search, wherever the focus is on the page."""
        typed = event.text()
        free = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if self._left.currentIndex() == ITEMS and free and typed.isalpha():
            self.catalogue.search.setFocus()
            self.catalogue.search.insert(typed)
            return
        super().keyPressEvent(event)
