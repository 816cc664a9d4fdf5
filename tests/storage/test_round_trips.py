"""What goes into a repository comes out the same, whole and changed; facts come back from their snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from salondesk.core.errors import BugError, ConflictError, UserError
from salondesk.core.ids import Id, derived_id
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import Limit, Override
from salondesk.domain.client.card import Client
from salondesk.domain.ledger import STOCK, LedgerEntry
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineShare
from salondesk.domain.staff import Shift, ShiftKind, TimeOff, TimeOffKind
from salondesk.services.client.card import NewClient
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.reads.till.z_report import ZById
from salondesk.services.sale.ticket import GiveDiscount
from tests.support.shop import StaffedShop

NOUNS = (
    "shops",
    "branches",
    "devices",
    "tills",
    "staff",
    "services",
    "products",
    "tax_codes",
    "users",
    "roles",
)


@pytest.mark.parametrize("noun", NOUNS)
def test_records_come_back_as_they_were(shop: StaffedShop, noun: str) -> None:
    with shop.unit() as uow:
        repo = getattr(uow, noun)
        records = repo.all()
        assert records
        for record in records:
            assert repo.find(record.id) == record
            assert repo.get(record.id) == record


def test_a_changed_record_comes_back_changed_with_the_next_version(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        before = uow.staff.get(shop.people["MONA"])
        shift = Shift(
            id=shop.new_id(), weekday=4, start_min=960, end_min=1_680, kind=ShiftKind.BREAK,
            valid_from=date(2026, 11, 1), valid_to=date(2026, 12, 1),
        )  # fmt: skip
        wanted = replace(
            before, title=LocalText(en="Star", ar="نجمة"), shifts=(*before.shifts[2:], shift), active=False
        )
        saved = uow.staff.save(before, wanted)
        assert uow.staff.get(before.id) == saved
        assert (saved.version, saved.shifts[-1]) == (before.version + 1, shift)
        role = uow.roles.all()[0]
        changed = replace(
            role, permissions=frozenset({"upkeep"}), limits=(Limit(key="discount_ppm", value=7),)
        )
        assert uow.roles.save(role, changed) == uow.roles.get(role.id)
        with pytest.raises(ConflictError):
            uow.roles.save(role, changed)


def test_a_booking_comes_back_with_all_its_parts(shop: StaffedShop) -> None:
    made = shop.book(client=NewClient(name="Mona 💇", phone="٠٥٠ ١٢٣ ٤٥٦٧"))
    with shop.unit() as uow:
        before = uow.bookings.get(made.id)
        assert before == made
        line = replace(before.lines[0], id=shop.new_id(), requested=True)
        segment = replace(line.segments[0], id=shop.new_id())
        claim = replace(segment.claims[0], id=shop.new_id(), holder_id=shop.people["LINA"])
        second = replace(line, staff_id=shop.people["LINA"], segments=(replace(segment, claims=(claim,)),))
        override = Override(permission="booking.overlap", reason="bride", approver_id=shop.manager.user_id)
        wanted = replace(before, lines=(second, *before.lines), note="two", override=override)
        saved = uow.bookings.save(before, wanted)
        assert uow.bookings.get(made.id) == saved
        back = uow.bookings.save(saved, replace(saved, lines=before.lines))
        assert uow.bookings.get(made.id).lines == before.lines
        assert back.version == 3
        assert uow.bookings.on_date(made.branch_id, made.business_date) == [back]


def test_a_ticket_comes_back_with_shares_and_discounts(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT", "SHAMPOO")
    given = GiveDiscount(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        line_id=ticket.lines[0].id,
        discount=Discount(kind=DiscountKind.AMOUNT, value=500, reason="regular"),
    )
    ticket = shop.run(given)
    with shop.unit() as uow:
        assert uow.tickets.get(ticket.id) == ticket
        halves = tuple(LineShare(staff_id=shop.people[p], share_ppm=500_000) for p in ("MONA", "LINA"))
        wanted = replace(ticket, lines=(replace(ticket.lines[0], shares=halves), ticket.lines[1]))
        assert uow.tickets.save(ticket, wanted) == uow.tickets.get(ticket.id)


def test_clients_are_found_by_phone_and_code(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        person = Client(
            id=shop.new_id(),
            branch_id=shop.console.branch_id,
            name="فاطمة",
            phone="+971501234567",
            code="F01",
        )
        saved = uow.clients.save(None, person)
        assert uow.clients.with_phone("+971501234567") == [saved]
        assert uow.clients.with_code("F01") == saved
        assert uow.clients.with_code("") is None
        gone = uow.clients.save(saved, replace(saved, deleted_at=uow.now_ms))
        assert uow.clients.with_code("F01") is None
        assert uow.clients.find(saved.id) == gone
        with pytest.raises(UserError):
            uow.clients.get(saved.id)


def test_absences_are_found_by_what_they_touch(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        away = uow.time_off.save(
            None,
            TimeOff(
                id=shop.new_id(), branch_id=shop.console.branch_id, staff_id=shop.people["MONA"], start_at=1_000,
                end_at=2_000, kind=TimeOffKind.SICK, reason="flu",
            ),
        )  # fmt: skip
        assert uow.time_off.between(TimeSpan(1_999, 3_000)) == [away]
        assert uow.time_off.between(TimeSpan(2_000, 3_000)) == []


def test_a_fiscal_document_comes_back_whole(shop: StaffedShop) -> None:
    shop.open_till()
    done = shop.sell("CUT", "SHAMPOO")
    closed = shop.close_till()
    with shop.unit() as uow:
        document = uow.invoices.get(done.invoice_id)
        assert document == uow.invoices.by_number(done.number) == shop.ask(InvoiceByNumber(done.number))
        assert document.prev_hash == "" and len(document.hash) == 64
    z = shop.ask(ZById(closed.z_id))
    assert z is not None
    assert z == shop.ask(ZByNumber(closed.number))
    assert z.gross_minor == document.gross_minor


def test_a_ledger_entry_is_posted_once(shop: StaffedShop) -> None:
    product = shop.products["OIL"]
    with shop.unit() as uow:
        had = uow.ledger.balance(STOCK, product.id)
        entry = LedgerEntry(
            id=shop.new_id(), branch_id=product.branch_id, account=STOCK, holder_id=product.id, unit="piece",
            amount=-1_000, source_key="once", at=1, business_date=shop.today(),
        )  # fmt: skip
        uow.ledger.post([entry])
        assert uow.ledger.balance(STOCK, product.id) == had - 1_000
        with pytest.raises(BugError):
            uow.ledger.post([replace(entry, id=shop.new_id())])


def test_a_unit_that_is_not_committed_leaves_nothing(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        uow.clients.save(None, Client(id=shop.new_id(), branch_id=shop.console.branch_id, name="Nobody"))
    with shop.unit() as uow:
        assert uow.clients.all() == []


def test_loaded_records_are_named_in_the_feed_but_not_copied(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        people = [
            Client(id=Id(bytes([n]) * 16), branch_id=shop.console.branch_id, name=f"Client {n}")
            for n in (1, 2)
        ]
        uow.clients.load(people)
        assert [c.name for c in uow.clients.all()] == ["Client 1", "Client 2"]
        assert [(c.noun, c.before, c.after) for c in uow.changes] == [("client", None, None)] * 2
        assert uow.clients.all()[0].version == 1


def test_a_derived_id_is_always_the_same_and_sorts_by_its_time() -> None:
    first, later = derived_id(1_000, "a", "b"), derived_id(2_000, "a", "b")
    assert first == derived_id(1_000, "a", "b") < later
    assert first != derived_id(1_000, "ab")
    assert (first[6] >> 4, first[8] >> 6) == (7, 2)
