"""A day on which every command of a shop is carried out and every question asked, after so many days before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salondesk.app.documents import PaperDesk
from salondesk.app.window.first_board import todays_board
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import PinAttempt
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.ledger import STOCK
from salondesk.domain.paper import PrintState
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket
from salondesk.domain.staff import TimeOffKind
from salondesk.domain.till import MovementKind
from salondesk.engine.proposals import Proposal
from salondesk.services.access.edit import EditRole, EditUser
from salondesk.services.access.grants import GrantNewPermissions
from salondesk.services.access.sign_in import CountTry, SetPin, hash_pin
from salondesk.services.booking.visits import (
    EditBooking,
    MoveBooking,
    RequestedLine,
    ResizeLine,
    SetStatus,
)
from salondesk.services.catalog.edit import EditProduct, EditService
from salondesk.services.catalog.stock import CountStock, ReceiveStock
from salondesk.services.client.card import EditClient, NewClient
from salondesk.services.client.erase import EraseAgain, EraseClient
from salondesk.services.imports.catalogue import ImportProducts, ImportServices
from salondesk.services.imports.endings import ImportCancellations, ImportNoShows
from salondesk.services.imports.plan import ImportFile, ImportMap
from salondesk.services.imports.receipts import ImportReceipts
from salondesk.services.imports.sheet import read_sheet
from salondesk.services.imports.visits import ImportBookings
from salondesk.services.paper.print_queue import DismissPrints, NoteReprint, RecordPrint, RecoverPrints
from salondesk.services.reads.booking.board import WEEK, DiaryBoard
from salondesk.services.reads.booking.conflict_facts import BoardFacts
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.booking.history import VisitSteps
from salondesk.services.reads.booking.verdict import ProposalVerdict
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.client.card import ClientById
from salondesk.services.reads.client.search import ClientSearch
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.report.day_sheet import DaySheetLines
from salondesk.services.reads.report.sales import SalesOfDays
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.reads.till.z_list import ZList
from salondesk.services.reads.till.z_report import ZById
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.ticket import DropTicket, EditLine, GiveDiscount, RemoveLine, ScanCode
from salondesk.services.shop import retention
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.resource import AddResource, EditResource
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.shop.upkeep import OpenNextGeneration
from salondesk.services.staff.edit import EditStaff
from salondesk.services.staff.time_off import AddTimeOff, EditTimeOff, RemoveTimeOff
from salondesk.services.till.session import MoveCash
from salondesk.storage.commit_signal import CommitSignal
from salondesk.storage.queries import listing
from tests.support import accounts
from tests.support.shop import BARCODE, PINS, StaffedShop
from tests.support.tampering import live_a_while

DAY_MS = 86_400_000
TEN = Discount(kind=DiscountKind.PERCENT, value=100_000, reason="regular")


def days_before(shop: StaffedShop, days: int) -> None:
    """Let a shop work for the days before today: visits, sales, discounts, refunds, debts, stock, absences, Zs."""
    shop.time.advance(-days * DAY_MS)
    for day in range(days):
        shop.open_till()
        visit = shop.book(at="11:00", day=shop.today(), client=NewClient(name=f"Yasmin {day}"))
        shop.pay(shop.ticket("SHAMPOO", booking=visit))
        ticket = _discounted(shop, shop.ticket("MANI", "OIL"))
        accounts.refund(shop, shop.pay(ticket))
        debt = accounts.leave(shop, accounts.bill(shop, accounts.client(shop), "MANI"), 100)
        accounts.pay(shop, debt, 100)
        dropped = shop.ticket("MANI")
        shop.run(DropTicket(key=shop.new_id(), ticket_id=dropped.id, expected_version=dropped.version))
        _around_the_counter(shop)
        shop.close_till()
        _all_printed(shop)
        _old_receipt(shop, str(1_000 + day))
        shop.time.advance(DAY_MS)


def _around_the_counter(shop: StaffedShop) -> None:
    """Do what is done daily and is no sale."""
    shop.run(MoveCash(key=shop.new_id(), kind=MovementKind.OUT, amount_minor=9, reason="tea"), shop.manager)
    oil, now = shop.products["OIL"], shop.clock.now_ms()
    shop.run(ReceiveStock(key=shop.new_id(), product_id=oil.id, qty_milli=9_000, reason="more"), shop.manager)
    away = AddTimeOff(
        key=shop.new_id(), start_at=now, end_at=now + 60_000, kind=TimeOffKind.SICK, staff_id=shop.people["HIND"]
    )  # fmt: skip
    shop.run(away, shop.manager)
    _edit(shop, "services", EditService, "CUT", minutes=lambda was: 90 - was)


def _discounted(shop: StaffedShop, ticket: Ticket) -> Ticket:
    give = GiveDiscount(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=TEN
    )
    made: Ticket = shop.run(give, shop.manager)
    return made


def _all_printed(shop: StaffedShop) -> None:
    for waiting in shop.queries.unsettled_prints(shop.console.till_id):
        shop.run(RecordPrint(key=shop.new_id(), job_id=waiting.job.id, state=PrintState.DONE))


def _edit(
    shop: StaffedShop, repo: str, kind: Any, called: str | None, **wanted: Callable[[Any], object] | object
) -> None:
    """Change fields of the record of that code or key, or (None) the newest; a function gets what stands."""
    with shop.unit() as uow:
        records = sorted(getattr(uow, repo).all(), key=lambda record: record.created_at)
    found = [r for r in records if called in (None, getattr(r, "code", ""), getattr(r, "key", ""))][-1]
    changes = {}
    for name, value in wanted.items():
        seen = getattr(found, name)
        changes[name] = (seen, value(seen) if callable(value) else value)
    shop.run(kind(key=shop.new_id(), row_id=found.id, changes=changes), shop.manager)


def ask_everything(shop: StaffedShop) -> None:
    """Live a day at the counter, in the office and at the command line, asking whatever their screens ask."""
    live_a_while(shop)
    visit = _at_the_desk(shop)
    _at_the_till(shop)
    _in_the_office(shop)
    _imported(shop)
    _ask_screens(shop, visit)
    _ask_inside(shop, visit)
    with shop.readers.lend() as connection:
        today = shop.today()
        for kind in ("bookings", "invoices", "receipts", "z", "clients", "staff", "services", "products"):
            list(listing.rows(connection, kind, today, today, zone="Asia/Dubai", currency="AED"))
    _forgotten(shop)


def list_everything(shop: StaffedShop) -> None:
    """List all records of every kind, as `salondesk list` does when no day is named."""
    with shop.readers.lend() as connection:
        for kind in ("bookings", "invoices", "receipts", "z", "clients", "staff", "services", "products"):
            list(listing.rows(connection, kind, None, None, zone="Asia/Dubai", currency="AED"))


def _at_the_desk(shop: StaffedShop) -> Booking:
    """Book, move, resize, change and take back; return the visit."""
    shop.access.sign_in(shop.reception.user_id, PINS["reception"], shop.console)
    client = NewClient(name="Amal", phone="+971509876543", lang="ar")
    visit = shop.book("LINA", at="15:00", client=client)
    assert visit.client_id is not None
    moved = shop.book("LINA", at="17:00")
    moved = shop.run(
        MoveBooking(
            key=shop.new_id(), booking_id=moved.id, expected_version=moved.version, line_id=None, delta_ms=0,
            staff_id=shop.people["HIND"], from_staff_id=shop.people["LINA"],
        )
    )  # fmt: skip
    line = moved.lines[0]
    moved = shop.run(
        ResizeLine(
            key=shop.new_id(), booking_id=moved.id, expected_version=moved.version, line_id=line.id,
            start_at=line.span.start_ms, end_at=line.span.end_ms + 900_000,
        )
    )  # fmt: skip
    shop.executor.undo(shop.reception)
    shop.executor.redo(shop.reception)
    shop.ask(VisitSteps(moved.id))
    with shop.unit() as uow:
        moved, card = uow.bookings.get(moved.id), uow.clients.get(visit.client_id)
    shop.run(
        EditBooking(
            key=shop.new_id(), booking_id=moved.id, expected_version=moved.version, note="window",
            client_id=card.id, drop=(line.id,),
            add=(
                RequestedLine(
                    service_id=shop.services["MANI"].id, staff_id=shop.people["HIND"], start_at=line.span.start_ms
                ),
            ),
        )
    )  # fmt: skip
    shop.run(
        EditClient(
            key=shop.new_id(), client_id=card.id, expected_version=card.version, name="Amal K", phone=card.phone,
            email="", lang="ar", notes="", alert="",
        )
    )  # fmt: skip
    came: Booking = shop.run(
        SetStatus(
            key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, status=BookingStatus.ARRIVED
        )
    )  # fmt: skip
    return came


def _at_the_till(shop: StaffedShop) -> None:
    """Scan, change lines, leave a rest on account, take it, give back, print."""
    ticket = shop.ticket("MANI", "CUT")
    ids = {"key": shop.new_id(), "ticket_id": ticket.id}
    ticket = shop.run(ScanCode(**ids, expected_version=ticket.version, code=BARCODE))
    one, two, _ = ticket.lines
    ticket = shop.run(
        EditLine(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=one.id,
            qty_milli=2_000, shares=one.shares, note="both hands",
        )
    )  # fmt: skip
    ticket = shop.run(
        ChangePrice(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=one.id,
            unit_price_minor=7_000, reason="long",
        ),
        shop.manager,
    )  # fmt: skip
    ticket = shop.run(
        RemoveLine(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=two.id)
    )
    shop.pay(ticket)
    debt = accounts.leave(shop, accounts.bill(shop, accounts.client(shop), "MANI"), 100)
    accounts.pay(shop, debt, 100)
    accounts.refund(shop, debt)
    shop.ask(InvoiceById(debt.invoice_id))
    _at_the_printer(shop, debt)


def _at_the_printer(shop: StaffedShop, sale: SaleDone) -> None:
    jobs = [waiting.job.id for waiting in shop.queries.unsettled_prints(shop.console.till_id)]
    shop.run(RecordPrint(key=shop.new_id(), job_id=jobs[0], state=PrintState.DONE))
    shop.run(RecoverPrints(key=shop.new_id(), job_ids=(jobs[1],)))
    shop.run(DismissPrints(key=shop.new_id(), job_ids=(jobs[1],)))
    shop.run(NoteReprint(key=shop.new_id(), document_id=sale.invoice_id, paper="a4"))
    desk = PaperDesk(ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock)
    desk.print_job(jobs[2], shop.manager)


def _in_the_office(shop: StaffedShop) -> None:
    """Edit a record of each kind, and an absence."""
    shop.run(AddResource(key=shop.new_id(), names=LocalText(en="Room")), shop.manager)
    _edit(shop, "resources", EditResource, None, capacity=2)
    _edit(shop, "shops", EditShop, None, phone="04 123 4567")
    _edit(shop, "branches", EditBranch, None, slot_min=30)
    _edit(shop, "staff", EditStaff, "MONA", code="MONI")
    _edit(shop, "services", EditService, "MANI", code="HANDS")
    _edit(shop, "products", EditProduct, "OIL", code="ARGAN", barcode="1234")
    shop.executor.undo(shop.manager)
    _edit(shop, "roles", EditRole, "reception", names=LocalText(en="Front desk"))
    with shop.unit() as uow:
        role, user = uow.roles.all()[0], uow.users.get(shop.stylist.user_id)
    shop.run(EditUser(key=shop.new_id(), row_id=user.id, changes={"lang": (user.lang, "ar")}), shop.manager)
    shop.run(SetPin(key=shop.new_id(), user_id=user.id, pin_hash=hash_pin("5555")), shop.manager)
    with shop.unit() as uow:
        uow.roles.save(role, replace(role, limits=()))
    shop.run(ChangeSetting(key=shop.new_id(), setting="booking.late_minutes", text="15"), shop.manager)
    shop.run(GrantNewPermissions(key=shop.new_id()), shop.console)
    oil = shop.products["OIL"].id
    with shop.unit() as uow:
        shown = uow.ledger.balance(STOCK, oil)
    shop.run(
        CountStock(
            key=shop.new_id(), product_id=oil, counted_milli=1_000, shown_milli=shown, reason="counted"
        ),
        shop.manager,
    )
    _absent(shop)


def _absent(shop: StaffedShop) -> None:
    start = shop.at("09:00", shop.today() + timedelta(days=3))
    for whose in (shop.people["LINA"], None):
        away = shop.run(
            AddTimeOff(
                key=shop.new_id(), start_at=start, end_at=start + DAY_MS, kind=TimeOffKind.LEAVE, staff_id=whose
            ),
            shop.manager,
        )  # fmt: skip
        ends = {"end_at": (away.end_at, away.end_at + 60_000)}
        shop.run(EditTimeOff(key=shop.new_id(), row_id=away.id, changes=ends), shop.manager)
        shop.run(RemoveTimeOff(key=shop.new_id(), time_off_id=away.id), shop.manager)


def _imported(shop: StaffedShop) -> None:
    """Import a row of each kind, and the receipt once more."""
    columns = {"date": "date", "time": "time", "staff": "who", "service": "what", "client": "client"}
    visits = b"date,time,who,what,client\n2018-03-15,10:00,LINA,CUT,C1\n"
    items = b"code,name,price\nNEW,New,10\n"
    of_items = {"code": "code", "name": "name", "price": "price"}
    for kind, word, text, mapping in (
        (ImportBookings, "bookings", visits, columns),
        (ImportNoShows, "no_shows", visits, columns),
        (ImportCancellations, "cancellations", visits, columns),
        (ImportServices, "services", items, of_items),
        (ImportProducts, "products", items, of_items),
    ):
        _import(shop, kind, text, ImportMap(kind=word, columns=mapping))
    _old_receipt(shop, "7")


def _import(shop: StaffedShop, kind: type[ImportFile], text: bytes, how: ImportMap) -> None:
    shop.executor.run(kind(key=shop.new_id(), sheet=read_sheet(text, "auto"), map=how), shop.console)


def _old_receipt(shop: StaffedShop, number: str) -> None:
    columns = {"number": "no", "date": "date", "staff": "who", "description": "what", "amount": "amount"}
    text = f"no,date,who,what,amount\n{number},2018-03-15,LINA,Cut,100\n".encode()
    _import(shop, ImportReceipts, text, ImportMap(kind="receipts", columns=columns))


def _ask_screens(shop: StaffedShop, visit: Booking) -> None:
    asked, today = shop.queries, shop.today()
    till, person = shop.console.till_id, shop.people["MONA"]
    for one in (None, person):
        shop.ask(DiaryBoard(today, staff_id=one))
        shop.ask(DiaryBoard(today - timedelta(days=3), WEEK, one))
    asked.shop(), asked.branch(), asked.user_tiles(today), asked.settings(), asked.grant_level()
    asked.log_sealed(), asked.permissions(shop.manager.user_id)
    for text in ("am", "a m", "amal", "amal x", "0509876", "50987 am"):
        shop.ask(ClientSearch(text))
    assert visit.client_id is not None
    shop.ask(VisitById(visit.id)), shop.ask(VisitSteps(visit.id)), shop.ask(DeskDay(today))
    shop.ask(BoardFacts(shop.ask(DiaryBoard(today)), visit.id)), shop.ask(ProposalVerdict(Proposal.of(visit)))
    number = shop.sell("CUT").number
    sold = shop.ask(InvoiceByNumber(number))
    assert sold is not None
    z = shop.ask(ZList(today, today))[0]
    for query in (
        ClientById(visit.client_id), ItemList("service"), ItemList("product"), TaxCodes(), PeopleOfDiary(),
        DaySheetLines(person, today), OpenBills(), BillById(sold.ticket_id), InvoiceList(today, today),
        TakingsOfDays(today, today), SalesOfDays(today, today), InvoiceById(sold.id), OpenSession(), XReport(),
        ZById(z.z_id), ZByNumber(z.number),
    ):  # fmt: skip
        shop.ask(query)
    asked.unsettled_prints(till), asked.changes_since(asked.last_seq() - 1)
    todays_board(shop.paths.database, lang="en")
    signal = CommitSignal(shop.paths.database)
    signal.changed(), signal.close()


def _ask_inside(shop: StaffedShop, visit: Booking) -> None:
    """Ask what only some transactions ask."""
    today = shop.today()
    z = shop.ask(ZById(shop.ask(ZList(today, today))[0].z_id))
    assert z is not None and visit.client_id is not None
    billed = shop.pay(shop.ticket(booking=visit)).invoice_id
    with shop.unit() as uow:
        uow.apply("z_report", z), uow.knows(shop.console.user_id)
        uow.bookings.on_date(shop.console.branch_id, today), uow.bookings.day_of(visit.id)
        uow.time_off.between(TimeSpan(shop.at("09:00"), shop.at("10:00")))
        client = uow.clients.get(visit.client_id)
        uow.clients.with_phone(client.phone), uow.clients.with_code("C1"), uow.clients.erased()
        uow.bookings.of_client(client.id), uow.tickets.of_client(client.id)
        uow.settlements.for_client(client.id), uow.settlements.for_booking(visit.id)
        uow.products.find_code("OIL"), uow.history.by_number("7")
        invoice = uow.invoices.get(billed)
        uow.apply("invoice", invoice), uow.invoices.by_number(invoice.number)
        uow.invoices.credits_of(invoice.id), uow.settlements.due_of(invoice.id)
        uow.settlements.owed_by(client.id), uow.tickets.open_for_booking(visit.id)
        uow.invoices.last_issued_at(shop.console.till_id)
        uow.pins.record(PinAttempt(user_id=shop.reception.user_id))
        uow.prints.unsettled(shop.console.till_id), uow.prints.file(invoice.id)
        series = uow.series.open_for(shop.console.till_id, DocumentKind.INVOICE)
        uow.series.close(series, at=1, reason="test")


def _forgotten(shop: StaffedShop) -> None:
    """Erase a client, and forget what is old."""
    today = shop.today()
    client = NewClient(name="Zaina", phone="+971507777777", lang="ar")
    gone = shop.book("HIND", at="09:00", day=today + timedelta(days=1), client=client)
    shop.run(
        SetStatus(
            key=shop.new_id(), booking_id=gone.id, expected_version=gone.version,
            status=BookingStatus.CANCELLED, reason="ill",
        )
    )  # fmt: skip
    assert gone.client_id is not None
    shop.run(EraseClient(key=shop.new_id(), client_id=gone.client_id), shop.manager)
    shop.executor.run(EraseAgain(key=shop.new_id(), client_ids=(gone.client_id,)), shop.console)
    shop.run(CountTry(key=shop.new_id(), user_id=shop.reception.user_id))
    next_letter = OpenNextGeneration(key=shop.new_id(), used=frozenset("AB"), reason="test")
    shop.executor.run(next_letter, shop.console)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "BODIES_A_STEP", 10)
        for later_ms in (0, 6 * 366 * DAY_MS):
            shop.time.advance(later_ms)
            shop.executor.run(retention.PruneLog(key=shop.new_id()), shop.console)
