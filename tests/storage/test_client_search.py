"""Clients are found by any part of a name in any spelling, or by digits of the phone; the likeliest come first."""

from __future__ import annotations

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.reads.client.search import ClientSearch
from tests.support.shop import StaffedShop

PEOPLE = (
    ("أحمد المنصوري", "050 123 4567"), ("فاطمة الزهراء", "+971 55 987 6543"), ("Fatima Al Mansoori", "0529998877"),
    ("Zoë Dubois", "+33 6 98 34 56 78"), ("Mansoor Ali", ""), ("Al Mansoori Noura", "0561112223"),
)  # fmt: skip


@pytest.fixture
def known(shop: StaffedShop) -> StaffedShop:
    """A shop that knows some people."""
    for name, phone in PEOPLE:
        shop.run(AddClient(key=shop.new_id(), client=NewClient(name=name, phone=phone)))
    return shop


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("احمد", ["أحمد المنصوري"]),
        ("فاطمه", ["فاطمة الزهراء"]),
        ("zoe", ["Zoë Dubois"]),
        ("DUB", ["Zoë Dubois"]),
        ("mansoori fat", ["Fatima Al Mansoori"]),
        ("fa al", ["Fatima Al Mansoori"]),
        ("fa", ["Fatima Al Mansoori"]),
        ("1234567", ["أحمد المنصوري"]),
        ("٠٥٠١٢٣٤٥٦٧", ["أحمد المنصوري"]),
        ("00971559876543", ["فاطمة الزهراء"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_a_part_is_enough(known: StaffedShop, typed: str, found: list[str]) -> None:
    assert [hit.name for hit in known.ask(ClientSearch(typed, 12))] == found


def test_names_that_begin_with_what_was_typed_come_first(known: StaffedShop) -> None:
    names = [hit.name for hit in known.ask(ClientSearch("mansoor", 12))]
    assert names[0] == "Mansoor Ali"
    assert len(names) == 3
    assert [hit.name for hit in known.ask(ClientSearch("mansoor", 1))] == ["Mansoor Ali"]


def test_a_shop_that_is_checked_twice_is_in_order_twice(known: StaffedShop) -> None:
    """What SQLite keeps of the index from the first check is not held against what was written since."""
    for n in range(8):
        assert list(problems(known)) == []
        client = NewClient(name=f"Guest {n}", phone=f"05011122{n:02}")
        known.run(AddClient(key=known.new_id(), client=client))
    assert list(problems(known)) == []
