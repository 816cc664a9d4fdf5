"""Works at a shop by chance: any command of the counter and of the back office, drawn by a seed, as it may come next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.record import Record
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TenderKind, Ticket, TicketStatus
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, TimeOffKind
from salondesk.domain.till import MovementKind
from salondesk.engine.tendering import Offered
from salondesk.services.access.edit import EditUser
from salondesk.services.access.sign_in import CountTry, ForgetTries, SetPin
from salondesk.services.booking.visits import (
    BookVisit,
    EditBooking,
    MoveBooking,
    RequestedLine,
    ResizeLine,
    SetStatus,
)
from salondesk.services.catalog.edit import EditProduct, EditService
from salondesk.services.catalog.stock import CountStock, ReceiveStock
from salondesk.services.client.card import AddClient, EditClient, NewClient
from salondesk.services.client.erase import EraseClient
from salondesk.services.context import Command
from salondesk.services.editing import Edit
from salondesk.services.imports.catalogue import ImportProducts
from salondesk.services.imports.plan import ImportMap
from salondesk.services.imports.receipts import ImportReceipts
from salondesk.services.imports.sheet import read_sheet
from salondesk.services.imports.visits import ImportBookings
from salondesk.services.paper.print_queue import NoteReprint
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.on_account import SetCreditLimit
from salondesk.services.sale.pay_later import PayInvoice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import AddItem, DropTicket, GiveDiscount, OpenTicket, RemoveLine, SetBuyer
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.resource import AddResource
from salondesk.services.shop.retention import PruneLog
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.shop.upkeep import Rebuild
from salondesk.services.staff.edit import EditStaff
from salondesk.services.staff.time_off import AddTimeOff, EditTimeOff, RemoveTimeOff
from salondesk.services.till.session import CloseTill, MoveCash, OpenTill
from salondesk.services.visit_bill import OpenBill
from tests.faults.paper_work import (
    claim_print,
    dismiss_prints,
    record_file,
    record_print,
    recover_prints,
    redo,
    undo,
)
from tests.support.shop import StaffedShop

MINUTE_MS = 60_000
Asked = tuple[Command[Any], Actor]
"""A command, and who gives it."""


@dataclass
class Work:
    """Draws the next command for a shop as it stands; None where what was drawn makes no sense now."""

    shop: StaffedShop
    rng: Random
    only: tuple[str, ...] = ()

    def next(self) -> tuple[str, Command[Any], Actor]:
        """Return the name of some work, its command and who gives it; the clock goes on by minutes."""
        names = self.only or tuple(WORKS)
        while True:
            name = self.rng.choices(names, [WORKS[n][0] for n in names])[0]
            asked = WORKS[name][1](self)
            if asked is not None:
                self.shop.time.advance(self.rng.randint(1, 9) * MINUTE_MS)
                return name, *asked

    # -- what there is

    def key(self) -> Id:
        return Id(self.rng.randbytes(16))

    def records(self, repo: str) -> list[Any]:
        with self.shop.queries.view(self.shop.clock.now_ms()) as uow:
            return list(getattr(uow, repo).all())

    def one(self, repo: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return a record drawn by chance, None where there is none."""
        found = [record for record in self.records(repo) if fits(record)]
        return self.rng.choice(found) if found else None

    def row(self, sql: str) -> Any:
        """Return a row drawn by chance, None where there is none."""
        with self.shop.readers.lend() as connection:
            found = connection.execute(sql).fetchall()
        return self.rng.choice(found) if found else None

    def at(self) -> int:
        """Return a moment of these days, to five minutes."""
        day = self.shop.today() + timedelta(days=self.rng.randint(-1, 6))
        minute = 540 + 5 * self.rng.randrange(144)
        return self.shop.at(f"{minute // 60}:{minute % 60:02}", day)

    def visit(self) -> Any:
        return self.one("bookings", lambda b: b.status not in (BookingStatus.CANCELLED, BookingStatus.DONE))

    def bill(self, *, filled: bool = False) -> Any:
        return self.one("tickets", lambda t: t.status is TicketStatus.OPEN and (bool(t.lines) or not filled))

    def line(self) -> RequestedLine:
        service = self.rng.choice(list(self.shop.services.values()))
        person = self.rng.choice(("MONA", "LINA", "HIND"))
        return RequestedLine(service_id=service.id, staff_id=self.shop.people[person], start_at=self.at())

    def edit(self, kind: type[Edit[Any]], record: Record, **wanted: object) -> Asked:
        changes = {field: (getattr(record, field), value) for field, value in wanted.items()}
        return kind(key=self.key(), row_id=record.id, changes=changes), self.shop.manager


