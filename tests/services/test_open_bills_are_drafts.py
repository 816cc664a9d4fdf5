"""An open bill is crash-safe and silent; the change log gets what could hide takings, and its hash at the end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.upkeep import problems
from salondesk.app.workers.changes import OtherCommits
from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.change import ChangeSet
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket, noted
from salondesk.services.hub import ChangeHub
from salondesk.services.paper.print_queue import NoteReprint
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.ticket import AddItem, DropTicket, GiveDiscount, OpenTicket, RemoveLine, SetBuyer
from salondesk.storage.commit_signal import CommitSignal
from salondesk.storage.driver import connect
from tests.support.shop import StaffedShop

FIVE = Discount(kind=DiscountKind.PERCENT, value=50_000, reason="regular")


def log_of(shop: StaffedShop, row_id: Id) -> list[tuple[str, Any]]:
    """Return op and body of what the log has of a record."""
    with shop.readers.lend() as connection:
        rows = connection.execute(
            "SELECT r.op, b.body FROM change_row r LEFT JOIN change_body b ON b.txn_seq = r.txn_seq AND b.n = r.n"
            " WHERE r.row_id = ? ORDER BY r.txn_seq, r.n",
            (row_id,),
        ).fetchall()
    return [(op, None if body is None else json.loads(body)) for op, body in rows]


def transactions(shop: StaffedShop) -> int:
    count: int = shop.value("SELECT count(*) FROM change_txn")
    return count


def discounted(
    shop: StaffedShop, ticket: Ticket, line: int | None = 0, discount: Discount | None = FIVE
) -> Ticket:
    given: Ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
            line_id=None if line is None else ticket.lines[line].id, discount=discount,
        )
    )  # fmt: skip
    return given


def removed(shop: StaffedShop, ticket: Ticket, line: int) -> Ticket:
    left: Ticket = shop.run(
        RemoveLine(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
            line_id=ticket.lines[line].id,
        )
    )  # fmt: skip
    return left


def dropped(shop: StaffedShop, ticket: Ticket) -> None:
    shop.run(DropTicket(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version))


class Ear:
    """Keeps what a hub says."""

    def __init__(self) -> None:
        self.heard: list[ChangeSet] = []

    def hear(self, changes: ChangeSet) -> None:
        self.heard.append(changes)


def test_making_up_a_bill_leaves_no_transaction_and_paying_it_one_hash(shop: StaffedShop) -> None:
    shop.open_till()
    before = transactions(shop)
    ticket = removed(shop, shop.ticket("CUT", "OIL"), 1)
    buyer = SetBuyer(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, client_id=None, full_invoice=True,
        buyer_name="Pearl LLC", buyer_tax_number="100999999900003", buyer_address="Deira",
    )  # fmt: skip
    ticket = shop.run(buyer)
    assert transactions(shop) == before
    assert log_of(shop, ticket.id) == []
    assert list(problems(shop)) == []
    shop.pay(ticket)
    assert transactions(shop) == before + 1
    assert log_of(shop, ticket.id) == [("add", None)]
    assert list(problems(shop)) == []


def test_an_open_bill_is_there_after_the_program_is_gone(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    other = shop.again()
    with other.unit() as uow:
        assert uow.tickets.get(ticket.id) == ticket
    other.close()


def test_a_retry_of_a_silent_command_gets_its_bill_as_it_stands(shop: StaffedShop) -> None:
    command = OpenTicket(key=shop.new_id())
    ticket: Ticket = shop.run(command)
    more = AddItem(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
        kind=shop.ticket("CUT").lines[0].kind, item_id=shop.services["CUT"].id,
    )  # fmt: skip
    after: Ticket = shop.run(more)
    assert shop.run(command) == after
    assert shop.run(more) == after


def test_discounts_and_prices_are_noted_when_given_and_taken_back(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT", "MANI")
    cut = ticket.lines[0].id.hex()
    ticket = discounted(shop, ticket)
    ticket = discounted(shop, ticket, line=None)
    ticket = discounted(shop, ticket, discount=None)
    shop.run(
        ChangePrice(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[1].id,
            unit_price_minor=9_000, reason="long hair",
        ),
        shop.manager,
    )  # fmt: skip
    given, of_bill, back, priced = (body for _op, body in log_of(shop, ticket.id))
    assert [op for op, _body in log_of(shop, ticket.id)] == ["note"] * 4
    assert given["lines"][cut][0]["discount"] is None
    assert given["lines"][cut][1]["discount"]["value"] == 50_000
    assert of_bill["discount"][1]["reason"] == "regular"
    assert back["lines"][cut][1]["discount"] is None
    (line,) = priced["lines"].values()
    assert [side["unit_price_minor"] for side in line] == [8_000, 9_000]
    assert line[1]["price_change"]["by"] == shop.manager.user_id.hex()
    assert list(problems(shop)) == []


def test_a_line_taken_off_is_noted_only_where_it_bore_a_discount(shop: StaffedShop) -> None:
    ticket = discounted(shop, shop.ticket("CUT", "MANI"))
    ticket = removed(shop, ticket, 1)
    assert len(log_of(shop, ticket.id)) == 1
    line = ticket.lines[0]
    ticket = removed(shop, ticket, 0)
    op, body = log_of(shop, ticket.id)[-1]
    assert (op, body["lines"][line.id.hex()][1]) == ("note", None)
    assert body["lines"][line.id.hex()][0]["unit_price_minor"] == line.unit_price_minor


def test_a_dropped_bill_is_noted_with_all_it_sold_and_then_held(shop: StaffedShop) -> None:
    ticket = discounted(shop, shop.ticket("CUT", "MANI"), line=None)
    dropped(shop, ticket)
    (_given, (op, note), end) = log_of(shop, ticket.id)
    assert (op, note["dropped"], end) == ("note", True, ("add", None))
    assert [sides[0]["unit_price_minor"] for sides in note["lines"].values()] == [15_000, 8_000]
    assert note["discount"][0]["reason"] == "regular"
    assert list(problems(shop)) == []


def test_a_bill_given_up_empty_is_held_and_nothing_noted(shop: StaffedShop) -> None:
    ticket = shop.ticket()
    dropped(shop, ticket)
    assert log_of(shop, ticket.id) == [("add", None)]


def test_nothing_is_noted_of_a_new_bill_or_of_what_hides_nothing(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    assert noted(None, ticket) is None
    assert noted(ticket, ticket) is None
    assert log_of(shop, ticket.id) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ticket SET status = 'open' WHERE status = 'dropped'",
        "UPDATE ticket SET status = 'dropped' WHERE status = 'open'",
        "DELETE FROM ticket",
        "UPDATE ticket_line SET unit_price_minor = 1 WHERE ticket_id IN (SELECT id FROM ticket WHERE status = 'dropped')",
    ],
)
def test_hands_at_bills_are_seen(shop: StaffedShop, sql: str) -> None:
    dropped(shop, discounted(shop, shop.ticket("CUT")))
    discounted(shop, shop.ticket("MANI"))
    connection = connect(shop.paths.database)
    connection.execute("PRAGMA foreign_keys = OFF")
    if sql.startswith("DELETE"):
        connection.execute("DELETE FROM ticket_line_share")
        connection.execute("DELETE FROM ticket_line")
    connection.execute(sql)
    connection.close()
    assert {p.rule for p in problems(shop)} == {"record"}


def test_other_windows_hear_of_an_open_bill_and_of_a_print(shop: StaffedShop) -> None:
    hub, ear = ChangeHub(), Ear()
    hub.subscribe(ear.hear)
    signal = CommitSignal(shop.paths.database)
    listening = OtherCommits(shop.queries, signal, hub, shop.clock, origin="elsewhere")
    shop.open_till()
    ticket = shop.ticket("CUT")
    sale = shop.pay(ticket)
    listening.step()
    signal.close()
    heard = ear.heard
    assert any({"ticket"} == c.nouns and ticket.id in c.ids for c in heard)
    assert any("print_job" in c.nouns and "invoice" in c.nouns for c in heard)
    assert [c.seq for c in heard] == sorted(c.seq for c in heard)
    assert sale.invoice_id in heard[-1].ids


def test_a_copy_is_noted_with_its_document(shop: StaffedShop) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    shop.run(NoteReprint(key=shop.new_id(), document_id=sale.invoice_id, paper="a4", saved=True))
    assert log_of(shop, sale.invoice_id)[-1] == ("note", {"copy": "a4", "saved": True})
    assert list(problems(shop)) == []


def test_who_approved_a_discount_stands_in_a_transaction_of_its_own(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    half = Discount(kind=DiscountKind.PERCENT, value=500_000, reason="burnt")
    shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=half,
            override=shop.approval(Permission.SALE_DISCOUNT_BEYOND, reason="her first visit"),
        )
    )  # fmt: skip
    override = json.loads(shop.value("SELECT override FROM change_txn ORDER BY seq DESC LIMIT 1"))
    assert override["approver_id"] == shop.manager.user_id.hex()
    assert "first visit" not in json.dumps(override)


def test_a_bill_that_an_earlier_program_logged_goes_on_silently(shop: StaffedShop) -> None:
    from tests.support.older import to_tenth_schema

    shop.open_till()
    ticket = shop.ticket("CUT")
    shop.close()
    to_tenth_schema(shop.paths.database)
    opened = open_shop(shop.paths, origin="test", clock=shop.clock)
    more: Ticket = opened.executor.run(
        AddItem(
            key=opened.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
            kind=ticket.lines[0].kind, item_id=ticket.lines[0].item_id,
        ),
        shop.reception,
    )  # fmt: skip
    assert list(problems(opened)) == []
    opened.executor.run(
        DropTicket(key=opened.new_id(), ticket_id=more.id, expected_version=more.version), shop.reception
    )
    assert list(problems(opened)) == []
    opened.close()
