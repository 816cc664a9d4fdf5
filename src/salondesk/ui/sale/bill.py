"""The open bill of the counter: its saved state and price, and edits sent one by one.

Every edit is a command made on the version that the edit before it left behind, so that
fast fingers and scanners never make a conflict with themselves. What it looks like lives
in ticket_panel and tape.
"""

from collections import deque
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from salondesk.core.errors import ConflictError
from salondesk.core.ids import Id
from salondesk.domain.catalog import TaxCode
from salondesk.domain.sale.ticket import LineKind, LineShare, Ticket, TicketLine, TicketStatus
from salondesk.engine.pricing import PricedTicket, price_ticket
from salondesk.services.context import Command
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.ticket import AddItem, DropTicket, EditLine, OpenTicket, RemoveLine, ScanCode
from salondesk.ui.workplace import Workplace

Make = Callable[[Ticket], Command[Ticket | None]]
"""Makes an edit's command for the bill as it then stands."""


class Bill(QObject):
    """One bill at a time.

    Signals:
        changed(): another bill, or the same one edited.
        line_touched(Id): a line was added or changed and should be seen.
        reloaded(): someone else changed it; what was waiting was let go.
    """

    changed = Signal()
    line_touched = Signal(object)
    reloaded = Signal()

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.ticket: Ticket | None = None
        self.tax_codes: Mapping[Id, TaxCode] = {}
        self._waiting: deque[Make] = deque()
        self._busy = False
        self._when_idle: Callable[[], None] | None = None

    # -- what it says

    @property
    def lines(self) -> tuple[TicketLine, ...]:
        """The lines as saved."""
        return self.ticket.lines if self.ticket is not None else ()

    @property
    def is_busy(self) -> bool:
        """Tell whether an edit is under way: the total is not yet what will be paid."""
        return self._busy or bool(self._waiting)

    def priced(self) -> PricedTicket | None:
        """Return the bill's price; None while there is no bill, or its taxes are not known yet."""
        ticket = self.ticket
        if ticket is None or any(line.tax_code_id not in self.tax_codes for line in ticket.lines):
            return None
        return price_ticket(ticket.lines, ticket.discount, tax_codes=self.tax_codes)

    def line(self, line_id: Id) -> TicketLine | None:
        """Return a line of it."""
        return next((line for line in self.lines if line.id == line_id), None)

    # -- which bill

    def show(self, ticket: Ticket | None) -> None:
        """Take a bill as it is saved; None clears the counter."""
        before = {line.id: line for line in self.lines}
        self.ticket = ticket if ticket is None or ticket.status is TicketStatus.OPEN else None
        touched = [line.id for line in self.lines if before.get(line.id) != line]
        self.changed.emit()
        if touched:
            self.line_touched.emit(touched[-1])

    def clear(self) -> None:
        """Go on without a bill; it stays saved unless nothing was ever put on it."""
        left = self.ticket
        self._waiting.clear()
        self.show(None)
        if left is not None and not left.lines and left.booking_id is None and not self._busy:
            self._work.do(
                self, DropTicket(key=self._work.key(), ticket_id=left.id, expected_version=left.version)
            )

    def open(self, *, booking_id: Id | None = None, client_id: Id | None = None) -> None:
        """Begin a bill, or find the one of a booking."""
        self._waiting.clear()
        command = OpenTicket(key=self._work.key(), booking_id=booking_id, client_id=client_id)
        self._send(command)

    def load(self, ticket_id: Id) -> None:
        """Show a saved bill."""
        me = self._work.me
        self._waiting.clear()
        self._work.ask(self, lambda: self._work.reads.ask(me, BillById(ticket_id)), self.show)

    def reload(self) -> None:
        """Bring the bill up to date, unless an edit is under way that will do so itself."""
        if self.ticket is not None and not self.is_busy:
            ticket_id, me = self.ticket.id, self._work.me
            self._work.ask(self, lambda: self._work.reads.ask(me, BillById(ticket_id)), self._on_reloaded)

    def _on_reloaded(self, ticket: Ticket | None) -> None:
        mine = self.ticket
        if mine is None or self.is_busy or (ticket is not None and ticket.id != mine.id):
            return
        if ticket is None or ticket.version != mine.version or ticket.status is not TicketStatus.OPEN:
            self.show(ticket)

    # -- edits

    def edit(self, make: Make) -> None:
        """Queue an edit; a bill is begun for the first one."""
        self._waiting.append(make)
        self._next()

    def add(self, kind: LineKind, item_id: Id, *, staff_id: Id | None = None) -> None:
        """Put an item on the bill."""
        self.edit(
            lambda t: AddItem(
                key=self._work.key(),
                ticket_id=t.id,
                expected_version=t.version,
                kind=kind,
                item_id=item_id,
                staff_id=staff_id,
            )
        )

    def scan(self, code: str) -> None:
        """Put the product with this code on the bill."""
        self.edit(
            lambda t: ScanCode(key=self._work.key(), ticket_id=t.id, expected_version=t.version, code=code)
        )

    def set_line(self, line: TicketLine, *, qty_milli: int, shares: tuple[LineShare, ...], note: str) -> None:
        """Give a line another quantity, other people or another note."""
        self.edit(
            lambda t: EditLine(
                key=self._work.key(),
                ticket_id=t.id,
                expected_version=t.version,
                line_id=line.id,
                qty_milli=qty_milli,
                shares=shares,
                note=note,
            )
        )

    def change_price(self, line: TicketLine, unit_price_minor: int, reason: str) -> None:
        """Charge another unit price (minor units) for a line; the list's own takes the change back."""
        self.edit(
            lambda t: ChangePrice(
                key=self._work.key(),
                ticket_id=t.id,
                expected_version=t.version,
                line_id=line.id,
                unit_price_minor=unit_price_minor,
                reason=reason,
            )
        )

    def remove(self, line_id: Id) -> None:
        """Take a line off."""
        self.edit(
            lambda t: RemoveLine(
                key=self._work.key(), ticket_id=t.id, expected_version=t.version, line_id=line_id
            )
        )

    def drop(self) -> None:
        """Give the bill up."""
        if self.ticket is not None:
            self.edit(lambda t: DropTicket(key=self._work.key(), ticket_id=t.id, expected_version=t.version))

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call once all edits are saved: now, or later; a later request takes the place of an earlier one."""
        if self.is_busy:
            self._when_idle = call
        else:
            call()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        if self.ticket is None:
            self._send(OpenTicket(key=self._work.key()))
            return
        self._send(self._waiting.popleft()(self.ticket))

    def _send(self, command: Command[Ticket | None]) -> None:
        self._busy = True
        self._work.do(self, command, self._on_saved, self._on_failed)

    def _on_saved(self, saved: Ticket | None) -> None:
        self._busy = False
        self.show(saved)
        self._next()
        self._settle()

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self._when_idle = None
        if self.ticket is None:
            self._waiting.clear()  # there is no bill to put them on
        if isinstance(error, ConflictError):
            self._waiting.clear()
            self.reloaded.emit()
        self._next()
        self.reload()  # whoever closed or dropped it was heard of while this edit was under way

    def _settle(self) -> None:
        call, self._when_idle = self._when_idle, None
        if call is not None:
            self.when_idle(call)
