"""Overlapping intervals stand side by side: properties that hold for any day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salondesk.engine.daylayout import Place, lay_out

days = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 180)), max_size=60).map(
    lambda pairs: sorted((start, start + length) for start, length in pairs)
)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1)


@given(days)
def test_intervals_that_overlap_never_share_a_lane(day: list[tuple[int, int]]) -> None:
    places = lay_out(day)
    for i, one in enumerate(places):
        for j in range(i):
            if overlap(day[i], day[j]):
                mine = range(one.lane, one.lane + one.span)
                theirs = range(places[j].lane, places[j].lane + places[j].span)
                assert not set(mine) & set(theirs)
                assert one.lanes == places[j].lanes


@given(days)
def test_places_stay_inside_the_column_and_no_lane_is_wasted(day: list[tuple[int, int]]) -> None:
    for i, place in enumerate(lay_out(day)):
        assert 0 <= place.lane and place.span >= 1 and place.lane + place.span <= place.lanes
        if not any(overlap(day[i], other) for j, other in enumerate(day) if j != i):
            assert place == Place(0, 1)


@given(days)
def test_as_many_lanes_as_overlap_at_once(day: list[tuple[int, int]]) -> None:
    places = lay_out(day)
    depth = max((sum(s <= start < max(e, s + 1) for s, e in day) for start, _ in day), default=0)
    assert max((place.lanes for place in places), default=0) == depth


def test_a_block_widens_over_lanes_that_stay_free() -> None:
    assert lay_out([(0, 60), (0, 30), (0, 30), (30, 60)]) == [
        Place(0, 3, 1), Place(1, 3, 1), Place(2, 3, 1), Place(1, 3, 2),
    ]  # fmt: skip


def test_an_empty_day_needs_no_place() -> None:
    assert lay_out([]) == []
