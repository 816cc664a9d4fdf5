"""A manager's PIN lifts one refusal, once; a discount she answers for does not hold up whoever closes the bill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salondesk.core.errors import PermissionRefused, SlotTaken
from salondesk.domain.access import Permission
from salondesk.domain.sale.ticket import Discount, DiscountKind
from salondesk.services.sale.ticket import GiveDiscount
from tests.support.shop import StaffedShop


def half_off(shop: StaffedShop, ticket_id: bytes, version: int) -> GiveDiscount:
    discount = Discount(kind=DiscountKind.PERCENT, value=500_000, reason="Complaint")
    return GiveDiscount(
        key=shop.new_id(), ticket_id=ticket_id, expected_version=version, line_id=None, discount=discount
    )  # type: ignore[arg-type]  # an Id


def test_one_proof_does_not_lift_a_second_refusal(shop: StaffedShop) -> None:
    shop.book(at="11:00")
    override = shop.approval(Permission.BOOKING_OVERLAP, reason="Sisters")
    shop.book(at="11:00", override=override)
    with pytest.raises(SlotTaken):
        shop.book(at="11:15", override=override)


def test_a_proof_survives_a_command_that_was_refused_for_another_reason(shop: StaffedShop) -> None:
    override = shop.approval(Permission.SALE_DISCOUNT_BEYOND, reason="Complaint")
    ticket = shop.ticket("CUT")
    stale = replace(half_off(shop, ticket.id, ticket.version + 7), override=override)
    with pytest.raises(Exception, match="changed"):
        shop.run(stale)
    done = shop.run(replace(half_off(shop, ticket.id, ticket.version), override=override))
    assert done.discount.approver_id == shop.manager.user_id


def test_reception_alone_is_held_to_her_limit(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    with pytest.raises(PermissionRefused):
        shop.run(half_off(shop, ticket.id, ticket.version))


def test_a_bill_the_manager_discounted_is_closed_by_reception(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.ticket("CUT")
    ticket = shop.run(half_off(shop, ticket.id, ticket.version), shop.manager)
    assert ticket.discount.approver_id == shop.manager.user_id
    assert shop.pay(ticket).payable_minor == 7_500
