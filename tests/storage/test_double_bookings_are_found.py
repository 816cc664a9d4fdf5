"""`check` finds people taken twice and resources taken by more visits than they serve, and nothing else."""

from __future__ import annotations

import pytest

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.booking import (
    Booking,
    BookingLine,
    BookingStatus,
    Claim,
    HolderKind,
    Segment,
    SegmentKind,
)
from salondesk.domain.resource import Resource
from salondesk.services.imports.loading import LoadRecords
from salondesk.services.shop.resource import AddResource
from tests.support.shop import TODAY, StaffedShop
from tests.support.tampering import checked


def basin_for(shop: StaffedShop, capacity: int) -> Id:
    """Make a basin that serves so many visits at once."""
    made: Resource = shop.run(
        AddResource(key=shop.new_id(), names=LocalText("Basin"), kind="chair", capacity=capacity), shop.manager
    )  # fmt: skip
    return made.id


def visit(shop: StaffedShop, holder: HolderKind, holder_id: Id, start: int, minutes: int = 30) -> Booking:
    """Make a visit whose only stretch takes one holder."""
    service = shop.services["CUT"]
    claim = Claim(id=shop.new_id(), holder_kind=holder, holder_id=holder_id)
    segment = Segment(
        id=shop.new_id(), kind=SegmentKind.ACTIVE, start_at=start, end_at=start + minutes * MINUTE_MS, claims=(claim,)
    )  # fmt: skip
    line = BookingLine(
        id=shop.new_id(), service_id=service.id, staff_id=shop.people["MONA"], price_minor=service.price_minor,
        basis=service.basis, segments=(segment,),
    )  # fmt: skip
    return Booking(
        id=shop.new_id(), branch_id=shop.console.branch_id, client_id=None, business_date=TODAY,
        status=BookingStatus.BOOKED, lines=(line,),
    )  # fmt: skip


def found(shop: StaffedShop, *visits: Booking) -> list[str]:
    shop.run(LoadRecords(key=shop.new_id(), bookings=visits), shop.console)
    shop.close()
    return [problem.rule for problem in checked(shop.paths)]


@pytest.mark.parametrize(
    ("starts", "rules"),
    [
        ((0, 10), []),
        ((0, 10, 20), ["double_booking"]),
        ((0, 10, 30, 40), []),
        ((0, 10, 29), ["double_booking"]),
    ],
)
def test_a_basin_for_two_serves_two(shop: StaffedShop, starts: tuple[int, ...], rules: list[str]) -> None:
    basin = basin_for(shop, 2)
    at = shop.at("11:00")
    assert (
        found(shop, *(visit(shop, HolderKind.RESOURCE, basin, at + m * MINUTE_MS) for m in starts)) == rules
    )


@pytest.mark.parametrize(
    ("starts", "rules"), [((0, 30), []), ((0, 29), ["double_booking"]), ((0, 10, 20), ["double_booking"] * 2)]
)
def test_a_person_serves_one(shop: StaffedShop, starts: tuple[int, ...], rules: list[str]) -> None:
    at, mona = shop.at("11:00"), shop.people["MONA"]
    assert found(shop, *(visit(shop, HolderKind.STAFF, mona, at + m * MINUTE_MS) for m in starts)) == rules
