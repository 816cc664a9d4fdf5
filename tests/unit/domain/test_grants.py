"""What an older shop's roles gain: once, by what they hold, and never what an owner took away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.errors import BugError
from salondesk.domain.access import Permission
from salondesk.domain.grants import PERMISSIONS, Grant, first_permissions, gained, level_of

NEWER = {
    "sale.discount": Grant(since=1, roles=frozenset({"manager", "reception"})),
    "sale.price": Grant(since=2, like="sale.discount", roles=frozenset({"manager", "reception"})),
    "sale.tip": Grant(since=3, like="sale.price", roles=frozenset({"manager", "reception"})),
    "message.view": Grant(since=3, roles=frozenset({"manager"})),
}


def test_every_permission_is_declared() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert level_of(PERMISSIONS) == 4


def test_a_new_shop_begins_with_what_each_role_needs() -> None:
    assert first_permissions("manager") == frozenset(Permission)
    assert first_permissions("stylist") == {
        Permission.DIARY_VIEW_OWN, Permission.BOOKING_STATUS, Permission.REPORT_DAYSHEET_OWN,
    }  # fmt: skip
    reception = first_permissions("reception")
    assert first_permissions("stylist") < reception < first_permissions("manager")
    assert not reception & {
        Permission.SALE_REFUND, Permission.SALE_DISCOUNT_BEYOND, Permission.REPORT_TAKINGS, Permission.CATALOG_EDIT,
        Permission.STAFF_EDIT, Permission.SHOP_EDIT, Permission.UPKEEP, Permission.BOOKING_OVERLAP,
        Permission.BOOKING_PAST, Permission.BOOKING_HORIZON,
    }  # fmt: skip
    assert first_permissions("somebody else") == frozenset()


def test_a_shop_of_this_level_gains_nothing() -> None:
    for key in ("manager", "reception", "stylist"):
        assert gained(key, frozenset(), level_of(PERMISSIONS)) == frozenset()
        assert gained(key, frozenset(), level_of(NEWER), NEWER) == frozenset()


@pytest.mark.parametrize(
    ("role", "held", "level", "gains"),
    [
        ("reception", {"sale.discount"}, 1, {"sale.price", "sale.tip"}),
        ("reception", {"sale.discount"}, 2, set()),  # the owner took the price away after level 2
        ("reception", {"sale.discount", "sale.price"}, 2, {"sale.tip"}),
        ("reception", set(), 1, set()),  # no discount any more: nothing that is like it
        ("a role of the owner's", {"sale.discount"}, 1, {"sale.price", "sale.tip"}),
        ("a role of the owner's", set(), 1, set()),
        ("manager", {"sale.discount"}, 1, {"sale.price", "sale.tip", "message.view"}),
        ("manager", set(), 2, {"message.view"}),
    ],
)
def test_what_a_role_gains(role: str, held: set[str], level: int, gains: set[str]) -> None:
    assert gained(role, frozenset(held), level, NEWER) == gains


def test_a_permission_may_be_like_one_declared_later() -> None:
    grants = {
        "a.first": Grant(since=2, like="b.second", roles=frozenset()),
        "b.second": Grant(since=2, roles=frozenset({"manager"})),
    }
    assert gained("manager", frozenset(), 1, grants) == {"a.first", "b.second"}


@pytest.mark.parametrize("like", ["b.second", "a.first", "nowhere"])
def test_likeness_must_end_somewhere(like: str) -> None:
    grants = {
        "a.first": Grant(since=2, like=like, roles=frozenset()),
        "b.second": Grant(since=2, like="a.first", roles=frozenset()),
    }
    with pytest.raises(BugError):
        gained("manager", frozenset(), 1, grants)


@given(
    st.sampled_from(["manager", "reception", "stylist", "own"]),
    st.frozensets(st.sampled_from(sorted(NEWER))),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_one_upgrade_over_two_levels_gives_what_two_upgrades_give(
    role: str, held: frozenset[str], level: int, between: int
) -> None:
    between = max(level, between)
    upto = {name: grant for name, grant in NEWER.items() if grant.since <= between}
    once = gained(role, held, level, NEWER)
    first = gained(role, held, level, upto)
    assert held.isdisjoint(once)
    assert once == first | gained(role, held | first, between, NEWER)
    assert gained(role, held | once, level_of(NEWER), NEWER) == frozenset()
