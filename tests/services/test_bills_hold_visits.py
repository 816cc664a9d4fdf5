"""A visit and its bill: what is billed is held, what is given back is not, and every screen says the same."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import ConflictError, PermissionRefused, UserError
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket, TicketStatus
from salondesk.services.booking.visits import EditBooking, RequestedLine, SetStatus
from salondesk.services.imports.endings import ImportCancellations
from salondesk.services.imports.plan import ImportMap, ImportReport
from salondesk.services.imports.sheet import read_sheet
from salondesk.services.reads.booking.board import PAID, DiaryBoard
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import GiveDiscount, OpenTicket
from salondesk.services.visit_bill import OpenBill, OpenBillUndecided
from tests.support.shop import TODAY, StaffedShop

_S = BookingStatus


def now(shop: StaffedShop, visit: Booking) -> Booking:
    with shop.unit() as uow:
        return uow.bookings.get(visit.id)


def status(
    shop: StaffedShop,
    visit: Booking,
    wanted: BookingStatus,
    *,
    bill: OpenBill | None = None,
    actor: object = None,
) -> Booking:
    command = SetStatus(
        key=shop.new_id(), booking_id=visit.id, expected_version=now(shop, visit).version, status=wanted,
        reason="asked", open_bill=bill,
    )  # fmt: skip
    done: Booking = shop.run(command, actor)  # type: ignore[arg-type]
    return done


def refund(shop: StaffedShop, sale: SaleDone, *lines: RefundLine) -> None:
    shop.run(
        RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy", lines=lines),
        shop.manager,
    )


def given_away(shop: StaffedShop, ticket: Ticket) -> Ticket:
    """Take 100 % off a bill, approved by the manager."""
    whole = Discount(kind=DiscountKind.PERCENT, value=1_000_000, reason="a gift")
    made: Ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=whole,
            override=shop.approval(Permission.SALE_DISCOUNT_BEYOND),
        )
    )  # fmt: skip
    return made


def close_for_nothing(shop: StaffedShop, ticket: Ticket) -> SaleDone:
    """Close a bill that was given away: nothing is put down."""
    command = CloseTicket(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        shown_gross_minor=0,
        offered=(),
    )
    done: SaleDone = shop.run(command)
    return done


def is_paid_on_screens(shop: StaffedShop, visit: Booking) -> bool:
    """Return what board, desk and card say; they must agree."""
    booking = now(shop, visit)
    board = shop.ask(DiaryBoard(TODAY, lang="en"))
    flags = {bool(block.flags & PAID) for block in board.blocks if block.booking_id == visit.id}
    desk = shop.ask(DeskDay(TODAY))
    on_desk = any(
        row.booking_id == visit.id
        for rows in (desk.due, desk.waiting, desk.in_service, desk.to_pay)
        for row in rows
    )
    card = shop.ask(VisitById(booking.id))
    said = {*flags, card.is_billed, bool(card.billed_by)}
    if booking.holds_time:
        said.add(not on_desk)
    assert len(said) == 1, (flags, on_desk, card.billed_by)
    return said.pop()


def bills(shop: StaffedShop, visit: Booking) -> Ticket:
    made: Ticket = shop.run(OpenTicket(key=shop.new_id(), booking_id=visit.id))
    return made


def test_a_visit_given_away_is_billed_like_any_other(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    close_for_nothing(shop, given_away(shop, bills(shop, visit)))
    assert is_paid_on_screens(shop, visit)
    assert now(shop, visit).status is _S.DONE
    with pytest.raises(UserError, match="paid already"):
        bills(shop, visit)
    for wanted in (_S.CANCELLED, _S.IN_SERVICE, _S.NO_SHOW):
        with pytest.raises(UserError, match="Refund its invoice"):
            status(shop, visit, wanted)
    assert list(problems(shop)) == []


def test_a_billed_visit_keeps_its_services_until_all_is_given_back(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    sale = close_for_nothing(shop, given_away(shop, bills(shop, visit)))
    more = RequestedLine(
        service_id=shop.services["MANI"].id, staff_id=shop.people["MONA"], start_at=shop.at("14:00")
    )

    def edit() -> Booking:
        current = now(shop, visit)
        command = EditBooking(
            key=shop.new_id(), booking_id=visit.id, expected_version=current.version, note="", client_id=None,
            add=(more,),
        )  # fmt: skip
        done: Booking = shop.run(command)
        return done

    with pytest.raises(UserError, match="Refund its invoice"):
        edit()
    refund(shop, sale)
    assert len(edit().lines) == 2


def test_a_visit_given_back_whole_is_not_paid_anywhere_and_may_be_billed_again(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    refund(shop, shop.pay(bills(shop, visit)))
    assert not is_paid_on_screens(shop, visit)
    again = shop.pay(bills(shop, visit))
    assert is_paid_on_screens(shop, visit)
    assert shop.ask(VisitById(visit.id)).billed_by == again.number
    assert list(problems(shop)) == []


def test_a_visit_given_back_in_part_is_still_held(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    sale = shop.pay(shop.ticket("SHAMPOO", booking=visit))
    refund(shop, sale, RefundLine(n=2, qty_milli=1_000))
    assert is_paid_on_screens(shop, visit)
    with pytest.raises(UserError, match="paid already"):
        bills(shop, visit)
    with pytest.raises(UserError, match="Refund its invoice"):
        status(shop, visit, _S.IN_SERVICE)
    refund(shop, sale)
    assert status(shop, visit, _S.IN_SERVICE).status is _S.IN_SERVICE


@pytest.mark.parametrize("wanted", [_S.CANCELLED, _S.NO_SHOW])
def test_calling_off_a_visit_with_an_open_bill_wants_an_answer(
    shop: StaffedShop, wanted: BookingStatus
) -> None:
    visit = shop.book()
    ticket = bills(shop, visit)
    with pytest.raises(OpenBillUndecided):
        status(shop, visit, wanted)
    assert now(shop, visit).status is _S.BOOKED
    with shop.unit() as uow:
        assert uow.tickets.get(ticket.id) == ticket


def test_a_dropped_bill_is_given_up_with_its_visit(shop: StaffedShop) -> None:
    visit = shop.book()
    ticket = bills(shop, visit)
    status(shop, visit, _S.CANCELLED, bill=OpenBill.DROP)
    with shop.unit() as uow:
        assert uow.tickets.get(ticket.id).status is TicketStatus.DROPPED
    noted = (
        "SELECT count(*) FROM change_row r JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n"
        " WHERE r.noun = 'ticket' AND r.row_id = ? AND b.body LIKE '%dropped%'"
    )
    assert shop.value(noted, ticket.id) == 1
    assert shop.ask(OpenBills()) == []
    assert list(problems(shop)) == []


def test_a_parked_bill_that_was_kept_is_paid_without_its_cancelled_visit(shop: StaffedShop) -> None:
    """Check out, park, cancel the visit, book another there, pay the parked bill."""
    shop.open_till()
    visit = shop.book()
    ticket = bills(shop, visit)
    status(shop, visit, _S.CANCELLED, bill=OpenBill.KEEP)
    other = shop.book()
    with shop.unit() as uow:
        kept = uow.tickets.get(ticket.id)
    assert kept.booking_id is None
    assert [line.booking_line_id for line in kept.lines] == [None]
    with pytest.raises(ConflictError):
        shop.pay(ticket)
    shop.pay(kept)
    assert now(shop, visit).status is _S.CANCELLED
    assert now(shop, other).status is _S.BOOKED
    assert not is_paid_on_screens(shop, other)
    assert list(problems(shop)) == []


def test_a_visit_that_an_earlier_program_cancelled_never_becomes_done(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    ticket = bills(shop, visit)
    with shop.unit() as uow:  # as it was left before a bill had to be answered for
        booking = uow.bookings.get(visit.id)
        uow.bookings.save(booking, booking.with_status(_S.CANCELLED, reason="ill"))
        uow.commit()
    with pytest.raises(UserError, match="called off"):
        shop.pay(ticket)
    assert now(shop, visit).status is _S.CANCELLED
    assert shop.value("SELECT count(*) FROM invoice") == 0


def test_a_pending_visit_is_accepted_by_paying(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    with shop.unit() as uow:
        booking = uow.bookings.get(visit.id)
        uow.bookings.save(booking, replace(booking, status=_S.PENDING))
        uow.commit()
    shop.pay(bills(shop, visit))
    assert now(shop, visit).status is _S.DONE


def test_who_may_not_sell_needs_approval_to_drop_a_bill(shop: StaffedShop) -> None:
    visit = shop.book()
    bills(shop, visit)
    with pytest.raises(PermissionRefused):
        status(shop, visit, _S.CANCELLED, bill=OpenBill.DROP, actor=shop.stylist)
    assert now(shop, visit).status is _S.BOOKED


def test_undo_does_not_take_a_visit_away_from_its_open_bill(shop: StaffedShop) -> None:
    visit = shop.book()
    bills(shop, visit)
    with pytest.raises(UserError, match="open bill"):
        shop.executor.undo(shop.reception)
    assert now(shop, visit).holds_time


def test_redo_does_not_cancel_a_visit_with_an_open_bill(shop: StaffedShop) -> None:
    visit = shop.book()
    status(shop, visit, _S.CANCELLED)
    shop.executor.undo(shop.reception)
    bills(shop, visit)
    with pytest.raises(UserError, match="open bill"):
        shop.executor.redo(shop.reception)


def test_undo_does_not_take_a_paid_visit_back_from_done(shop: StaffedShop) -> None:
    shop.open_till()
    visit = shop.book()
    status(shop, visit, _S.DONE)
    shop.pay(bills(shop, visit))
    with pytest.raises(UserError, match="Refund its invoice"):
        shop.executor.undo(shop.reception)
    assert list(problems(shop)) == []


STEPS = (
    "bill",
    "pay",
    "give away",
    "refund one",
    "refund",
    "cancel",
    "keep",
    "drop",
    "done",
    "book",
    "undo",
    "redo",
)


@pytest.mark.parametrize("seed", range(24))
def test_board_desk_card_and_bill_agree_after_any_history(shop: StaffedShop, seed: int) -> None:
    """What is refused changes nothing; what is done leaves all who are asked with one answer, and `check` clean."""
    rng = random.Random(seed)
    shop.open_till()
    visit = shop.book()
    sales: list[SaleDone] = []
    for _ in range(14):
        with contextlib.suppress(UserError, ConflictError):
            do(shop, visit, sales, rng.choice(STEPS))
    assert list(problems(shop)) == []
    if shop.value("SELECT deleted_at FROM booking WHERE id = ?", visit.id) is not None:
        return  # its making was taken back
    paid = is_paid_on_screens(shop, visit)
    with shop.unit() as uow:
        held = [row for row in uow.settlements.for_booking(visit.id) if row.bills_its_visit]
    assert len(held) == paid
    assert not paid or now(shop, visit).status is _S.DONE
    if paid:
        with pytest.raises(UserError):
            bills(shop, visit)


def do(shop: StaffedShop, visit: Booking, sales: list[SaleDone], step: str) -> None:
    """Take one step of a history."""
    if step in ("pay", "give away"):
        ticket = bills(shop, visit)
        if not ticket.lines:
            return
        sales.append(shop.pay(ticket) if step == "pay" else close_for_nothing(shop, given_away(shop, ticket)))
    elif step == "bill":
        shop.ticket("SHAMPOO", booking=now(shop, visit))
    elif step.startswith("refund") and sales:
        refund(shop, sales[-1], *([RefundLine(n=1, qty_milli=1_000)] if step == "refund one" else ()))
    elif step == "undo":
        shop.executor.undo(shop.reception)
    elif step == "redo":
        shop.executor.redo(shop.reception)
    elif step in ("cancel", "keep", "drop"):
        status(shop, visit, _S.CANCELLED, bill=None if step == "cancel" else OpenBill(step))
    elif step in ("done", "book"):
        status(shop, visit, _S(step) if step == "done" else _S.BOOKED)


def test_an_imported_cancellation_does_not_call_off_a_visit_with_a_bill(shop: StaffedShop) -> None:
    visit = shop.book()
    with shop.unit() as uow:
        booking = uow.bookings.get(visit.id)
        uow.bookings.save(booking, replace(booking, source="import"))
        uow.commit()
    ticket = bills(shop, visit)
    sheet = read_sheet(b"date,service,staff\n2026-11-20,CUT,MONA\n", "auto")
    columns = {"date": "date", "service": "service", "staff": "staff"}
    how = ImportMap(kind="cancellations", columns=columns)

    def imported() -> ImportReport:
        report: ImportReport = shop.executor.run(
            ImportCancellations(key=shop.new_id(), sheet=sheet, map=how), shop.console
        )
        return report

    assert [r.reason.key for r in imported().refused] == ["This visit has a bill at this till."]
    shop.open_till()
    shop.pay(ticket)
    assert [r.row for r in imported().refused] == [2]
    assert now(shop, visit).status is _S.DONE
    assert {p.rule for p in problems(shop)} == {
        "record"
    }  # where it came from was written past the change log
