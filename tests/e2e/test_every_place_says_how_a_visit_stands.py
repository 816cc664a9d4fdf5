"""How visits stand with their bills after all that a counter does to them: the same in every place of the window.

Diary, its list, visit panel, front desk, invoices list and invoice are read off the screen, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtWidgets import QLabel

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket
from salondesk.services.booking.visits import BookVisit, NewClient, RequestedLine, SetStatus
from salondesk.services.reads.client.card import ClientById
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.refund import RefundLine
from salondesk.services.sale.ticket import DropTicket, GiveDiscount, SetBuyer
from salondesk.services.visit_bill import OpenBill
from salondesk.ui.booking.canvas.status_styles import style_of
from salondesk.ui.booking.desk.page import DeskPage
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _
from salondesk.ui.sale.history_page import InvoicesPage, _kind_name
from tests.e2e.conftest import Counter
from tests.support.accounts import client, leave, pay, refund
from tests.support.shop import StaffedShop


@dataclass
class Day:
    """What was done, by name of the case: visits with how they should stand, and invoices with what should be said."""

    shop: StaffedShop
    visits: dict[str, tuple[Booking, str, str, str]] = field(default_factory=dict)
    """Visit; the diary's word; what the panel adds to the status; the lane of the front desk."""
    invoices: dict[str, tuple[SaleDone, str]] = field(default_factory=dict)

    def stands(self, case: str, visit: Booking, diary: str, panel: str = "", lane: str = "") -> None:
        self.visits[case] = (visit, diary, panel, lane)

    def sold(self, case: str, sale: SaleDone, state: str) -> SaleDone:
        self.invoices[case] = (sale, state)
        return sale

    def book(self, person: str, hour: int, *services: str, client_id: Id | None = None) -> Booking:
        lines = tuple(
            RequestedLine(
                service_id=self.shop.services[code].id, staff_id=self.shop.people[person],
                start_at=self.shop.at(f"{hour + n}:00"),
            )
            for n, code in enumerate(services)
        )  # fmt: skip
        new = NewClient(name=f"{person} {hour}") if client_id is None else None
        made: Booking = self.shop.run(
            BookVisit(key=self.shop.new_id(), lines=lines, client_id=client_id, new_client=new)
        )
        return made

    def bill(self, visit: Booking) -> Ticket:
        return self.shop.ticket(booking=visit)

    def given_away(self, visit: Booking) -> SaleDone:
        shop, ticket = self.shop, self.bill(visit)
        whole = Discount(kind=DiscountKind.PERCENT, value=1_000_000, reason="a gift")
        ticket = shop.run(
            GiveDiscount(
                key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=whole,
                override=shop.approval(Permission.SALE_DISCOUNT_BEYOND),
            )
        )  # fmt: skip
        return shop.pay(ticket, gross_minor=0)

    def call_off(self, visit: Booking, answer: OpenBill) -> None:
        self.shop.run(
            SetStatus(
                key=self.shop.new_id(), booking_id=visit.id, expected_version=visit.version,
                status=BookingStatus.CANCELLED, reason="ill", open_bill=answer,
            )
        )  # fmt: skip


PAID, TO_PAY, ON_ACCOUNT = "Paid in full", "To pay", "On account"
CREDITED = "Refunded in full"
STATES = ("Unpaid", "Part paid", "Overpaid", CREDITED, "To refund")
"""What is said of an invoice; nothing of one that is settled."""


def a_day(shop: StaffedShop) -> Day:
    """Do the day: MONA's visits are billed and given back, LINA's owed or given away, HIND's dropped and called off."""
    shop.open_till(500_000)
    day = Day(shop)
    pay_now = shop.pay
    first = RefundLine(n=1, qty_milli=1_000)

    partly = day.book("MONA", 9, "CUT", "MANI")
    sale = day.sold("partly refunded", pay_now(day.bill(partly)), "")
    refund(shop, sale, first)
    day.stands("partly refunded", partly, PAID, PAID)

    again = day.book("MONA", 11, "CUT", "MANI")
    sale = day.sold("refunded, then billed", pay_now(day.bill(again)), CREDITED)
    refund(shop, sale, first)
    refund(shop, sale)
    day.sold("billed again", pay_now(day.bill(again)), "")
    day.stands("refunded and billed again", again, PAID, PAID)

    given_back = day.book("MONA", 13, "CUT")
    sale = day.sold("refunded", pay_now(day.bill(given_back)), CREDITED)
    refund(shop, sale)
    day.stands("refunded", given_back, TO_PAY, TO_PAY, "to_pay")

    one_line = day.book("MONA", 14, "CUT", "MANI")
    sale = day.sold("one line refunded", pay_now(day.bill(one_line)), "")
    refund(shop, sale, first)
    day.stands("one line refunded", one_line, PAID, PAID)
    redone = day.book("MONA", 16, "CUT", client_id=one_line.client_id)
    day.sold("redone", pay_now(day.bill(redone)), "")
    day.stands("redone on another visit", redone, PAID, PAID)

    gift = day.book("LINA", 9, "CUT")
    day.sold("given away", day.given_away(gift), "")
    day.stands("given away", gift, PAID, PAID)
    gift_back = day.book("LINA", 10, "CUT")
    sale = day.sold("given away, refunded", day.given_away(gift_back), CREDITED)
    refund(shop, sale)
    day.stands("given away and refunded", gift_back, TO_PAY, TO_PAY, "to_pay")

    debtor = client(shop)
    owed = day.book("LINA", 11, "CUT", client_id=debtor)
    sale = day.sold("part paid", leave(shop, day.bill(owed), 10_000), "Part paid")
    pay(shop, sale, 2_500)
    day.stands("part paid", owed, ON_ACCOUNT, "On account: {7500}")
    unpaid = day.book("LINA", 12, "CUT", client_id=debtor)
    day.sold("on account", leave(shop, day.bill(unpaid), 15_000), "Unpaid")
    day.stands("all on account", unpaid, ON_ACCOUNT, "On account: {15000}")
    forgiven = day.book("LINA", 13, "CUT", client_id=debtor)
    sale = day.sold("debt refunded", leave(shop, day.bill(forgiven), 10_000), CREDITED)
    pay(shop, sale, 2_500)
    refund(shop, sale)
    day.stands("debt part paid and refunded", forgiven, TO_PAY, TO_PAY, "to_pay")

    waiting = day.book("HIND", 11, "CUT")
    ticket = shop.run(
        SetBuyer(key=shop.new_id(), ticket_id=(made := shop.ticket("OIL")).id, expected_version=made.version,
                 client_id=waiting.client_id)
    )  # fmt: skip
    day.sold("only a product", pay_now(ticket), "")
    day.stands("booked, and a product sold to her", waiting, "Booked", lane="due")
    dropped = day.book("HIND", 12, "CUT")
    ticket = shop.ticket("OIL", booking=dropped)
    shop.run(DropTicket(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version))
    day.stands("its bill was dropped", dropped, "Booked", lane="due")
    called_off = day.book("HIND", 13, "CUT")
    parked = shop.ticket("OIL", booking=called_off)
    day.call_off(called_off, OpenBill.KEEP)
    there = day.book("HIND", 13, "CUT")
    with shop.unit() as uow:
        parked = uow.tickets.get(parked.id)
    day.sold("parked", pay_now(parked), "")
    day.stands("called off, its bill paid", called_off, "Cancelled")
    day.stands("booked in its place", there, "Booked", lane="due")
    taken_over = day.book("HIND", 15, "CUT")
    with shop.unit() as uow:
        uow.bookings.save(taken_over, replace(taken_over, source="import", status=BookingStatus.DONE))
        uow.commit()
    day.stands("taken over from another system", taken_over, "Done")
    return day


