"""A client is erased for good, old bodies of the log are forgotten, and `check` finds nothing amiss."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from salondesk.app.backups import back_up, restore
from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.upkeep import problems
from salondesk.app.erasures import note_erased
from salondesk.core.errors import ConflictError, PermissionRefused, UserError
from salondesk.core.ids import Id
from salondesk.domain.access import ROLE
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.change import Initiator
from salondesk.domain.client.card import Client
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket, TicketStatus
from salondesk.engine.retention import BEGINNING
from salondesk.services.access.edit import EditRole
from salondesk.services.booking.visits import BookVisit, RequestedLine, SetStatus
from salondesk.services.client.card import AddClient, EditClient, NewClient
from salondesk.services.client.erase import EraseAgain, EraseClient, Erased
from salondesk.services.reads.client.search import ClientSearch
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.ticket import DropTicket, GiveDiscount, OpenTicket, SetBuyer
from salondesk.services.shop.retention import Pruned, PruneLog
from salondesk.storage.outside.erased import ErasedList
from tests.support.shop import StaffedShop

NAME, PHONE, NOTE, BUYER = "Zzyzxia Quagmire", "+971509876543", "xerophyte-allergy", "Wuthering LLC"
REASON, EMAIL = "vexed-by-noise", "zz@example.com"
IN_DOCUMENTS = frozenset({NAME, BUYER})
"""What an invoice says of its client: it stays, as the law wants it."""
YEAR_MS = 366 * 24 * 3_600_000


def came(shop: StaffedShop) -> tuple[Client, SaleDone]:
    """Return a client who came, was billed, cancelled another visit, and whose card was edited."""
    shop.open_till()
    visit = shop.book(at="10:00", client=NewClient(name="Zz Provisional", phone=PHONE))
    assert visit.client_id is not None
    client: Client = shop.run(
        EditClient(
            key=shop.new_id(), client_id=visit.client_id, expected_version=1, name=NAME, phone=PHONE,
            email=EMAIL, lang="en", notes=NOTE, alert=NOTE,
        )
    )  # fmt: skip
    gone = visit_for(shop, client, "LINA", "12:00")
    cancel = SetStatus(
        key=shop.new_id(), booking_id=gone.id, expected_version=gone.version, status=BookingStatus.CANCELLED,
        reason=REASON,
    )  # fmt: skip
    shop.run(cancel)
    return client, shop.pay(with_buyer(shop, shop.ticket(booking=visit)))


def visit_for(shop: StaffedShop, client: Client, person: str, at: str) -> Booking:
    line = RequestedLine(
        service_id=shop.services["CUT"].id, staff_id=shop.people[person], start_at=shop.at(at)
    )
    made: Booking = shop.run(BookVisit(key=shop.new_id(), lines=(line,), client_id=client.id, note=NOTE))
    return made


def with_buyer(shop: StaffedShop, ticket: Ticket) -> Ticket:
    made: Ticket = shop.run(
        SetBuyer(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, client_id=ticket.client_id,
            buyer_name=BUYER,
        )
    )  # fmt: skip
    return made


def erase(shop: StaffedShop, client: Client, *, preview: bool = False) -> Erased:
    done: Erased = shop.run(
        EraseClient(key=shop.new_id(), client_id=client.id, preview=preview), shop.manager
    )
    return done


def left_in(path: Path, *words: str) -> set[str]:
    """Return which words still stand in a database's files, byte for byte."""
    raw = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    return {word for word in words if word.encode() in raw}


def found(shop: StaffedShop) -> list[str]:
    return [f"{p.rule} {p.id}" for p in problems(shop)]


