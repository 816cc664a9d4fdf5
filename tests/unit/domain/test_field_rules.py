"""What is wrong with a record's own fields, noun by noun: each rule passes at its edge and breaks past it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Limit, Role, User
from salondesk.domain.catalog import PriceBasis, Product, Service
from salondesk.domain.field_rules import MOST_MINOR, SPANS_A_DAY, week_problems
from salondesk.domain.record import Record
from salondesk.domain.resource import MOST_PLACES, Resource
from salondesk.domain.shop import Branch, OpeningHours, Shop
from salondesk.domain.staff import LONGEST_ABSENCE_MS, Shift, ShiftKind, StaffMember, TimeOff, TimeOffKind

A, B = Id(bytes(16)), Id(bytes([1] * 16))
NAMES = LocalText(en="Haircut")
BASE: dict[str, Any] = {"id": A, "branch_id": B}
SERVICE = Service(**BASE, code="CUT", names=NAMES, category=LocalText(), price_minor=100, basis=PriceBasis.INSIDE,
                  tax_code_id=B, minutes=30)  # fmt: skip
PRODUCT = Product(**BASE, code="OIL", barcode="", names=NAMES, category=LocalText(), price_minor=100,
                  basis=PriceBasis.INSIDE, tax_code_id=B)  # fmt: skip
SHOP = Shop(**BASE, names=NAMES, address=LocalText(en="Street 1"), tax_number="100000000000003", phone="", email="",
            country="AE", currency="AED")  # fmt: skip
BRANCH = Branch(**BASE, names=NAMES, zone="Asia/Dubai")
STAFF = StaffMember(**BASE, code="MONA", names=NAMES)
AWAY = TimeOff(**BASE, staff_id=B, start_at=0, end_at=1, kind=TimeOffKind.LEAVE)
ROLE = Role(**BASE, key="manager", names=NAMES)
USER = User(**BASE, names=NAMES, role_id=B)
ROOM = Resource(**BASE, names=NAMES)


def shift(start: int, end: int, kind: ShiftKind = ShiftKind.WORK, **dates: date) -> Shift:
    return Shift(id=A, weekday=0, start_min=start, end_min=end, kind=kind, **dates)


def wrong(record: Record) -> list[str]:
    return [problem.field for problem in record.problems()]


@pytest.mark.parametrize(
    "record", [SERVICE, PRODUCT, SHOP, BRANCH, STAFF, AWAY, ROLE, USER, ROOM, Record(**BASE)]
)
def test_a_sound_record_has_no_problem(record: Record) -> None:
    assert wrong(record) == []


@pytest.mark.parametrize(
    ("record", "field", "good", "bad"),
    [
        (SERVICE, "names", LocalText(ar="قص"), LocalText()),
        (SERVICE, "names", LocalText(en="x" * 120), LocalText(en="x", ar="x" * 121)),
        (SERVICE, "names", LocalText(en=" x "), LocalText(en="  ")),
        (SERVICE, "code", "A" * 20, "A B"),
        (SERVICE, "code", "1", ""),
        (SERVICE, "category", LocalText(en="x" * 120), LocalText(en="x" * 121)),
        (SERVICE, "price_minor", 0, -1),
        (SERVICE, "price_minor", MOST_MINOR, MOST_MINOR + 1),
        (SERVICE, "cost_minor", 0, -1),
        (SERVICE, "colour", "", "red"),
        (SERVICE, "colour", "#A3488f", "#a3488"),
        (SERVICE, "minutes", 5, 4),
        (SERVICE, "minutes", 720, 721),
        (PRODUCT, "names", NAMES, LocalText()),
        (PRODUCT, "code", "A", ""),
        (PRODUCT, "barcode", "1" * 40, "1" * 41),
        (PRODUCT, "price_minor", 0, -1),
        (PRODUCT, "cost_minor", 0, -1),
        (PRODUCT, "minimum_milli", 0, -1),
        (SHOP, "names", NAMES, LocalText()),
        (SHOP, "address", LocalText(ar="شارع"), LocalText(en="x" * 301)),
        (SHOP, "footer", LocalText(en="x" * 300), LocalText(en="x" * 301)),
        (SHOP, "phone", "x" * 40, "x" * 41),
        (SHOP, "email", "", "a@b"),
        (SHOP, "email", "a@b.ae", "a b@c.ae"),
        (SHOP, "full_invoice_above_minor", 0, -1),
        (SHOP, "country", "SA", "sa"),
        (SHOP, "currency", "KWD", "XXQ"),
        (SHOP, "cash_step_minor", 25, 30),
        (SHOP, "cash_step_minor", 100, 200),
        (SHOP, "cash_step_minor", 0, -5),
        (BRANCH, "names", NAMES, LocalText()),
        (BRANCH, "zone", "Asia/Riyadh", "Asia/Atlantis"),
        (BRANCH, "slot_min", 20, 7),
        (BRANCH, "cutoff_min", 1_439, 1_440),
        (BRANCH, "cutoff_min", 0, -1),
        (STAFF, "names", NAMES, LocalText()),
        (STAFF, "code", "A", ""),
        (STAFF, "title", LocalText(en="x" * 120), LocalText(en="x" * 121)),
        (STAFF, "colour", "#000000", "black"),
        (STAFF, "shifts", (shift(0, 60), shift(60, 90)), (shift(0, 60), shift(59, 90))),
        (STAFF, "shifts", (shift(0, 600), shift(60, 90, ShiftKind.BREAK)), (shift(60, 60),)),
        (AWAY, "end_at", LONGEST_ABSENCE_MS, LONGEST_ABSENCE_MS + 1),
        (AWAY, "end_at", 1, 0),
        (AWAY, "reason", "x" * 200, "x" * 201),
        (ROLE, "names", NAMES, LocalText()),
        (ROLE, "permissions", frozenset({"sale.refund"}), frozenset({"sale.gamble"})),
        (ROLE, "limits", (Limit(key="discount_ppm", value=1_000_000),), (Limit(key="discount_ppm", value=1_000_001),)),
        (USER, "names", NAMES, LocalText()),
        (USER, "lang", "ar", "fr"),
        (ROOM, "names", NAMES, LocalText()),
        (ROOM, "kind", "x" * 40, "x" * 41),
        (ROOM, "capacity", MOST_PLACES, MOST_PLACES + 1),
        (ROOM, "capacity", 1, 0),
    ],
)  # fmt: skip
def test_a_field_is_held_to_its_rule(record: Record, field: str, good: object, bad: object) -> None:
    assert wrong(replace(record, **{field: good})) == []
    assert wrong(replace(record, **{field: bad})) == [field]


def test_a_shop_that_is_not_registered_needs_no_address() -> None:
    assert wrong(replace(SHOP, tax_number="", address=LocalText())) == []


def test_a_branch_that_closes_after_midnight_ends_its_day_after_closing() -> None:
    late = (OpeningHours(weekday=4, start_min=960, end_min=1_560),)
    assert wrong(replace(BRANCH, hours=late)) == ["cutoff_min"]
    assert wrong(replace(BRANCH, hours=late, cutoff_min=120)) == []
    assert wrong(replace(BRANCH, hours=late, cutoff_min=119)) == ["cutoff_min"]


def test_shifts_of_different_dates_may_cover_the_same_hours() -> None:
    winter = shift(0, 60, valid_to=date(2026, 3, 31))
    assert wrong(replace(STAFF, shifts=(winter, shift(0, 60, valid_from=date(2026, 4, 1))))) == []
    assert wrong(replace(STAFF, shifts=(winter, shift(0, 60, valid_from=date(2026, 3, 31))))) == ["shifts"]


def test_a_day_has_so_many_times_at_most() -> None:
    spans = [(0, n * 60, n * 60 + 30) for n in range(SPANS_A_DAY)]
    assert list(week_problems("hours", spans)) == []
    assert len(list(week_problems("hours", [*spans, (0, 1_000, 1_010)]))) == 1


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 200), st.integers(0, 200)), max_size=4))
def test_times_overlap_exactly_when_two_share_a_minute(spans: list[tuple[int, int, int]]) -> None:
    sound = [(day, start, end) for day, start, end in spans if start < end]
    minutes = [(day, minute) for day, start, end in sound for minute in range(start, end)]
    assert bool(list(week_problems("hours", sound))) == (len(minutes) != len(set(minutes)))
