"""What follows from a command's changes is written with them, in order, once, and only for who it is meant for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from salondesk.core.errors import BugError, UserError
from salondesk.core.message import Message
from salondesk.domain.change import Change, Initiator
from salondesk.domain.client.card import Client
from salondesk.domain.stock import STOCK_MOVEMENT
from salondesk.services.catalog.stock import move_stock
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.commands import HANDLERS
from salondesk.services.context import Work
from salondesk.services.executor import Executor
from salondesk.services.imports.loading import LoadRecords
from salondesk.services.reactions import EVERY_INITIATOR, Reaction
from tests.support.shop import StaffedShop


def executor(shop: StaffedShop, *reactions: Reaction, by: Initiator = Initiator.PERSON) -> Executor:
    return Executor(
        shop.storage,
        HANDLERS,
        clock=shop.clock,
        new_id=shop.new_id,
        hub=shop.hub,
        approvals=shop.approvals,
        origin="test",
        initiator=by,
        reactions=reactions,
    )


class Heard:
    """A reaction that notes what it was called with."""

    def __init__(self, *nouns: str, initiators: frozenset[Initiator] = EVERY_INITIATOR) -> None:
        self.calls: list[tuple[list[str], Initiator]] = []
        self.reaction = Reaction(frozenset(nouns), initiators, self.run)

    def run(self, changes: Sequence[Change], work: Work) -> None:
        self.calls.append(([c.noun for c in changes], work.initiator))


def add_client(shop: StaffedShop) -> AddClient:
    return AddClient(key=shop.new_id(), client=NewClient(name="Huda"))


def test_a_reaction_hears_the_changes_of_its_nouns_once_a_transaction(shop: StaffedShop) -> None:
    clients, bookings = Heard("client"), Heard("booking")
    executor(shop, clients.reaction, bookings.reaction).run(add_client(shop), shop.reception)
    assert clients.calls == [(["client"], Initiator.PERSON)]
    assert bookings.calls == []


@pytest.mark.parametrize("by", [Initiator.PERSON, Initiator.CONSOLE, Initiator.WORKER])
def test_a_reaction_hears_only_whom_it_is_meant_for(shop: StaffedShop, by: Initiator) -> None:
    heard = Heard("client", initiators=frozenset({Initiator.PERSON, Initiator.WORKER}))
    executor(shop, heard.reaction).run(add_client(shop), shop.reception, by)
    assert [who for _nouns, who in heard.calls] == ([] if by is Initiator.CONSOLE else [by])


def test_an_import_is_one_whoever_starts_it(shop: StaffedShop) -> None:
    heard = Heard("client")
    huda = Client(id=shop.new_id(), branch_id=shop.reception.branch_id, name="Huda")
    executor(shop, heard.reaction).run(LoadRecords(key=shop.new_id(), clients=(huda,)), shop.manager)
    assert heard.calls == [(["client"], Initiator.IMPORT)]


def test_taking_back_is_initiated_by_undo(shop: StaffedShop) -> None:
    heard = Heard("client")
    desk = executor(shop, heard.reaction)
    desk.run(add_client(shop), shop.reception)
    desk.undo(shop.reception)
    assert [who for _nouns, who in heard.calls] == [Initiator.PERSON, Initiator.UNDO]


def test_what_a_reaction_writes_is_in_the_transaction_and_calls_for_no_other(shop: StaffedShop) -> None:
    shampoo = shop.products["SHAMPOO"].id

    def give_away(changes: tuple[Change, ...], work: Work) -> None:
        for change in changes:
            move_stock(work, shampoo, -1_000, source=f"gift/{change.id.hex()}", reason="Gift")

    gifts, stock = Reaction(frozenset({"client"}), EVERY_INITIATOR, give_away), Heard("stock_movement")
    executor(shop, gifts, stock.reaction).run(add_client(shop), shop.reception)
    with shop.unit() as uow:
        assert [m.qty_milli for m in uow.repo(STOCK_MOVEMENT).all() if m.source.startswith("gift/")] == [
            -1_000
        ]
    assert stock.calls == []


def test_a_retry_reacts_once(shop: StaffedShop) -> None:
    heard = Heard("client")
    desk, request = executor(shop, heard.reaction), add_client(shop)
    assert desk.run(request, shop.reception) == desk.run(request, shop.reception)
    assert len(heard.calls) == 1


def test_a_reaction_that_refuses_is_a_bug_and_nothing_is_written(shop: StaffedShop) -> None:
    def refuse(changes: tuple[Change, ...], work: Work) -> None:
        raise UserError(Message("No"))

    before = shop.value("SELECT count(*) FROM change_txn")
    with pytest.raises(BugError):
        executor(shop, Reaction(frozenset({"client"}), EVERY_INITIATOR, refuse)).run(
            add_client(shop), shop.reception
        )
    assert shop.value("SELECT count(*) FROM change_txn") == before
