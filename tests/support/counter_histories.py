"""A counter at which anything may be done in any order: steps that Hypothesis draws, or that a test writes down.

A command may be refused, with nothing written. What must hold afterwards is counter_agreement's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.catalog import PriceBasis, Service
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TenderKind, Ticket, TicketStatus
from salondesk.domain.till import MovementKind
from salondesk.engine.credit import left_to_credit
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import (
    BookVisit,
    EditBooking,
    MoveBooking,
    RequestedLine,
    SetStatus,
)
from salondesk.services.catalog.edit import EditProduct, EditService
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.context import Command
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.on_account import SetCreditLimit
from salondesk.services.sale.pay_later import PayInvoice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import (
    AddItem,
    DropTicket,
    EditLine,
    GiveDiscount,
    OpenTicket,
    RemoveLine,
    SetBuyer,
)
from salondesk.services.shop.edit import EditShop
from salondesk.services.till.session import CloseTill, MoveCash, OpenTill
from salondesk.services.visit_bill import OpenBill
from salondesk.storage.uow import SqlUnitOfWork
from tests.support.gulf_shops import LANDS, database_of
from tests.support.shop import StaffedShop, open_copy

CODES = ("CUT", "COLOUR", "MANI", "TEST", "SHAMPOO", "OIL")
"""TEST costs nothing."""
WRITTEN = (
    "SELECT (SELECT max(seq) FROM change_txn), (SELECT count(*) FROM invoice), (SELECT count(*) FROM payment),"
    " (SELECT count(*) FROM ticket_line), (SELECT total(version) FROM ticket), (SELECT total(version) FROM booking)"
)
_N = st.integers(0, 7)
_PARTS = st.tuples(st.integers(0, 4), st.integers(0, 4))
_LATER = st.sampled_from((0, 0, 1, 4, 8))
_QTY = st.sampled_from((1_000, 1_000, 2_000, 333, 1_500))


@dataclass
class Counter:
    """What is known of a shop by whoever stands at its counter."""

    shop: StaffedShop
    clients: list[Id] = field(default_factory=list)
    visits: list[Id] = field(default_factory=list)
    tickets: list[Id] = field(default_factory=list)
    sales: list[SaleDone] = field(default_factory=list)
    coins: dict[Id, int] = field(default_factory=dict)
    """What cash was rounded to when an invoice was made, minor units."""
    last: tuple[Command[Any], Any] | None = None
    done: int = 0
    refused: list[str] = field(default_factory=list)

    def attempt(self, command: Command[Any], *, manager: bool = True) -> Any:
        """Run a command; None for a refusal, which must have written nothing."""
        before = self.written()
        try:
            made = self.shop.run(command, self.shop.manager if manager else self.shop.reception)
        except (UserError, ConflictError) as error:
            assert self.written() == before, f"{type(command).__name__} was refused and wrote"
            self.refused.append(f"{type(command).__name__}: {error.message.key}")
            return None
        self.last, self.done = (command, made), self.done + 1
        return made

    def written(self) -> Any:
        with self.shop.readers.lend() as connection:
            return connection.execute(WRITTEN).fetchone()

    def booking(self, n: int) -> Booking | None:
        if not self.visits:
            return None
        with self.shop.unit() as uow:
            return uow.bookings.find(self.visits[n % len(self.visits)])

    def ticket(self, n: int) -> Ticket | None:
        """Return an open bill; for an ``n`` of 7 any that there ever was."""
        bills = [self.shop.ask(BillById(ticket_id)) for ticket_id in self.tickets]
        known = [one for one in bills if one is not None and (n == 7 or one.status is TicketStatus.OPEN)]
        return known[n % len(known)] if known else None

    def sale(self, n: int, wanted: Callable[[SqlUnitOfWork, Invoice], bool]) -> SaleDone | None:
        """Return a sale of the wanted ones; for an ``n`` of 7 any that there ever was."""
        with self.shop.unit() as uow:
            invoices = [(one, uow.invoices.get(one.invoice_id)) for one in self.sales]
            known = [one for one, invoice in invoices if n == 7 or wanted(uow, invoice)]
        return known[n % len(known)] if known else None

    def due_of(self, root_id: Id) -> int:
        with self.shop.unit() as uow:
            return uow.settlements.due_of(root_id)


def _is_owed(uow: SqlUnitOfWork, invoice: Invoice) -> bool:
    return uow.settlements.due_of(invoice.id) > 0


def _has_lines_left(uow: SqlUnitOfWork, invoice: Invoice) -> bool:
    return bool(left_to_credit(invoice, uow.invoices.credits_of(invoice.id)))


def offered(due: int, parts: tuple[int, int]) -> tuple[Offered, ...]:
    """Return a card and a transfer for parts (in eighths) of what is due, and more cash than the rest."""
    by_card, by_transfer = due * parts[0] // 8, due * parts[1] // 8
    rest = due - by_card - by_transfer
    made = []
    if by_card:
        made.append(
            Offered(kind=TenderKind.CARD, amount_minor=by_card, approval=f"A{parts[0] % 2}", last4="4242")
        )
    if by_transfer:
        made.append(Offered(kind=TenderKind.TRANSFER, amount_minor=by_transfer, reference="FT"))
    if rest > 0:
        made.append(Offered(kind=TenderKind.CASH, amount_minor=rest + 1_000))
    return tuple(made)


class AnyOrder(RuleBasedStateMachine):
    """Steps of a counter in any order; ``agree`` judges it at the end.

    What a history does follows from its arguments alone: the clock stands still but for its own steps, and ids are
    drawn by a seed that is one of them, since all that is done in one instant is told apart by its ids.
    """

    agree: Callable[[Counter], None]

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(prefix="salondesk-history-")
        self._opened: Counter | None = None

    @property
    def counter(self) -> Counter:
        """The counter, once a history has begun."""
        assert self._opened is not None
        return self._opened

    @property
    def shop(self) -> StaffedShop:
        """The counter's shop."""
        return self.counter.shop

    @initialize(
        country=st.sampled_from(sorted(LANDS)),
        seed=st.integers(0, 2**16),
        step=st.integers(0, 2),
        limit=st.sampled_from((0, 10_000, 10**7)),
        mixed=st.booleans(),
    )
    def begin(self, country: str, seed: int, step: int, limit: int, mixed: bool) -> None:
        """Open a shop with two clients, a bill that is paid, one on account, one given away, one of a visit called off."""
        home = Path(self._folder.name)
        template = home / "template.db"
        template.write_bytes(database_of(country))
        self._opened = c = Counter(open_copy(template, home / "home", rng=Random(seed)))
        shop, steps = c.shop, LANDS[country].steps
        shop.storage.hurry()
        if steps[step % len(steps)]:
            changes = {"cash_step_minor": (0, steps[step % len(steps)])}
            row_id = Id(shop.value("SELECT id FROM shop"))
            shop.run(EditShop(key=shop.new_id(), row_id=row_id, changes=changes), shop.manager)
        if mixed:
            self.turn_the_tax_of("MANI", "OIL")
        for name in ("Noor", "Huda"):
            client_id = shop.run(AddClient(key=shop.new_id(), client=NewClient(name=name))).id
            c.clients.append(client_id)
            if limit:
                allowed = SetCreditLimit(key=shop.new_id(), client_id=client_id, limit_minor=limit)
                shop.run(allowed, shop.manager)
        shop.open_till(10**6)
        for n in (0, 1):
            self.book(hour=n * 2, person=0, code=n, who=n)
            self.check_out(n=n, parts=(n, 2), later=n * 4)
        self.bill_at_the_counter(who=0)
        self.book(hour=6, person=1, code=3, who=0)
        self.check_out(n=2, parts=(0, 0), later=0)
        self.book(hour=8, person=2, code=2, who=1)
        self.bill_visit(3)
        self.set_status(n=3, status=BookingStatus.CANCELLED, answer=OpenBill.KEEP)

    def turn_the_tax_of(self, service: str, product: str) -> None:
        """Let prices of two items hold their tax where others' do not, and the other way round."""
        for item in (self.shop.services[service], self.shop.products[product]):
            edit = EditService if isinstance(item, Service) else EditProduct
            other = PriceBasis.ON_TOP if item.basis is PriceBasis.INSIDE else PriceBasis.INSIDE
            changes = {"basis": (item.basis, other)}
            self.shop.run(edit(key=self.shop.new_id(), row_id=item.id, changes=changes), self.shop.manager)

    # ------------------------------------------------------------ the diary

    @rule(hour=_N, person=st.integers(0, 2), code=st.integers(0, 3), who=st.integers(0, 2))
    def book(self, hour: int, person: int, code: int, who: int) -> None:
        shop, c = self.shop, self.counter
        line = RequestedLine(
            service_id=shop.services[CODES[code]].id,
            staff_id=shop.people[("MONA", "LINA", "HIND")[person]],
            start_at=shop.clock.now_ms() + hour * 60 * MINUTE_MS,
        )
        made = c.attempt(
            BookVisit(
                key=shop.new_id(), lines=(line,), client_id=c.clients[who] if who < len(c.clients) else None
            )
        )
        if made is not None:
            c.visits.append(made.id)

    @rule(
        n=_N,
        status=st.sampled_from(sorted(BookingStatus)),
        answer=st.sampled_from((None, OpenBill.DROP, OpenBill.KEEP)),
    )
    def set_status(self, n: int, status: BookingStatus, answer: OpenBill | None) -> None:
        visit = self.counter.booking(n)
        if visit is not None:
            self.counter.attempt(
                SetStatus(
                    key=self.shop.new_id(), booking_id=visit.id, expected_version=visit.version, status=status,
                    reason="asked", open_bill=answer,
                )
            )  # fmt: skip

    @rule(n=_N, hours=st.integers(-3, 26))
    def move(self, n: int, hours: int) -> None:
        visit = self.counter.booking(n)
        if visit is not None:
            self.counter.attempt(
                MoveBooking(
                    key=self.shop.new_id(), booking_id=visit.id, expected_version=visit.version, line_id=None,
                    delta_ms=hours * 60 * MINUTE_MS,
                )
            )  # fmt: skip

    @rule(n=_N, drop=st.booleans())
    def edit_visit(self, n: int, drop: bool) -> None:
        visit, shop = self.counter.booking(n), self.shop
        if visit is None:
            return
        more = RequestedLine(
            service_id=shop.services["MANI"].id,
            staff_id=shop.people["HIND"],
            start_at=visit.span.end_ms,
        )
        self.counter.attempt(
            EditBooking(
                key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, note="", client_id=visit.client_id,
                add=() if drop else (more,), drop=(visit.lines[0].id,) if drop else (),
            )
        )  # fmt: skip

    @rule(redo=st.booleans())
    def take_back(self, redo: bool) -> None:
        before = self.counter.written()
        try:
            (self.shop.executor.redo if redo else self.shop.executor.undo)(self.shop.manager)
        except (UserError, ConflictError):
            assert self.counter.written() == before

    # ------------------------------------------------------------ the bill

    @rule(n=_N)
    def bill_visit(self, n: int) -> None:
        visit = self.counter.booking(n)
        if visit is not None:
            made = self.counter.attempt(OpenTicket(key=self.shop.new_id(), booking_id=visit.id))
            if made is not None and made.id not in self.counter.tickets:
                self.counter.tickets.append(made.id)

    @rule(who=st.integers(0, 2))
    def bill_at_the_counter(self, who: int) -> None:
        c = self.counter
        client_id = c.clients[who] if who < len(c.clients) else None
        made = c.attempt(OpenTicket(key=self.shop.new_id(), client_id=client_id))
        c.tickets.append(made.id)
        self.add_item(n=len(c.tickets) - 1, code=who * 2, qty=1_000)

    @rule(n=_N, code=st.integers(0, 5), qty=_QTY)
    def add_item(self, n: int, code: int, qty: int) -> None:
        ticket, shop = self.counter.ticket(n), self.shop
        if ticket is None:
            return
        service = CODES[code] in shop.services
        item = shop.services[CODES[code]] if service else shop.products[CODES[code]]
        self.counter.attempt(
            AddItem(
                key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
                kind=LineKind.SERVICE if service else LineKind.PRODUCT, item_id=item.id, qty_milli=qty,
                staff_id=shop.people["MONA"] if service else None,
            )
        )  # fmt: skip

    @rule(
        n=_N,
        line=_N,
        what=st.sampled_from(("discount", "bill discount", "undo", "price", "remove", "quantity", "client")),
        value=st.sampled_from((50_000, 333_333, 1_000_000)),
        manager=st.sampled_from((True, True, True, False)),
    )
    def change_bill(self, n: int, line: int, what: str, value: int, manager: bool) -> None:
        ticket, shop = self.counter.ticket(n), self.shop
        if ticket is None or not ticket.lines:
            return
        at = ticket.lines[line % len(ticket.lines)]
        edited = {"key": shop.new_id(), "ticket_id": ticket.id, "expected_version": ticket.version}
        percent = Discount(kind=DiscountKind.PERCENT, value=value, reason="regular")
        commands: dict[str, Callable[[], Command[Any]]] = {
            "discount": lambda: GiveDiscount(**edited, line_id=at.id, discount=percent),
            "bill discount": lambda: GiveDiscount(**edited, line_id=None, discount=percent),
            "undo": lambda: GiveDiscount(**edited, line_id=None, discount=None),
            "price": lambda: ChangePrice(
                **edited,
                line_id=at.id,
                unit_price_minor=at.list_price_minor * value // 500_000,
                reason="agreed",
            ),
            "remove": lambda: RemoveLine(**edited, line_id=at.id),
            "quantity": lambda: EditLine(
                **edited, line_id=at.id, qty_milli=1_000 + value % 7 * 250, shares=at.shares
            ),
            "client": lambda: SetBuyer(**edited, client_id=self.counter.clients[line % 2]),
        }
        self.counter.attempt(commands[what](), manager=manager)

    @rule(n=_N)
    def drop_bill(self, n: int) -> None:
        ticket = self.counter.ticket(n)
        if ticket is not None:
            self.counter.attempt(
                DropTicket(key=self.shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version)
            )

    # ------------------------------------------------------------ money

    @rule(
        n=_N,
        parts=_PARTS,
        later=_LATER,
        stale=st.sampled_from((0, 0, 0, 1)),
        manager=st.sampled_from((True, True, True, False)),
    )
    def close_bill(self, n: int, parts: tuple[int, int], later: int, stale: int, manager: bool) -> None:
        ticket = self.counter.ticket(n)
        if ticket is not None:
            self._close(ticket, parts, later, stale, manager)

    def _close(
        self, ticket: Ticket, parts: tuple[int, int], later: int, stale: int = 0, manager: bool = True
    ) -> None:
        c, shop = self.counter, self.shop
        due = shop.due(ticket)
        rest = due * later // 8
        override = None
        if not manager:
            override = shop.approval(Permission.SALE_DISCOUNT_BEYOND, Permission.SALE_ON_ACCOUNT)
        done = c.attempt(
            CloseTicket(
                key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version - stale, shown_gross_minor=due,
                offered=offered(due - rest, parts), on_account_minor=rest, override=override,
            ),
            manager=manager,
        )  # fmt: skip
        if done is not None:
            c.sales.append(done)
            c.coins[done.invoice_id] = shop.value("SELECT cash_step_minor FROM shop")
            assert c.due_of(done.invoice_id) == rest

    @rule(n=_N, parts=_PARTS, later=_LATER)
    def check_out(self, n: int, parts: tuple[int, int], later: int) -> None:
        """Bill a visit and close its bill at once, as a counter mostly does."""
        before = len(self.counter.tickets)
        self.bill_visit(n)
        if len(self.counter.tickets) > before:
            ticket = self.shop.ask(BillById(self.counter.tickets[-1]))
            assert ticket is not None
            self._close(ticket, parts, later)

    @rule(who=st.integers(0, 2), qty=_QTY, parts=_PARTS, later=_LATER)
    def sell(self, who: int, qty: int, parts: tuple[int, int], later: int) -> None:
        """Sell two things at the counter."""
        self.bill_at_the_counter(who)
        ticket = self.shop.ask(BillById(self.counter.tickets[-1]))
        assert ticket is not None
        oil = self.shop.products["OIL"].id
        more = AddItem(
            key=self.shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, kind=LineKind.PRODUCT,
            item_id=oil, qty_milli=qty,
        )  # fmt: skip
        self._close(self.counter.attempt(more) or ticket, parts, later)

    @rule(n=_N, part=st.sampled_from((1, 4, 8)), ways=_PARTS)
    def pay_debt(self, n: int, part: int, ways: tuple[int, int]) -> None:
        sale = self.counter.sale(n, _is_owed)
        if sale is None:
            return
        due = self.counter.due_of(sale.invoice_id)
        minor = max(due * part // 8, 1)
        self.counter.attempt(
            PayInvoice(
                key=self.shop.new_id(), invoice_id=sale.invoice_id, shown_due_minor=due, amount_minor=minor,
                offered=offered(minor, ways),
            )
        )  # fmt: skip
        assert self.counter.due_of(sale.invoice_id) in (due, due - minor)

    @rule(n=_N, lines=st.lists(st.tuples(st.integers(1, 4), _QTY), max_size=2))
    def refund(self, n: int, lines: list[tuple[int, int]]) -> None:
        sale = self.counter.sale(n, _has_lines_left)
        if sale is not None:
            family = self.shop.ask(InvoiceById(sale.invoice_id))
            made = self.counter.attempt(
                RefundInvoice(
                    key=self.shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy",
                    lines=tuple(RefundLine(n=line, qty_milli=qty) for line, qty in dict(lines).items()),
                )
            )  # fmt: skip
            if not lines and left_to_credit(family.document, family.credits) and self.is_open_today():
                assert made is not None or "not enough cash" in self.counter.refused[-1]

    def is_open_today(self) -> bool:
        session = self.shop.ask(OpenSession())
        return session is not None and session.business_date == self.shop.today()

    # ------------------------------------------------------------ the shop

    @rule(n=st.integers(0, 2))
    def change_the_coin(self, n: int) -> None:
        """Let cash be rounded to another coin from now on."""
        shop = self.shop
        row_id, country = Id(shop.value("SELECT id FROM shop")), shop.value("SELECT country FROM shop")
        before, steps = shop.value("SELECT cash_step_minor FROM shop"), LANDS[country].steps
        changes = {"cash_step_minor": (before, steps[n % len(steps)])}
        self.counter.attempt(EditShop(key=shop.new_id(), row_id=row_id, changes=changes))

    @rule(code=st.integers(0, 5), price=st.sampled_from((0, 1, 2, 3, 7, 12_345, 99_999)))
    def change_the_price_list(self, code: int, price: int) -> None:
        """Let something cost less than a coin from now on, or an odd sum."""
        shop, known = self.shop, CODES[code] in self.shop.services
        item = shop.services[CODES[code]] if known else shop.products[CODES[code]]
        table, edit = ("service", EditService) if known else ("product", EditProduct)
        before = shop.value(f"SELECT price_minor FROM {table} WHERE id = ?", item.id)
        changes = {"price_minor": (before, price)}
        self.counter.attempt(edit(key=shop.new_id(), row_id=item.id, changes=changes))

    @rule(kind=st.sampled_from(sorted(MovementKind)), minor=st.sampled_from((1, 5_000, 10**6)))
    def move_cash(self, kind: MovementKind, minor: int) -> None:
        """Put petty cash in or take it out."""
        self.counter.attempt(MoveCash(key=self.shop.new_id(), kind=kind, amount_minor=minor, reason="change"))

    # ------------------------------------------------------------ time, and the same again

    @rule(minutes=st.sampled_from((1, 45, 240)))
    def wait(self, minutes: int) -> None:
        self.shop.time.advance(minutes * MINUTE_MS)

    @rule(hours=st.sampled_from((1, 24)))
    def close_the_till(self, hours: int) -> None:
        """Count, go home, and open again: on the same trading day or the next one."""
        shop = self.shop
        session = shop.ask(OpenSession())
        assert session is not None
        counted = shop.ask(XReport()).expected_minor
        self.counter.attempt(
            CloseTill(key=shop.new_id(), session_id=session.id, counted_minor=counted, reason="")
        )
        shop.time.advance(hours * 60 * MINUTE_MS)
        if shop.ask(OpenSession()) is None:
            self.counter.attempt(OpenTill(key=shop.new_id(), float_minor=10**6))

    @rule()
    def do_the_same_again(self) -> None:
        """A retry under the same key does nothing, and says what was said, or how the record stands by now."""
        if self.counter.last is None:
            return
        command, made = self.counter.last
        before = self.counter.written()
        try:
            again = self.shop.run(command, self.shop.manager)
        except (UserError, ConflictError):
            again = None  # it changed nothing the first time, and kept no result
        assert self.counter.written() == before, type(command).__name__
        if isinstance(made, SaleDone):
            assert again == made

    def teardown(self) -> None:
        try:
            if self._opened is not None:
                type(self).agree(self._opened)
        finally:
            if self._opened is not None:
                self._opened.shop.close()
            self._folder.cleanup()