def test_nothing_of_an_erased_client_is_left_but_what_documents_say(shop: StaffedShop) -> None:
    client, sale = came(shop)
    assert left_in(shop.paths.database, NAME, PHONE, NOTE, BUYER, REASON, EMAIL) == {
        NAME, PHONE, NOTE, BUYER, REASON, EMAIL,
    }  # fmt: skip
    with shop.unit() as uow:
        invoice = uow.invoices.get(sale.invoice_id)
    assert erase(shop, client) == Erased(visits=2, bills=1)
    assert found(shop) == []
    with shop.unit() as uow:
        after = uow.clients.find(client.id)
        assert after is not None
        assert (after.name, after.phone, after.email, after.notes, after.alert) == ("",) * 5
        assert {(v.note, v.cancel_reason) for v in uow.bookings.of_client(client.id)} == {("", "")}
        assert [t.buyer_name for t in uow.tickets.of_client(client.id)] == [""]
        assert uow.invoices.get(sale.invoice_id) == invoice
        assert uow.clients.erased() == [client.id]
    for text in (NAME, "Zzyz", PHONE, "509876543", "Provisional"):
        assert shop.ask(ClientSearch(text, 9)) == []
    assert shop.value("SELECT count(*) FROM client_fts WHERE client_fts MATCH 'zyz'") == 0
    path = shop.paths.database
    shop.close()
    assert left_in(path, NAME, PHONE, NOTE, BUYER, REASON, EMAIL, "Zz Provisional") <= IN_DOCUMENTS


def test_a_client_who_was_never_billed_is_gone_from_the_file(shop: StaffedShop) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name=NAME, phone=PHONE)))
    erase(shop, client)
    assert found(shop) == []
    path = shop.paths.database
    shop.close()
    assert left_in(path, NAME, NAME.casefold(), PHONE, "971509876543") == set()


def test_no_name_number_or_note_stands_in_a_sealed_column_or_a_result(shop: StaffedShop) -> None:
    """L1: sealed tables and results of commands name records and hold numbers, nothing of a person."""
    came(shop)
    sealed: list[str] = []
    with shop.readers.lend() as connection:
        for table in ("change_txn", "change_row", "command_result", "self"):
            sealed += (repr(row) for row in connection.execute(f"SELECT * FROM {table}").fetchall())
    text = "\n".join(sealed)
    assert [word for word in (NAME, PHONE, "509876543", NOTE, BUYER, REASON, EMAIL) if word in text] == []


def test_what_would_go_is_said_before_it_goes(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    before = shop.value("SELECT max(seq) FROM change_txn")
    assert erase(shop, client, preview=True) == Erased(visits=2, bills=1)
    assert shop.value("SELECT max(seq) FROM change_txn") == before
    assert shop.value("SELECT name FROM client WHERE id = ?", client.id) == NAME


def test_a_client_with_something_open_is_not_erased(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    bill: Ticket = shop.run(OpenTicket(key=shop.new_id(), client_id=client.id))
    with pytest.raises(UserError, match="open bill"):
        erase(shop, client)
    shop.run(DropTicket(key=shop.new_id(), ticket_id=bill.id, expected_version=bill.version))
    visit_for(shop, client, "HIND", "18:00")
    with pytest.raises(UserError, match="visits ahead"):
        erase(shop, client)
    assert shop.value("SELECT name FROM client WHERE id = ?", client.id) == NAME


@pytest.mark.parametrize("status", [BookingStatus.CONFIRMED, BookingStatus.ARRIVED, BookingStatus.IN_SERVICE])
def test_a_visit_that_is_not_over_holds_its_client(shop: StaffedShop, status: BookingStatus) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name=NAME)))
    visit = visit_for(shop, client, "HIND", "18:00")
    change = SetStatus(
        key=shop.new_id(), booking_id=visit.id, expected_version=visit.version, status=status, reason=""
    )
    shop.run(change)
    with pytest.raises(UserError, match="visits ahead"):
        erase(shop, client)


