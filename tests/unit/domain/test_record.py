"""What a change of a record writes, group by group, and what is left of a record that is erased."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Override
from salondesk.domain.booking import BOOKING, Booking, BookingLine, BookingStatus, Segment, SegmentKind
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.client.card import CLIENT, Client
from salondesk.domain.nouns import nouns
from salondesk.domain.record import Noun
from salondesk.domain.staff import STAFF, StaffMember


def some_id(n: int) -> Id:
    return Id(bytes([n]) * 16)


def line(n: int) -> BookingLine:
    segment = Segment(
        id=some_id(n + 100), kind=SegmentKind.ACTIVE, start_at=n * 1_000, end_at=n * 1_000 + 900
    )
    return BookingLine(
        id=some_id(n), service_id=some_id(50), staff_id=some_id(60), price_minor=100, basis=PriceBasis.INSIDE,
        segments=(segment,),
    )  # fmt: skip


VISIT = Booking(
    id=some_id(1), branch_id=some_id(2), client_id=some_id(3), status=BookingStatus.BOOKED,
    business_date=date(2026, 11, 20), lines=(line(4), line(5)), note="window seat", cancel_reason="ill",
    override=Override(permission="booking.overlap", reason="she insists", approver_id=some_id(9)),
)  # fmt: skip
FIRST = VISIT.lines[0]


@pytest.mark.parametrize(
    ("after", "groups"),
    [
        (replace(VISIT, version=9, updated_at=5, created_at=4), set()),
        (replace(VISIT, note=""), {"notes"}),
        (replace(VISIT, status=BookingStatus.DONE, cancel_reason=""), {"status"}),
        (replace(VISIT, business_date=date(2026, 11, 21)), {"slot"}),
        (replace(VISIT, lines=(FIRST.moved(delta_ms=5), VISIT.lines[1])), {"slot"}),
        (replace(VISIT, lines=(replace(FIRST, staff_id=some_id(61)), VISIT.lines[1])), {"slot"}),
        (replace(VISIT, lines=(replace(FIRST, price_minor=7), VISIT.lines[1])), {"lines"}),
        (
            replace(VISIT, lines=(replace(FIRST, price_minor=7).moved(delta_ms=5), VISIT.lines[1])),
            {"lines", "slot"},
        ),
        (replace(VISIT, lines=(FIRST,)), {"lines", "slot"}),
        (replace(VISIT, lines=()), {"lines", "slot"}),
        (replace(VISIT, lines=VISIT.lines[::-1]), {"lines", "slot"}),
        (replace(VISIT, deleted_at=1), {""}),
        (replace(VISIT, client_id=None, override=None, source="web"), {"client", "override", ""}),
    ],
)
def test_a_change_of_a_visit_writes_its_groups(after: Booking, groups: set[str]) -> None:
    assert BOOKING.written(VISIT, after) == groups


def test_a_change_of_shifts_is_one_group() -> None:
    person = StaffMember(id=some_id(1), branch_id=some_id(2), code="A", names=LocalText(en="Ann"), sort=1)
    assert STAFF.written(person, replace(person, sort=2, code="B")) == {"look", "person"}


def test_erasing_blanks_texts_and_fields_of_values_and_leaves_the_rest() -> None:
    blank = BOOKING.blanked(VISIT)
    assert (blank.note, blank.cancel_reason) == ("", "")
    assert VISIT.override is not None
    assert blank.override == replace(VISIT.override, reason="")
    assert replace(blank, note=VISIT.note, cancel_reason="ill", override=VISIT.override) == VISIT
    assert BOOKING.blanked(replace(VISIT, override=None)).override is None
    client = Client(
        id=some_id(1), branch_id=some_id(2), name="Noor", phone="+971501234567", phone_raw="050 123 4567",
        email="n@example.com", lang="ar", notes="x", alert="y", code="C1",
    )  # fmt: skip
    left = {f.name: getattr(CLIENT.blanked(client), f.name) for f in fields(Client)}
    assert {name for name, value in left.items() if value not in ("", None, 0)} == {"id", "branch_id", "lang"}


@pytest.mark.parametrize("entry", list(nouns()), ids=lambda entry: entry.name)
def test_personal_fields_can_be_blank(entry: Noun[Any]) -> None:
    """A personal field is a text, or may be missing: blanking must leave a record that can be kept."""
    hints = {f.name: f.type for f in fields(entry.cls)}
    for path in entry.personal:
        kind = str(hints[path.partition(".")[0]])
        assert "str" in kind or "None" in kind, path