# ---------------------------------------------------------------- the diary


def book(work: Work) -> Asked:
    client = work.row("SELECT id FROM client WHERE deleted_at IS NULL")
    new = NewClient(name=f"Guest {work.rng.randrange(10_000)}", phone=f"+97150{work.rng.randrange(10**7):07}")
    known = client is not None and work.rng.random() < 0.5
    lines = tuple(work.line() for _ in range(work.rng.choice((1, 1, 2))))
    command = BookVisit(
        key=work.key(), lines=lines, client_id=Id(client[0]) if known else None,
        new_client=None if known else new, note=work.rng.choice(("", "window seat")),
    )  # fmt: skip
    return command, work.shop.reception


def move(work: Work) -> Asked | None:
    visit: Booking | None = work.visit()
    if visit is None:
        return None
    delta = work.rng.choice((-60, -15, 5, 30, 1_440)) * MINUTE_MS
    command = MoveBooking(
        key=work.key(), booking_id=visit.id, expected_version=visit.version, line_id=None, delta_ms=delta
    )
    return command, work.shop.reception


def resize(work: Work) -> Asked | None:
    visit: Booking | None = work.visit()
    if visit is None or not visit.lines:
        return None
    line = work.rng.choice(visit.lines)
    command = ResizeLine(
        key=work.key(), booking_id=visit.id, expected_version=visit.version, line_id=line.id,
        start_at=line.span.start_ms, end_at=line.span.end_ms + work.rng.choice((-10, 10, 25)) * MINUTE_MS,
    )  # fmt: skip
    return command, work.shop.reception


def say_status(work: Work) -> Asked | None:
    visit: Booking | None = work.visit()
    if visit is None:
        return None
    status = work.rng.choice(
        (BookingStatus.CONFIRMED, BookingStatus.ARRIVED, BookingStatus.IN_SERVICE, BookingStatus.NO_SHOW)
    )
    command = SetStatus(key=work.key(), booking_id=visit.id, expected_version=visit.version, status=status)
    return command, work.shop.reception


def cancel(work: Work) -> Asked | None:
    visit: Booking | None = work.visit()
    if visit is None:
        return None
    command = SetStatus(
        key=work.key(), booking_id=visit.id, expected_version=visit.version, status=BookingStatus.CANCELLED,
        reason="ill", open_bill=work.rng.choice((OpenBill.DROP, OpenBill.KEEP)),
    )  # fmt: skip
    return command, work.shop.manager


def edit_visit(work: Work) -> Asked | None:
    visit: Booking | None = work.visit()
    if visit is None:
        return None
    command = EditBooking(
        key=work.key(), booking_id=visit.id, expected_version=visit.version, client_id=visit.client_id,
        note=f"note {work.rng.randrange(99)}", add=(work.line(),) if work.rng.random() < 0.3 else (),
    )  # fmt: skip
    return command, work.shop.reception


# ---------------------------------------------------------------- the till


def open_bill(work: Work) -> Asked:
    visit = work.row(
        "SELECT id FROM booking WHERE status IN ('booked', 'confirmed', 'arrived', 'in_service')"
    )
    client = work.row("SELECT id FROM client WHERE deleted_at IS NULL")
    of_visit = visit is not None and work.rng.random() < 0.5
    command = OpenTicket(
        key=work.key(), booking_id=Id(visit[0]) if of_visit else None,
        client_id=Id(client[0]) if client is not None and not of_visit else None,
    )  # fmt: skip
    return command, work.shop.reception