def test_a_visit_stands_the_same_in_every_place(counter: Counter) -> None:
    day = counter.back(lambda: a_day(counter.shop))
    counter.sign_in("manager")
    diary = counter.diary()
    for case, (visit, word, panel, _lane) in day.visits.items():
        if word != "Cancelled":
            assert_diary(counter, diary, case, visit, word)
        assert_panel(counter, diary, case, visit, word, panel)
        past = counter.back(lambda who=visit.client_id: counter.shop.ask(ClientById(who)).visits)  # type: ignore[misc]
        status = next(row.status for row in past if row.booking_id == visit.id)
        wanted = {"Booked": "booked", "Cancelled": "cancelled"}.get(word, "done")
        assert status == wanted, case
    assert_desk(counter, day)
    assert_invoices(counter, day)
    assert counter.back(lambda: counter.shop.value("SELECT count(*) FROM ticket WHERE status = 'open'")) == 0


def assert_diary(counter: Counter, diary: DiaryPage, case: str, visit: Booking, word: str) -> None:
    counter.until(lambda: diary.grid.board().block_of(visit.lines[0].id) is not None)
    for line in visit.lines:
        block = diary.grid.board().block_of(line.id)
        assert block is not None and _(style_of(block.status, block.flags).name) == _(word), case


def assert_panel(
    counter: Counter, diary: DiaryPage, case: str, visit: Booking, word: str, panel: str
) -> None:
    diary.panel.show_booking(visit)
    counter.until(lambda: (shown := diary.panel.booking()) is not None and shown.id == visit.id)
    name, _bracket, minor = panel.partition("{")
    said = name
    if minor:
        amount = formatter().money(int(minor.rstrip("}")), "AED")
        said = _("On account: {amount}").format(amount=amount)
    elif name:
        said = _(name)
    status = _(word) if word in ("Booked", "Cancelled") else _("Done")
    wanted = " · ".join(part for part in (status, said) if part)
    counter.until(lambda: diary.panel.status_text() == wanted)
    pays = word in ("Booked", TO_PAY)
    assert diary.panel.checkout_button.isVisibleTo(diary.panel) == pays, case


def assert_desk(counter: Counter, day: Day) -> None:
    counter.window.open_room("desk")
    desk = counter.window.page("desk")
    assert isinstance(desk, DeskPage)
    wanted = {visit.id: lane for visit, _word, _panel, lane in day.visits.values() if lane}

    def shown() -> dict[Id, str]:
        return {card.visit.booking_id: stage for stage, lane in desk.lanes.items() for card in lane.cards}

    counter.until(lambda: shown() == wanted)


def assert_invoices(counter: Counter, day: Day) -> None:
    counter.window.open_room("invoices")
    page = counter.window.page("invoices")
    assert isinstance(page, InvoicesPage)
    counter.until(lambda: len(page.list.table.rows_model.rows) >= len(day.invoices))
    rows = {row.invoice_id: row for row in page.list.table.rows_model.rows}
    for case, (sale, state) in day.invoices.items():
        kind = _kind_name(rows[sale.invoice_id])
        assert (_(state) in kind) if state else not any(_(s) in kind for s in STATES), (case, kind)
        page.show_document(sale.invoice_id)
        wanted = (sale.invoice_id, {_(state)} if state else set())
        counter.until(lambda wanted=wanted: said_of(page) == wanted)  # type: ignore[misc]


def said_of(page: InvoicesPage) -> tuple[Id | None, set[str]]:
    """Return the invoice that is shown and what is said of where it stands."""
    texts = {part.text() for part in page.panel.findChildren(QLabel) if part.isVisibleTo(page.panel)}
    document = page.panel.document
    return document.id if document is not None else None, {_(state) for state in STATES} & texts
