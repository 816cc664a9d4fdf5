"""Edges of a line of several segments: outer ones change their own, inner ones move what follows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS, TimeSpan
from salondesk.domain.booking import BookingLine, Claim, HolderKind, Segment, SegmentKind
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.segments import (
    PartLengths,
    held_range,
    shortest_minutes,
    stretches_of,
    with_ends,
    with_outer_ends,
)

Ends = tuple[int, int]
TOUCHING: list[Ends] = [(0, 30), (30, 60), (60, 90)]
APART: list[Ends] = [(0, 30), (60, 90)]


def ms(*segments: Ends) -> list[Ends]:
    return [(start * MINUTE_MS, end * MINUTE_MS) for start, end in segments]


def given(segments: list[Ends], n: int, start: int, end: int) -> list[Ends]:
    found = with_ends(ms(*segments), n, start * MINUTE_MS, end * MINUTE_MS)
    return [(start // MINUTE_MS, end // MINUTE_MS) for start, end in found]


@pytest.mark.parametrize(
    ("segments", "n", "ends", "wanted"),
    [
        (TOUCHING, 0, (-15, 30), [(-15, 30), (30, 60), (60, 90)]),  # outer start
        (TOUCHING, 2, (60, 120), [(0, 30), (30, 60), (60, 120)]),  # outer end
        (TOUCHING, 0, (0, 40), [(0, 40), (40, 70), (70, 100)]),  # inner end
        (TOUCHING, 1, (30, 45), [(0, 30), (30, 45), (45, 75)]),
        (TOUCHING, 1, (40, 60), [(0, 40), (40, 70), (70, 100)]),  # inner start: what it touches is stretched
        (TOUCHING, 2, (50, 90), [(0, 30), (30, 50), (50, 80)]),
        (TOUCHING, 1, (40, 60 + 15), [(0, 40), (40, 75), (75, 105)]),  # both, as typed
        (TOUCHING, 1, (30, 60), TOUCHING),
        (APART, 1, (50, 90), [(0, 30), (50, 80)]),
        (APART, 1, (30, 90), [(0, 30), (30, 60)]),
        (APART, 0, (0, 45), [(0, 45), (75, 105)]),
        ([(0, 3), (3, 30)], 1, (3, 20), [(0, 3), (3, 20)]),  # a short one that is not touched
    ],
)
def test_an_outer_edge_is_its_own_segment_s_and_an_inner_edge_moves_what_follows(
    segments: list[Ends], n: int, ends: Ends, wanted: list[Ends]
) -> None:
    assert given(segments, n, *ends) == wanted


@pytest.mark.parametrize(
    ("segments", "n", "ends"),
    [
        (TOUCHING, 0, (26, 30)),
        (TOUCHING, 1, (30, 34)),
        (TOUCHING, 1, (4, 60)),  # the first would have four minutes
        (APART, 1, (29, 90)),  # it would begin before the first ends
        (TOUCHING, 2, (60, 50)),
    ],
)
def test_each_keeps_five_minutes_and_its_place(segments: list[Ends], n: int, ends: Ends) -> None:
    with pytest.raises(UserError):
        given(segments, n, *ends)


def test_the_line_s_own_ends_are_those_of_its_first_and_last_segment() -> None:
    assert with_outer_ends(ms(*TOUCHING), *ms((10, 100))[0]) == ms((10, 30), (30, 60), (60, 100))
    assert with_outer_ends(ms((0, 30)), *ms((10, 15))[0]) == ms((10, 15))
    for start, end in ((26, 90), (0, 64)):
        with pytest.raises(UserError):
            with_outer_ends(ms(*TOUCHING), *ms((start, end))[0])


def line() -> BookingLine:
    claims = tuple(
        Claim(id=Id(b"claim"), holder_kind=kind, holder_id=Id(holder))
        for kind, holder in ((HolderKind.STAFF, b"noura"), (HolderKind.RESOURCE, b"basin"))
    )
    helper = Claim(id=Id(b"claim"), holder_kind=HolderKind.STAFF, holder_id=Id(b"mae"))
    kinds = (SegmentKind.ACTIVE, SegmentKind.PROCESSING, SegmentKind.FINISHING)
    held = (claims, claims[1:], (helper,))
    return BookingLine(
        id=Id(b"line"),
        service_id=Id(b"colour"),
        staff_id=Id(b"noura"),
        price_minor=1,
        basis=PriceBasis.INSIDE,
        segments=tuple(
            Segment(id=Id(b"segment%d" % n), kind=kind, start_at=start, end_at=end, claims=claims)
            for n, (kind, claims, (start, end)) in enumerate(zip(kinds, held, ms(*TOUCHING), strict=True))
        ),
    )


def ends(one: BookingLine) -> list[Ends]:
    return [(s.start_at, s.end_at) for s in one.segments]


def test_a_line_is_resized_at_its_ends_or_at_one_of_its_segments() -> None:
    assert ends(line().resized(start_at=0, end_at=100 * MINUTE_MS)) == ms((0, 30), (30, 60), (60, 100))
    inner = line().resized(start_at=30 * MINUTE_MS, end_at=45 * MINUTE_MS, segment_id=Id(b"segment1"))
    assert ends(inner) == ms((0, 30), (30, 45), (45, 75))
    assert [s.claims for s in inner.segments] == [s.claims for s in line().segments]
    with pytest.raises(KeyError):
        line().resized(start_at=0, end_at=100 * MINUTE_MS, segment_id=Id(b"gone"))


def test_segments_in_any_order_are_resized_in_order_of_time() -> None:
    mixed = replace(line(), segments=line().segments[::-1])
    assert ends(mixed.resized(start_at=0, end_at=95 * MINUTE_MS)) == ms((0, 30), (30, 60), (60, 95))


def test_all_segments_move_and_whoever_takes_over_keeps_her_part() -> None:
    moved = line().moved(delta_ms=15 * MINUTE_MS, staff_id=Id(b"huda"))
    assert moved.span == TimeSpan(15 * MINUTE_MS, 105 * MINUTE_MS)
    assert [[c.holder_id for c in s.claims] for s in moved.segments] == [
        [b"huda", b"basin"],
        [b"basin"],
        [b"mae"],
    ]


# ------------------------------------------------------------ the parts of a service


COLOUR = PartLengths(processing=30, finishing=15)


def lengths(parts: PartLengths, minutes: int) -> list[tuple[str, int, int]]:
    return [
        (kind.value, start // MINUTE_MS, end // MINUTE_MS)
        for kind, start, end in stretches_of(parts, 0, minutes)
    ]


def test_a_service_is_one_active_stretch_unless_it_says_otherwise() -> None:
    assert lengths(PartLengths(), 45) == [("active", 0, 45)]
    assert shortest_minutes(PartLengths()) == 5


def test_the_parts_follow_each_other_and_another_length_is_another_active_part() -> None:
    assert lengths(COLOUR, 75) == [("active", 0, 30), ("processing", 30, 60), ("finishing", 60, 75)]
    assert lengths(COLOUR, 90)[0] == ("active", 0, 45)
    assert lengths(PartLengths(10, 0, 0, 5), 60) == [
        ("preparation", 0, 10), ("active", 10, 55), ("cleanup", 55, 60),
    ]  # fmt: skip


def test_what_leaves_no_time_for_the_work_is_refused() -> None:
    assert shortest_minutes(COLOUR) == 50
    assert lengths(COLOUR, 50)[0] == ("active", 0, 5)
    with pytest.raises(UserError, match="at least"):
        stretches_of(COLOUR, 0, 49)


@given_by(
    st.builds(PartLengths, *(st.integers(0, 480),) * 4),
    st.integers(5, 600),
    st.integers(-(10**12), 10**12),
)
def test_the_parts_make_up_the_whole_length(parts: PartLengths, active: int, start: int) -> None:
    minutes = sum(parts) + active
    found = stretches_of(parts, start, minutes)
    assert (found[0].start, found[-1].end) == (start, start + minutes * MINUTE_MS)
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)
    assert [s.kind for s in found] == sorted((s.kind for s in found), key=list(SegmentKind).index)
    assert [s.kind for s in found if not s.kind.holds_person] == [SegmentKind.PROCESSING] * bool(
        parts.processing
    )


@pytest.mark.parametrize(
    ("mine", "anybodys", "wanted"),
    [
        ("x.x", "x.x", (0, 2)),  # the gap is hers
        ("x..", "x.x", (0, 0)),  # handed over: what follows the gap is somebody else's
        ("..x", "x.x", (2, 2)),
        (".x.", ".x.", (0, 2)),  # what works by itself before and after goes with her
        ("x..", "x..", (0, 2)),
        (".x..", "xx.x", (1, 1)),
        ("...", "x.x", (0, 2)),  # nothing is hers
        ("...", "...", (0, 2)),
    ],
)
def test_a_persons_time_reaches_from_her_first_to_her_last_segment(
    mine: str, anybodys: str, wanted: tuple[int, int]
) -> None:
    assert held_range([c == "x" for c in mine], [c == "x" for c in anybodys]) == wanted
