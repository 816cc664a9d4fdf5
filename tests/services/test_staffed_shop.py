"""The shop every other test works in: a whole small day through the real services."""

from __future__ import annotations

from tests.support.shop import NOW_MS, PINS, StaffedShop


def test_a_day_runs_from_float_to_z(shop: StaffedShop) -> None:
    shop.open_till()
    booking = shop.book(at="11:00")
    sold = shop.pay(shop.ticket(booking=booking))
    assert (sold.number, sold.payable_minor) == ("T1A-INV-000001", 15_000)
    closed = shop.close_till()
    assert closed.number == "T1A-Z-000001"
    assert closed.expected_minor == 65_000


def test_people_sign_in_with_their_pins(shop: StaffedShop) -> None:
    actor = shop.access.sign_in(shop.stylist.user_id, PINS["stylist"], shop.console)
    assert actor.staff_id == shop.people["MONA"]
    assert shop.clock.now_ms() == NOW_MS