def test_a_backup_with_an_open_bill_is_put_back_by_who_may_not_erase(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    bill: Ticket = shop.run(OpenTicket(key=shop.new_id(), client_id=client.id))
    with shop.unit() as uow:
        roles = uow.repo(ROLE).all()
    for role in roles:
        fewer = sorted(role.permissions - {"client.erase"})
        if fewer != sorted(role.permissions):
            edit = EditRole(
                key=shop.new_id(),
                row_id=role.id,
                changes={"permissions": (role.permissions, frozenset(fewer))},
            )
            shop.run(edit, shop.console)
    shop.executor.run(EraseAgain(key=shop.new_id(), client_ids=(client.id,)), shop.console)
    assert found(shop) == []
    with shop.unit() as uow:
        assert uow.tickets.get(bill.id).status is TicketStatus.DROPPED
        assert [c.name for c in uow.clients.where("id = ?", (client.id,))] == [""]


def test_only_who_may_erases_and_only_once(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    command = EraseClient(key=shop.new_id(), client_id=client.id)
    with pytest.raises(PermissionRefused):
        shop.run(command, shop.reception)
    erase(shop, client)
    with pytest.raises(UserError):
        erase(shop, client)


def test_an_edit_of_an_erased_client_is_neither_undone_nor_redone(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    shop.run(
        EditClient(
            key=shop.new_id(), client_id=client.id, expected_version=client.version, name=NAME, phone=PHONE,
            email="", lang="en", notes="", alert="",
        )
    )  # fmt: skip
    erase(shop, client)
    with contextlib.suppress(ConflictError):
        while shop.executor.undo(shop.reception) is not None:
            pass
    assert shop.value("SELECT name FROM client WHERE id = ?", client.id) == ""


def test_a_body_that_goes_without_an_erasure_is_missed(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    with shop.unit() as uow:
        from salondesk.storage.change_log import forget

        forget(uow.clients.connection, "client", client.id)
        uow.commit()
    assert {p.rule for p in problems(shop)} == {"change_log"}


def test_a_backup_that_is_put_back_does_not_bring_an_erased_client_back(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    backup = back_up(shop.paths, shop.clock).path
    erase(shop, client)
    note_erased(shop.paths, shop.queries, shop.clock.now_ms())
    note_erased(shop.paths, shop.queries, shop.clock.now_ms())
    assert ErasedList(shop.paths.erased).ids() == {client.id}
    assert shop.paths.erased.read_text() == f"client {client.id.hex()}\n"
    shop.close()
    restore(shop.paths, backup, shop.clock)
    assert name_in(shop, client.id) == ("", [])


def test_the_present_database_is_asked_where_the_list_was_not_written(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    backup = back_up(shop.paths, shop.clock).path
    erase(shop, client)
    shop.close()
    restore(shop.paths, backup, shop.clock)
    assert name_in(shop, client.id) == ("", [])


def test_a_shop_that_is_lost_is_put_back_without_the_erased(shop: StaffedShop) -> None:
    client, _sale = came(shop)
    backup = back_up(shop.paths, shop.clock).path
    erase(shop, client)
    note_erased(shop.paths, shop.queries, shop.clock.now_ms())
    shop.close()
    shop.paths.database.write_bytes(b"not a database at all" * 400)
    restore(shop.paths, backup, shop.clock)
    assert name_in(shop, client.id) == ("", [])


def name_in(shop: StaffedShop, client_id: Id) -> tuple[str, list[str]]:
    """Return a client's name in the shop as it is now, and what is wrong with the shop."""
    opened = open_shop(shop.paths, origin="test", clock=shop.clock)
    try:
        with opened.queries.view(opened.clock.now_ms()) as uow:
            client = uow.clients.find(client_id)
        assert client is not None
        return client.name, [f"{p.rule} {p.id}" for p in problems(opened)]
    finally:
        opened.close()


def steps(shop: StaffedShop) -> Iterator[Pruned]:
    """Go through the log once, as the worker does; yield after each step."""
    after = BEGINNING
    while True:
        done: Pruned = shop.executor.run(
            PruneLog(key=shop.new_id(), after=after), shop.console, Initiator.WORKER
        )
        yield done
        if not done.more:
            return
        after = done.through


def prune(shop: StaffedShop) -> None:
    for _ in steps(shop):
        pass


@pytest.fixture
def old(shop: StaffedShop) -> Iterator[StaffedShop]:
    """A shop with something in every noun's log, six years ago; today is a new day."""
    client, _sale = came(shop)
    bill = shop.ticket("MANI")
    five = Discount(kind=DiscountKind.PERCENT, value=50_000, reason="late")
    given = GiveDiscount(
        key=shop.new_id(), ticket_id=bill.id, expected_version=bill.version, line_id=None, discount=five
    )
    bill = shop.run(given)
    shop.run(DropTicket(key=shop.new_id(), ticket_id=bill.id, expected_version=bill.version))
    kept = shop.ticket("CUT")
    kept = shop.run(replace(given, key=shop.new_id(), ticket_id=kept.id, expected_version=kept.version))
    shop.pay(kept)
    shop.close_till()
    shop.time.move_to(shop.clock.now_ms() + 6 * YEAR_MS)
    yield shop


def test_past_the_keep_time_bodies_go_and_everything_is_still_proven(old: StaffedShop) -> None:
    bodies = old.value("SELECT count(*) FROM change_body WHERE body IS NOT NULL")
    prune(old)
    assert found(old) == []
    left = old.value("SELECT count(*) FROM change_body WHERE body IS NOT NULL")
    assert 0 < left < bodies / 10
    assert old.value(
        "SELECT count(*) FROM change_row r JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n"
        " WHERE b.body IS NOT NULL AND NOT (r.op = 'note' AND r.noun = 'ticket')"
    ) == 0  # fmt: skip
    path = old.paths.database
    old.close()
    assert left_in(path, "Zz Provisional") == set()


def test_hands_are_still_seen_after_the_bodies_went(old: StaffedShop) -> None:
    prune(old)
    client = old.value("SELECT id FROM client WHERE name = ?", NAME)
    with old.unit() as uow:
        uow.clients.connection.execute("UPDATE client SET notes = 'none' WHERE id = ?", (client,))
        uow.commit()
    assert found(old) == [f"record client/{client.hex()}"]


def test_what_is_changed_after_the_bodies_went_is_told_from_there(old: StaffedShop) -> None:
    prune(old)
    with old.unit() as uow:
        (client,) = uow.clients.where("name = ?", (NAME,))
    old.run(
        EditClient(
            key=old.new_id(), client_id=client.id, expected_version=client.version, name="New", phone=PHONE,
            email="", lang="en", notes="", alert="",
        )
    )  # fmt: skip
    assert found(old) == []


def test_pruning_goes_on_in_batches_and_comes_to_an_end(
    old: StaffedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salondesk.services.shop.retention.BODIES_A_STEP", 3)
    bodies, places = "SELECT count(*) FROM change_body WHERE body IS NOT NULL", []
    left = old.value(bodies)
    for done in steps(old):
        places.append(done.through)
        assert found(old) == []
        left, before = old.value(bodies), left
        assert before - 20 < left <= before
    assert 2 < len(places) < 40
    assert places == sorted(places)
    seq = old.value("SELECT max(seq) FROM change_txn")
    prune(old)
    assert old.value("SELECT max(seq) FROM change_txn") == seq


def test_what_has_to_stay_at_the_beginning_keeps_nothing_behind_it(
    old: StaffedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes of documents stay for ever: the steps go past them, each with so much to look at and no more."""
    prune(old)
    kept = old.value("SELECT count(*) FROM change_body WHERE body IS NOT NULL")
    old.run(AddClient(key=old.new_id(), client=NewClient(name="Late")))
    old.time.move_to(old.clock.now_ms() + 6 * YEAR_MS)
    monkeypatch.setattr("salondesk.services.shop.retention.BODIES_A_STEP", 1)
    assert len(list(steps(old))) == kept + 2
    assert old.value("SELECT count(*) FROM change_body WHERE body IS NOT NULL") == kept


def test_nothing_younger_than_the_keep_time_goes(shop: StaffedShop) -> None:
    came(shop)
    shop.time.move_to(shop.clock.now_ms() + 4 * YEAR_MS)
    bodies = shop.value("SELECT count(*) FROM change_body")
    prune(shop)
    assert shop.value("SELECT count(*) FROM change_body") == bodies


def test_results_of_commands_are_forgotten_after_a_month_without_a_word_in_the_log(shop: StaffedShop) -> None:
    came(shop)
    shop.time.move_to(shop.clock.now_ms() + 29 * 24 * 3_600_000)
    shop.book(at="15:00", day=shop.today())
    results, seq = (
        shop.value("SELECT count(*) FROM command_result"),
        shop.value("SELECT max(seq) FROM change_txn"),
    )
    prune(shop)
    assert shop.value("SELECT count(*) FROM command_result") == results
    shop.time.move_to(shop.clock.now_ms() + 2 * 24 * 3_600_000)
    prune(shop)
    assert shop.value("SELECT count(*) FROM command_result") < 4
    assert shop.value("SELECT max(seq) FROM change_txn") == seq
    assert found(shop) == []
