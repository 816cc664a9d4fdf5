"""What the counter may and may not do: keys, undo, sessions, clocks, refunds, disks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import ConflictError, PermissionRefused, SlotTaken, TransientError, UserError
from salondesk.domain.access import Permission
from salondesk.domain.booking import BookingStatus
from salondesk.domain.sale.ticket import Discount, DiscountKind, TenderKind
from salondesk.domain.till import MovementKind
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import MoveBooking, SetStatus
from salondesk.services.client.card import NewClient
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.till.z_report import ZById
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import GiveDiscount
from salondesk.services.till.session import MoveCash, OpenTill
from tests.support.shop import TODAY, StaffedShop

ROOT = Path(__file__).resolve().parents[2]
HOUR_MS = 3_600_000


def move(shop: StaffedShop, booking: object, hours: int) -> MoveBooking:
    """Return the request to move a visit by hours."""
    return MoveBooking(
        key=shop.new_id(),
        booking_id=booking.id,  # type: ignore[attr-defined]
        expected_version=booking.version,  # type: ignore[attr-defined]
        line_id=None,
        delta_ms=hours * HOUR_MS,
    )


def test_a_command_run_twice_under_one_key_is_done_once(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.ticket("CUT")
    request = CloseTicket(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        shown_gross_minor=15_000,
        offered=(Offered(kind=TenderKind.CASH, amount_minor=20_000),),
    )
    first = shop.run(request)
    assert shop.run(request) == first
    assert first.change_minor == 5_000
    assert shop.value("SELECT count(*) FROM invoice") == 1
    other = shop.again()
    assert other.run(request) == first
    other.close()


def test_undo_and_redo_go_back_and_forth_and_stop_at_someone_elses_change(shop: StaffedShop) -> None:
    booking = shop.book(at="11:00")
    shop.run(move(shop, booking, 1))
    assert shop.executor.undo(shop.reception) is not None
    moved = shop.ask(VisitById(booking.id)).booking
    assert moved.span.start_ms == booking.span.start_ms
    assert shop.executor.redo(shop.reception) is not None
    again = shop.ask(VisitById(booking.id)).booking
    assert again.span.start_ms == booking.span.start_ms + HOUR_MS
    other = shop.again()
    other.run(move(other, again, 1))
    other.close()
    with pytest.raises(ConflictError):
        shop.executor.undo(shop.reception)


def test_undoing_a_booking_frees_its_time(shop: StaffedShop) -> None:
    shop.book(at="11:00")
    shop.executor.undo(shop.reception)
    assert shop.book(at="11:00")
    assert list(problems(shop)) == []


def test_an_edit_of_an_old_version_is_refused(shop: StaffedShop) -> None:
    booking = shop.book(at="11:00")
    shop.run(move(shop, booking, 1))
    with pytest.raises(ConflictError):
        shop.run(move(shop, booking, 2))


def test_a_taken_slot_needs_an_override_with_a_reason_by_someone_who_may(shop: StaffedShop) -> None:
    shop.book(at="11:00", client=NewClient(name="أحمد", phone="050 123 4567"))
    with pytest.raises(SlotTaken) as refused:
        shop.book(at="11:30")
    assert refused.value.permission == Permission.BOOKING_OVERLAP
    approval = shop.approval(Permission.BOOKING_OVERLAP, reason="bride")
    with pytest.raises(SlotTaken):
        shop.book(at="11:30", override=replace(approval, proof=b"made up"))
    booked = shop.book(at="11:30", override=approval)
    assert booked.override is not None
    assert (booked.override.reason, booked.override.approver_id) == ("bride", shop.manager.user_id)
    assert list(problems(shop)) == []


def test_a_cancelled_visit_gives_its_time_back(shop: StaffedShop) -> None:
    booking = shop.book(at="11:00")
    shop.run(
        SetStatus(
            key=shop.new_id(),
            booking_id=booking.id,
            expected_version=booking.version,
            status=BookingStatus.CANCELLED,
            reason="ill",
        )
    )
    assert shop.book(at="11:00")


def test_two_processes_cannot_both_take_a_slot(shop: StaffedShop, tmp_path: Path) -> None:
    home = shop.paths.home
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    signal = tmp_path / "go"
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.racing", str(home), str(signal)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == b"ready\n"
    signal.touch()
    assert sorted(racer.wait(timeout=60) for racer in racers) == [0, 3]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.close()
    assert shop.value("SELECT count(*) FROM booking") == 1


def test_threads_that_fail_now_and_then_leave_no_gap_in_the_numbers(shop: StaffedShop) -> None:
    shop.open_till()
    failures: list[BaseException] = []

    def sell(n: int) -> None:
        for turn in range(12):
            try:
                if (n + turn) % 5 == 0:
                    with pytest.raises(UserError):
                        shop.pay(shop.ticket("CUT"), Offered(kind=TenderKind.CASH, amount_minor=1))
                else:
                    shop.sell("CUT")
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=sell, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with shop.readers.lend() as connection:
        seqs = [row[0] for row in connection.execute("SELECT seq FROM invoice ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert list(problems(shop)) == []


def test_a_second_session_is_refused_while_one_is_open(shop: StaffedShop) -> None:
    shop.open_till()
    with pytest.raises(UserError):
        shop.open_till()
    shop.close_till()
    shop.open_till()


def test_of_many_who_open_a_till_at_once_one_does(shop: StaffedShop) -> None:
    """No index keeps two sessions apart: the rule is asked inside the transaction that writes."""
    refused: list[UserError] = []

    def open_it() -> None:
        try:
            shop.open_till()
        except UserError as error:
            refused.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    assert shop.value("SELECT count(*) FROM till_session") == 1
    assert list(problems(shop)) == []


def test_nothing_is_sold_while_the_till_is_closed(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    with pytest.raises(UserError):
        shop.pay(ticket)


def test_a_session_left_open_past_the_cut_off_is_closed_by_a_person_first(shop: StaffedShop) -> None:
    session = shop.open_till()
    shop.sell()
    shop.time.move_to(shop.at("03:59", TODAY + timedelta(days=1)))
    assert shop.sell().number == "T1A-INV-000002"
    shop.time.move_to(shop.at("04:00", TODAY + timedelta(days=1)))
    ticket = shop.ticket("CUT")
    with pytest.raises(UserError) as refused:
        shop.pay(ticket)
    assert refused.value.message.params["date"] == TODAY
    with pytest.raises(UserError):
        shop.run(OpenTill(key=shop.new_id(), float_minor=0))
    closed = shop.close_till()
    z = shop.ask(ZById(closed.z_id))
    assert z is not None
    assert (z.business_date, z.session_id, z.invoice_count) == (TODAY, session.id, 2)
    assert shop.open_till().business_date == TODAY + timedelta(days=1)
    assert shop.pay(ticket).number == "T1A-INV-000003"


def test_a_clock_set_back_stops_the_sale_and_keeps_the_bill(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell()
    now = shop.clock.now_ms()
    ticket = shop.ticket("CUT")
    shop.time.move_to(now - 11 * 60_000)
    with pytest.raises(UserError):
        shop.pay(ticket)
    shop.time.move_to(now - 5 * 60_000)
    done = shop.pay(ticket)
    document = shop.ask(InvoiceById(done.invoice_id)).document
    assert document is not None and document.issued_at == now
    assert list(problems(shop)) == []


@pytest.mark.parametrize("days", [-1, 3_653])
def test_a_till_is_not_opened_under_a_clock_nobody_believes(shop: StaffedShop, days: int) -> None:
    """One sale in a year that has not come would stop the till until it has."""
    shop.open_till()
    shop.sell()
    shop.close_till()
    now = shop.clock.now_ms()
    shop.time.move_to(now + days * 86_400_000)
    with pytest.raises(PermissionRefused) as doubted:
        shop.open_till()
    with pytest.raises(PermissionRefused):  # a manager, too, is to look at the date
        shop.run(OpenTill(key=shop.new_id(), float_minor=0), shop.manager)
    assert doubted.value.permission == Permission.UPKEEP
    approved = shop.approval(Permission.UPKEEP, reason="closed for building")
    shop.run(OpenTill(key=shop.new_id(), float_minor=0, override=approved))
    shop.close_till()
    shop.time.move_to(now + 60_000)
    if days < 0:
        shop.open_till()
        shop.sell()
    assert list(problems(shop)) == []


def test_a_till_is_not_closed_under_a_clock_before_its_opening(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell()
    now = shop.clock.now_ms()
    shop.time.move_to(now - 86_400_000)
    with pytest.raises(PermissionRefused):
        shop.close_till()
    shop.time.move_to(now + 60_000)
    assert shop.close_till().number == "T1A-Z-000001"
    shop.time.move_to(now + 86_400_000)
    shop.open_till()
    assert list(problems(shop)) == []


def test_a_clock_ten_years_ahead_sells_nothing_on_an_open_till(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell()
    now = shop.clock.now_ms()
    shop.time.move_to(now + 3_653 * 86_400_000)
    with pytest.raises(UserError):
        shop.sell()
    shop.time.move_to(now + 60_000)
    assert shop.sell().number == "T1A-INV-000002"


def test_a_refund_goes_back_to_the_tenders_the_money_came_from(shop: StaffedShop) -> None:
    shop.open_till()
    card = Offered(kind=TenderKind.CARD, amount_minor=10_000, approval="A1B2", last4="4242")
    transfer = Offered(kind=TenderKind.TRANSFER, amount_minor=3_000, reference="FT1")
    cash = Offered(kind=TenderKind.CASH, amount_minor=15_000)
    done = shop.pay(shop.ticket("CUT", "SHAMPOO"), card, transfer, cash)
    assert done.change_minor == 4_500
    part = RefundInvoice(
        key=shop.new_id(),
        invoice_id=done.invoice_id,
        reason="broken",
        lines=(RefundLine(n=2, qty_milli=1_000),),
    )
    with pytest.raises(PermissionRefused):
        shop.run(part)
    first = shop.run(replace(part, override=shop.approval(Permission.SALE_REFUND)))
    whole = RefundInvoice(key=shop.new_id(), invoice_id=done.invoice_id, reason="void")
    second = shop.run(whole, shop.manager)
    notes = [shop.ask(InvoiceById(x.invoice_id)).document for x in (first, second)]
    tenders = [[(t.kind, t.amount_minor) for t in note.tenders] for note in notes if note is not None]
    assert tenders == [
        [(TenderKind.CARD, -8_500)],
        [(TenderKind.CARD, -1_500), (TenderKind.TRANSFER, -3_000), (TenderKind.CASH, -10_500)],
    ]
    assert (first.number, second.number) == ("T1A-CRN-000001", "T1A-CRN-000002")
    with pytest.raises(UserError):
        shop.run(replace(whole, key=shop.new_id()), shop.manager)
    assert list(problems(shop)) == []


def test_a_discount_beyond_ones_limit_needs_a_managers_pin(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    request = GiveDiscount(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        line_id=None,
        discount=Discount(kind=DiscountKind.PERCENT, value=200_000, reason="regular"),
    )
    with pytest.raises(PermissionRefused) as refused:
        shop.run(request)
    assert refused.value.permission == Permission.SALE_DISCOUNT_BEYOND
    approved = shop.run(replace(request, override=shop.approval(Permission.SALE_DISCOUNT_BEYOND)))
    assert shop.due(approved) == 12_000


def test_no_more_cash_is_taken_than_the_drawer_holds(shop: StaffedShop) -> None:
    shop.open_till(10_000)
    take = MoveCash(key=shop.new_id(), kind=MovementKind.OUT, amount_minor=10_001, reason="milk")
    with pytest.raises(UserError):
        shop.run(take)
    shop.run(replace(take, key=shop.new_id(), amount_minor=10_000))
    assert shop.close_till(0).expected_minor == 0


def test_a_difference_at_the_close_needs_a_reason(shop: StaffedShop) -> None:
    shop.open_till(10_000)
    with pytest.raises(UserError):
        shop.close_till(9_000)
    assert shop.close_till(9_000, "change").difference_minor == -1_000


def test_a_full_disk_is_said_and_leaves_nothing_half_written(shop: StaffedShop) -> None:
    shop.open_till()
    with shop.unit() as uow:
        connection = uow.bookings.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(TransientError):
        for _ in range(400):
            shop.sell("CUT", "SHAMPOO")
    assert list(problems(shop)) == []
    with shop.unit() as uow:
        uow.bookings.connection.execute("PRAGMA max_page_count = 1000000")
    count = shop.value("SELECT count(*) FROM invoice")
    assert shop.sell().number == f"T1A-INV-{count + 1:06d}"
    assert list(problems(shop)) == []


def test_a_folder_that_cannot_be_written_to_is_said(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        connection = uow.bookings.connection
    connection.execute("PRAGMA query_only = ON")
    with pytest.raises(TransientError):
        shop.book()
    connection.execute("PRAGMA query_only = OFF")
    assert shop.book()


def test_another_writer_who_does_not_let_go_is_said(shop: StaffedShop) -> None:
    other = shop.again()
    with shop.unit() as uow:
        uow.bookings.connection.execute("PRAGMA busy_timeout = 50")
    with other.unit(), pytest.raises(TransientError):
        shop.book()
    other.close()
    assert shop.book()
