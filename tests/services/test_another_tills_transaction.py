"""Another till's transaction is applied as it was made there: nothing is asked, what is derived follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.ids import Id
from salondesk.domain.change import ChangeSet, RemoteTransaction
from salondesk.domain.client.card import Client
from salondesk.domain.nouns import nouns
from salondesk.domain.record import Log, Scope
from salondesk.reports.takings import Debt, DebtSum
from salondesk.services.client.card import AddClient, EditClient, NewClient
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.storage.mapping import rows_of
from tests.support.accounts import bill, client, leave, pay, refund
from tests.support.shop import StaffedShop, open_copy

DERIVED = (
    "SELECT source_key, account, holder_id, unit, amount, at, business_date FROM ledger_entry ORDER BY 1",
    "SELECT * FROM balance WHERE amount <> 0 ORDER BY 1, 2",
    "SELECT * FROM settlement ORDER BY 1",
    "SELECT * FROM daily ORDER BY 1, 2, 3, 4, 5, 6",
)
DOCUMENTS = ("invoice", "z_report")


@pytest.fixture
def other(shop_template: Path, tmp_path: Path) -> Iterator[StaffedShop]:
    """A second computer with the same shop, which knows nothing yet of what the first one does."""
    opened = open_copy(shop_template, tmp_path / "other")
    yield opened
    opened.close()


def written(shop: StaffedShop, *, ids: frozenset[Id] | None = None) -> tuple[tuple[str, Any], ...]:
    """Return the shared records of a shop, in the order in which they may be written."""
    found: list[tuple[str, Any]] = []
    with shop.unit() as uow:
        connection = uow.clients.connection
        for entry in nouns():
            if entry.scope is Scope.LOCAL or entry.log is Log.LOCAL or entry.name in DOCUMENTS:
                continue
            found += ((entry.name, record) for record in rows_of(entry).load_where(connection, "1"))
        numbers = connection.execute("SELECT number FROM invoice ORDER BY issued_at, number").fetchall()
        documents = [("invoice", uow.invoices.by_number(number)) for (number,) in numbers]
    first = [one for one in found if one[0] not in ("payment", "allocation")]
    chosen = [*first, *documents, *(one for one in found if one[0] in ("payment", "allocation"))]
    return tuple(one for one in chosen if ids is None or one[1].id in ids)


def sent(shop: StaffedShop, records: tuple[tuple[str, Any], ...]) -> RemoteTransaction:
    """Return a transaction of that shop with some records."""
    return RemoteTransaction(
        id=shop.new_id(), command="Sent", actor_id=shop.reception.user_id, device_id=shop.new_id(),
        branch_id=shop.reception.branch_id, at=shop.clock.now_ms() - 60_000, offset_min=240, records=records,
    )  # fmt: skip


def derived(shop: StaffedShop) -> list[list[tuple[Any, ...]]]:
    with shop.readers.lend() as connection:
        return [connection.execute(sql).fetchall() for sql in DERIVED]


def test_takings_are_the_same_at_another_till(shop: StaffedShop, other: StaffedShop) -> None:
    """Also what was charged otherwise than the price list says, and what was left on account: no bill is needed."""
    shop.open_till()
    ticket = bill(shop, client(shop), "CUT", "MANI", "MANI")
    for n, price in ((0, 14_000), (2, 9_000)):
        ticket = shop.run(
            ChangePrice(
                key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
                line_id=ticket.lines[n].id, unit_price_minor=price, reason=f"agreed {n}",
            ),
            shop.manager,
        )  # fmt: skip
    done = leave(shop, ticket, 20_000)
    pay(shop, done, 5_000)
    refund(shop, done, RefundLine(n=3, qty_milli=1_000))
    assert other.executor.apply(sent(shop, written(shop)), other.console)
    today = TakingsOfDays(shop.today(), shop.today())
    figures = other.ask(today)
    assert figures == shop.ask(today)
    assert [(one.reason, one.listed_minor, one.charged_minor, one.qty_milli) for one in figures.changed_prices] == [
        ("agreed 0", 15_000, 14_000, 1_000), ("agreed 2", 8_000, 9_000, 1_000), ("agreed 2", 8_000, 9_000, -1_000),
    ]  # fmt: skip
    assert figures.debts == (
        DebtSum(Debt.LEFT, 1, 20_000),
        DebtSum(Debt.TAKEN_OFF, 1, -9_000),
        DebtSum(Debt.PAID, 1, 5_000),
    )
    money = sum(one.sales_minor + one.refunds_minor for one in figures.tenders)
    payable = sum(one.payable_minor for one in figures.documents)
    assert money == payable - 20_000 + 9_000 + 5_000
    assert [p for p in problems(other) if p.rule != "archive"] == []


def test_ledger_settlements_and_rollups_follow_what_another_till_sold(
    shop: StaffedShop, other: StaffedShop
) -> None:
    shop.open_till()
    visit = shop.book(client=NewClient(name="Noor", phone="0501234567"))
    shop.pay(shop.ticket(booking=visit))
    sale = shop.sell("CUT", "OIL")
    shop.run(RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy"), shop.manager)
    assert other.executor.apply(sent(shop, written(shop)), other.console)
    assert derived(other) == derived(shop)
    assert [p for p in problems(other) if p.rule != "archive"] == []


def test_it_keeps_version_times_and_who_did_it(shop: StaffedShop, other: StaffedShop) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor")))
    client = replace(client, version=7, created_at=11, updated_at=12)
    remote = sent(shop, (("client", client),))
    assert other.executor.apply(remote, other.console)
    with other.unit() as uow:
        assert uow.clients.find(client.id) == client
    row = "SELECT actor_id, device_id, at, source, initiator FROM change_txn WHERE id = ?"
    with other.readers.lend() as connection:
        kept = connection.execute(row, (remote.id,)).fetchone()
    assert kept == (remote.actor_id, remote.device_id, remote.at, "remote", "remote")


def test_a_second_delivery_is_nothing(shop: StaffedShop, other: StaffedShop) -> None:
    shop.open_till()
    shop.sell("OIL")
    remote = sent(shop, written(shop))
    assert other.executor.apply(remote, other.console)
    before = derived(other)
    assert not other.executor.apply(remote, other.console)
    documents = tuple(one for one in remote.records if one[0] in DOCUMENTS)
    assert other.executor.apply(sent(shop, documents), other.console)
    assert derived(other) == before


def test_no_version_is_asked_and_nothing_can_be_undone(shop: StaffedShop, other: StaffedShop) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor")))
    other.executor.apply(sent(shop, (("client", client),)), other.console)
    theirs = EditClient(
        key=other.new_id(), client_id=client.id, expected_version=client.version, name="Nour", phone="", email="",
        lang="", notes="", alert="",
    )  # fmt: skip
    other.run(theirs)
    ours = replace(client, name="Noora", version=client.version + 1)
    other.executor.undo_log.forget()
    assert other.executor.apply(sent(shop, (("client", ours),)), other.console)
    assert other.executor.undo(other.reception) is None
    with other.unit() as uow:
        assert uow.clients.get(client.id) == ours


def test_other_windows_hear_of_it(shop: StaffedShop, other: StaffedShop) -> None:
    client: Client = shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor")))
    heard: list[ChangeSet] = []

    class Ear:
        def hear(self, changes: ChangeSet) -> None:
            heard.append(changes)

    ear = Ear()
    other.hub.subscribe(ear.hear)
    remote = sent(shop, (("client", client),))
    other.executor.apply(remote, other.console)
    assert [(c.nouns, c.ids, c.txn_id) for c in heard] == [({"client"}, {client.id}, remote.id)]


def test_a_z_finds_its_series_and_comes_once(shop: StaffedShop, other: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT")
    z = shop.ask(ZByNumber(shop.close_till().number))
    records = (*written(shop), ("z_report", z))
    assert other.executor.apply(sent(shop, records), other.console)
    assert not problems_of(other)
    assert other.executor.apply(sent(shop, (("z_report", z),)), other.console)
    assert other.value("SELECT count(*) FROM z_report") == 1


def problems_of(shop: StaffedShop) -> list[str]:
    return [f"{p.rule} {p.id}" for p in problems(shop) if p.rule != "archive"]
