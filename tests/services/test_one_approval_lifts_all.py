"""A command that needs two approvals is lifted by one PIN of somebody who holds both; the log names both."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import PermissionRefused, SlotTaken
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.domain.access import Actor, Override, Permission
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.ticket import GiveDiscount, RemoveLine
from tests.support.accounts import bill, client, leave
from tests.support.shop import StaffedShop

ON_ACCOUNT, BEYOND = Permission.SALE_ON_ACCOUNT, Permission.SALE_DISCOUNT_BEYOND


def bill_beyond_the_limit(shop: StaffedShop) -> Ticket:
    """A fixed discount that was within the limit until a line was taken off."""
    ticket = bill(shop, client(shop), "COLOUR", "CUT")
    discount = Discount(kind=DiscountKind.AMOUNT, value=5_000, reason="regular")
    ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=discount,
        )
    )  # fmt: skip
    made: Ticket = shop.run(
        RemoveLine(
            key=shop.new_id(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            line_id=ticket.lines[0].id,
        )
    )
    return made


def close(shop: StaffedShop, ticket: Ticket, override: Override | None = None) -> SaleDone:
    return leave(shop, ticket, 1_000, actor=shop.reception, override=override)


def held(shop: StaffedShop, actor: Actor, *taken: Permission) -> None:
    """Take rights from the role of somebody."""
    with shop.unit() as uow:
        role = uow.roles.get(uow.users.get(actor.user_id).role_id)
        uow.roles.save(role, replace(role, permissions=role.permissions - set(taken)))
        uow.commit()


def logged(shop: StaffedShop) -> Any:
    return json.loads(
        shop.value("SELECT override FROM change_txn WHERE override IS NOT NULL ORDER BY seq DESC")
    )


def test_both_are_told_at_once_and_one_pin_lifts_both(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = bill_beyond_the_limit(shop)
    with pytest.raises(PermissionRefused) as refused:
        close(shop, ticket)
    assert set(refused.value.permissions) == {ON_ACCOUNT, BEYOND}
    close(shop, ticket, shop.approval(*refused.value.permissions))
    told = logged(shop)
    assert {told["permission"], *told["also"]} == {ON_ACCOUNT, BEYOND}
    assert told["approver_id"] == shop.manager.user_id.hex()
    assert list(problems(shop)) == []


@pytest.mark.parametrize(
    ("named", "missing"), [(ON_ACCOUNT, BEYOND), (BEYOND, ON_ACCOUNT)]
)  # one of the two was approved
def test_an_approval_of_one_lifts_only_that(
    shop: StaffedShop, named: Permission, missing: Permission
) -> None:
    shop.open_till()
    ticket = bill_beyond_the_limit(shop)
    with pytest.raises(PermissionRefused) as refused:
        close(shop, ticket, shop.approval(named))
    assert refused.value.permissions == (missing,)


@pytest.mark.parametrize(
    ("taken", "words"), [(ON_ACCOUNT, "may not let a client pay later"), (BEYOND, "off the list price")]
)
def test_an_approver_who_holds_only_one_is_refused_and_told_which(
    shop: StaffedShop, taken: Permission, words: str
) -> None:
    shop.open_till()
    ticket = bill_beyond_the_limit(shop)
    override = shop.approval(ON_ACCOUNT, BEYOND)
    held(shop, shop.manager, taken)
    assert shop.manager.user_id not in [
        user.user_id for user in ReadDesk(shop.queries, shop.clock).approvers((ON_ACCOUNT, BEYOND))
    ]
    with pytest.raises(PermissionRefused) as refused:
        close(shop, ticket, override)
    assert refused.value.permissions == (taken,)
    message = refused.value.message
    assert message.key == "{name} may not approve this. {why}"
    told = dict(message.params)
    assert isinstance(told["name"], LocalText) and told["name"].en == "Sara"
    assert isinstance(told["why"], Message) and words in told["why"].key
    assert shop.value("SELECT count(*) FROM invoice") == 0


def test_a_proof_lends_no_more_than_was_asked_for(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = bill_beyond_the_limit(shop)
    widened = replace(shop.approval(ON_ACCOUNT), also=(BEYOND,))
    with pytest.raises(PermissionRefused) as refused:
        close(shop, ticket, widened)
    assert set(refused.value.permissions) == {ON_ACCOUNT, BEYOND}


def test_only_what_was_lent_stands_in_the_log(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = bill(shop, client(shop), "CUT")
    close(shop, ticket, shop.approval(BEYOND, ON_ACCOUNT))
    assert logged(shop) == {"permission": ON_ACCOUNT, "approver_id": shop.manager.user_id.hex()}


def test_the_right_of_a_command_and_one_that_it_asks_inside_are_lifted_together(shop: StaffedShop) -> None:
    held(shop, shop.reception, Permission.SALE_PRICE)
    ticket = shop.ticket("CUT")
    command = ChangePrice(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[0].id,
        unit_price_minor=1_000, reason="promised",
    )  # fmt: skip
    asked: list[str] = []
    for _ in range(3):
        override = shop.approval(*map(Permission, asked)) if asked else None
        try:
            shop.run(replace(command, override=override))
            break
        except PermissionRefused as refused:
            asked += refused.permissions
    assert asked == [Permission.SALE_PRICE, BEYOND]
    assert {logged(shop)["permission"], *logged(shop)["also"]} == set(asked)


def test_a_visit_that_overlaps_too_far_ahead_names_both_at_once(shop: StaffedShop) -> None:
    far = shop.today().replace(year=2028)
    shop.book(day=far, override=shop.approval(Permission.BOOKING_HORIZON))
    with pytest.raises(SlotTaken) as refused:
        shop.book(day=far)
    assert set(refused.value.permissions) == {Permission.BOOKING_OVERLAP, Permission.BOOKING_HORIZON}
    made = shop.book(day=far, override=shop.approval(*map(Permission, refused.value.permissions)))
    assert made.override is not None and len(made.override.permissions) == 2
    assert list(problems(shop)) == []


def test_what_the_actor_holds_herself_needs_no_approver(shop: StaffedShop) -> None:
    """Reception may give any discount; only the other right is lent, by somebody who could not give that discount."""
    shop.open_till()
    ticket = bill_beyond_the_limit(shop)
    with shop.unit() as uow:
        role = uow.roles.get(uow.users.get(shop.reception.user_id).role_id)
        uow.roles.save(role, replace(role, permissions=role.permissions | {BEYOND}))
        uow.commit()
    held(shop, shop.manager, BEYOND)
    close(shop, ticket, shop.approval(ON_ACCOUNT, BEYOND))
    assert logged(shop)["permission"] == ON_ACCOUNT