def add_item(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill()
    if bill is None:
        return None
    kind = work.rng.choice((LineKind.SERVICE, LineKind.PRODUCT))
    items = work.shop.services if kind is LineKind.SERVICE else work.shop.products
    command = AddItem(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version, kind=kind,
        item_id=work.rng.choice(list(items.values())).id, qty_milli=work.rng.choice((1_000, 1_000, 2_000)),
        staff_id=work.shop.people["MONA"] if kind is LineKind.SERVICE else None,
    )  # fmt: skip
    return command, work.shop.reception


def remove_line(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill(filled=True)
    if bill is None:
        return None
    command = RemoveLine(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version, line_id=bill.lines[-1].id
    )
    return command, work.shop.reception


def discount(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill(filled=True)
    if bill is None:
        return None
    given = Discount(kind=DiscountKind.PERCENT, value=work.rng.choice((50_000, 100_000)), reason="regular")
    command = GiveDiscount(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version,
        line_id=work.rng.choice((None, bill.lines[0].id)), discount=given,
    )  # fmt: skip
    return command, work.shop.manager


def other_price(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill(filled=True)
    if bill is None:
        return None
    command = ChangePrice(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version, line_id=bill.lines[0].id,
        unit_price_minor=work.rng.randint(100, 40_000), reason="agreed",
    )  # fmt: skip
    return command, work.shop.manager


def drop(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill()
    if bill is None:
        return None
    return DropTicket(key=work.key(), ticket_id=bill.id, expected_version=bill.version), work.shop.reception


def buyer(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill()
    client = work.row("SELECT id FROM client WHERE deleted_at IS NULL")
    if bill is None or client is None:
        return None
    command = SetBuyer(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version, client_id=Id(client[0]),
        full_invoice=False, buyer_name="", buyer_tax_number="", buyer_address="",
    )  # fmt: skip
    return command, work.shop.reception


def check_out(work: Work) -> Asked | None:
    bill: Ticket | None = work.bill(filled=True)
    if bill is None:
        return None
    due = work.shop.due(bill)
    later = work.rng.randint(1, due) if due and bill.client_id is not None and work.rng.random() < 0.5 else 0
    kind = work.rng.choice((TenderKind.CASH, TenderKind.CARD))
    now = Offered(
        kind=kind, amount_minor=due - later, approval="A1" if kind is TenderKind.CARD else "",
        last4="4242" if kind is TenderKind.CARD else "",
    )  # fmt: skip
    command = CloseTicket(
        key=work.key(), ticket_id=bill.id, expected_version=bill.version, shown_gross_minor=due,
        offered=(now,) if due > later else (), on_account_minor=later,
    )  # fmt: skip
    return command, work.shop.manager


def refund(work: Work) -> Asked | None:
    sale = work.row("SELECT id FROM invoice WHERE kind = 'INV'")
    if sale is None:
        return None
    lines: tuple[RefundLine, ...] = ()
    if work.rng.random() < 0.5:
        lines = (RefundLine(n=1, qty_milli=1_000),)
    command = RefundInvoice(key=work.key(), invoice_id=Id(sale[0]), reason="unhappy", lines=lines)
    return command, work.shop.manager


def pay_later(work: Work) -> Asked | None:
    owed = work.row(
        "SELECT s.id, coalesce(sum(e.amount), 0) FROM invoice s JOIN ledger_entry e ON e.account = 'receivable'"
        " AND e.holder_id = s.id GROUP BY s.id HAVING sum(e.amount) > 0"
    )
    if owed is None:
        return None
    invoice_id, due = owed
    part = work.rng.choice((due, work.rng.randint(1, due)))
    command = PayInvoice(
        key=work.key(), invoice_id=Id(invoice_id), shown_due_minor=due, amount_minor=part,
        offered=(Offered(kind=TenderKind.CASH, amount_minor=part),),
    )  # fmt: skip
    return command, work.shop.manager


def credit_limit(work: Work) -> Asked | None:
    client = work.row("SELECT id FROM client WHERE deleted_at IS NULL")
    if client is None:
        return None
    limit = work.rng.choice((50_000, 500_000))
    return SetCreditLimit(key=work.key(), client_id=Id(client[0]), limit_minor=limit), work.shop.manager


def petty_cash(work: Work) -> Asked:
    kind = work.rng.choice((MovementKind.IN, MovementKind.OUT))
    amount = work.rng.randint(100, 3_000)
    return MoveCash(key=work.key(), kind=kind, amount_minor=amount, reason="tea"), work.shop.manager


def open_till(work: Work) -> Asked | None:
    if work.shop.ask(OpenSession()) is not None:
        return None
    return OpenTill(key=work.key(), float_minor=50_000), work.shop.manager


def close_till(work: Work) -> Asked | None:
    session = work.shop.ask(OpenSession())
    if session is None:
        return None
    counted = work.shop.ask(XReport()).expected_minor + work.rng.choice((0, 0, 5, -5))
    command = CloseTill(
        key=work.key(), session_id=session.id, counted_minor=max(counted, 0), reason="counted twice"
    )
    return command, work.shop.manager


def reprint(work: Work) -> Asked | None:
    sale = work.row("SELECT id FROM invoice")
    if sale is None:
        return None
    return NoteReprint(key=work.key(), document_id=Id(sale[0]), paper="80mm", saved=False), work.shop.manager


# ---------------------------------------------------------------- the back office


def set_price(work: Work) -> Asked | None:
    service = work.one("services")
    return work.edit(EditService, service, price_minor=work.rng.randint(1, 90_000))


def set_product(work: Work) -> Asked | None:
    product = work.one("products")
    return work.edit(EditProduct, product, price_minor=work.rng.randint(1, 90_000))


def set_staff(work: Work) -> Asked | None:
    person = work.one("staff")
    return work.edit(EditStaff, person, title=LocalText(en=f"Grade {work.rng.randrange(99)}"))


def set_shift(work: Work) -> Asked | None:
    person = work.one("staff", lambda p: p.bookable)
    start = work.rng.choice((540, 600))
    shifts = tuple(Shift(id=work.key(), weekday=day, start_min=start, end_min=1_260) for day in range(7))
    return work.edit(EditStaff, person, shifts=shifts)


def set_hours(work: Work) -> Asked | None:
    branch = work.one("branches")
    end = work.rng.choice((1_260, 1_320))
    hours = tuple(OpeningHours(weekday=day, start_min=540, end_min=end) for day in range(7))
    return work.edit(EditBranch, branch, hours=hours)


def set_shop(work: Work) -> Asked | None:
    shop = work.one("shops")
    return work.edit(EditShop, shop, phone=f"04 123 {work.rng.randrange(10_000):04}")


def set_user(work: Work) -> Asked | None:
    user = work.one("users", lambda u: u.pin_hash)
    return work.edit(EditUser, user, lang="ar" if user.lang != "ar" else "en")


def set_pin(work: Work) -> Asked | None:
    user = work.one("users", lambda u: u.pin_hash and u.id != work.shop.manager.user_id)
    pin_hash = f"$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ${work.rng.randbytes(12).hex()}"
    return SetPin(key=work.key(), user_id=user.id, pin_hash=pin_hash), work.shop.manager


def wrong_pin(work: Work) -> Asked:
    kind = work.rng.choice((CountTry, ForgetTries))
    return kind(key=work.key(), user_id=work.shop.reception.user_id), work.shop.reception


def setting(work: Work) -> Asked:
    minutes = str(work.rng.randint(1, 60))
    return ChangeSetting(key=work.key(), setting="booking.late_minutes", text=minutes), work.shop.manager


def time_off(work: Work) -> Asked | None:
    away = work.one("time_off")
    drawn = work.rng.random()
    if away is not None and drawn < 0.3:
        return RemoveTimeOff(key=work.key(), time_off_id=away.id), work.shop.manager
    if away is not None and drawn < 0.6:
        return work.edit(EditTimeOff, away, end_at=away.end_at + 30 * MINUTE_MS)
    start = work.at() + 20 * 1_440 * MINUTE_MS
    command = AddTimeOff(
        key=work.key(), staff_id=work.shop.people[work.rng.choice(("MONA", "LINA", "HIND"))], start_at=start,
        end_at=start + work.rng.randint(1, 48) * 60 * MINUTE_MS, kind=TimeOffKind.LEAVE, reason="leave",
    )  # fmt: skip
    return command, work.shop.manager


def resource(work: Work) -> Asked:
    names = LocalText(en=f"Chair {work.rng.randrange(10_000)}")
    return AddResource(key=work.key(), names=names), work.shop.manager


def new_client(work: Work) -> Asked:
    who = NewClient(
        name=f"Client {work.rng.randrange(10_000)}", phone=f"+97152{work.rng.randrange(10**7):07}"
    )
    return AddClient(key=work.key(), client=who), work.shop.reception


def edit_client(work: Work) -> Asked | None:
    client = work.one("clients")
    if client is None:
        return None
    command = EditClient(
        key=work.key(), client_id=client.id, expected_version=client.version, name=client.name,
        phone=client.phone, email=client.email, lang=client.lang, notes=f"likes {work.rng.randrange(99)}",
        alert=client.alert,
    )  # fmt: skip
    return command, work.shop.reception


def erase(work: Work) -> Asked | None:
    client = work.row("SELECT id FROM client WHERE deleted_at IS NULL")
    return (
        None if client is None else (EraseClient(key=work.key(), client_id=Id(client[0])), work.shop.console)
    )


def stock(work: Work) -> Asked:
    product = work.rng.choice(list(work.shop.products.values()))
    if work.rng.random() < 0.5:
        command: Command[Any] = ReceiveStock(
            key=work.key(), product_id=product.id, qty_milli=work.rng.randint(1, 9) * 1_000, reason="delivery"
        )
        return command, work.shop.manager
    shown = work.row(
        f"SELECT coalesce(sum(amount), 0) FROM ledger_entry WHERE account = 'stock' AND holder_id = x'{product.id.hex()}'"
    )[0]
    command = CountStock(
        key=work.key(),
        product_id=product.id,
        counted_milli=shown + 1_000,
        shown_milli=shown,
        reason="counted",
    )
    return command, work.shop.manager


def prune(work: Work) -> Asked:
    return PruneLog(key=work.key()), work.shop.console


def rebuild(work: Work) -> Asked:
    return Rebuild(key=work.key()), work.shop.console


def import_bookings(work: Work) -> Asked:
    rows = "".join(
        f"C{work.rng.randrange(50)},MONA,CUT,{work.rng.randint(1, 12):02}/{work.rng.randint(1, 28):02}/2019,"
        f"{work.rng.randint(1, 9)}:00:00 PM\n"
        for _ in range(work.rng.randint(1, 30))
    )
    sheet = read_sheet(f"client,staff,service,date,time\n{rows}".encode(), "auto")
    columns = {name: name for name in ("client", "staff", "service", "date", "time")}
    how = ImportMap(kind="bookings", columns=columns, date_style="mdy")
    return ImportBookings(key=work.key(), sheet=sheet, map=how), work.shop.console


def import_receipts(work: Work) -> Asked:
    rows = "".join(
        f"{work.rng.randrange(10_000)},2018-{work.rng.randint(1, 12):02}-15,MONA,Cut,100,5\n"
        for _ in range(work.rng.randint(1, 30))
    )
    sheet = read_sheet(f"number,date,staff,description,amount,vat\n{rows}".encode(), "auto")
    columns = {name: name for name in ("number", "date", "staff", "description", "amount")}
    how = ImportMap(kind="receipts", columns=columns, taxes={"vat": "vat"})
    return ImportReceipts(key=work.key(), sheet=sheet, map=how), work.shop.console


def import_products(work: Work) -> Asked:
    rows = "".join(
        f"P{work.rng.randrange(500)},Thing {n},{work.rng.randint(1, 99)}.50\n"
        for n in range(work.rng.randint(1, 30))
    )
    sheet = read_sheet(f"code,name,price\n{rows}".encode(), "auto")
    how = ImportMap(kind="products", columns={name: name for name in ("code", "name", "price")})
    return ImportProducts(key=work.key(), sheet=sheet, map=how), work.shop.console


WORKS: dict[str, tuple[int, Callable[[Work], Asked | None]]] = {
    "book": (8, book), "move": (5, move), "resize": (3, resize), "status": (3, say_status), "cancel": (3, cancel),
    "edit visit": (2, edit_visit), "open bill": (5, open_bill), "add item": (9, add_item),
    "remove line": (1, remove_line), "discount": (2, discount), "other price": (1, other_price), "drop": (1, drop),
    "buyer": (2, buyer), "check out": (10, check_out), "refund": (4, refund), "pay later": (4, pay_later),
    "credit limit": (3, credit_limit), "petty cash": (3, petty_cash), "open till": (9, open_till),
    "close till": (2, close_till), "claim print": (5, claim_print), "record print": (4, record_print),
    "recover prints": (1, recover_prints), "dismiss prints": (1, dismiss_prints), "record file": (3, record_file),
    "reprint": (1, reprint), "undo": (5, undo), "redo": (3, redo),
    "set price": (2, set_price), "set product": (1, set_product), "set staff": (1, set_staff),
    "set shift": (2, set_shift), "set hours": (2, set_hours), "set shop": (1, set_shop), "set user": (1, set_user),
    "set PIN": (2, set_pin), "wrong PIN": (1, wrong_pin), "setting": (1, setting), "time off": (3, time_off),
    "resource": (1, resource), "new client": (2, new_client), "edit client": (2, edit_client), "erase": (3, erase),
    "stock": (2, stock), "prune": (3, prune), "rebuild": (2, rebuild), "import bookings": (2, import_bookings),
    "import receipts": (2, import_receipts), "import products": (1, import_products),
}  # fmt: skip
"""Every kind of work: how often it is drawn, and what makes its command."""
