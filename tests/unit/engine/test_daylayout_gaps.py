"""Places of intervals with gaps: one inside a gap shares the lane, what reaches into each other stands side by side."""

from salondesk.engine.daylayout import Place, lay_out, lay_out_with_gaps

COLOUR = (600, 720, [(630, 690)])


def test_a_visit_inside_a_gap_has_the_whole_width() -> None:
    assert lay_out_with_gaps([COLOUR, (630, 690, ())]) == [Place(0, 1), Place(0, 1)]
    assert lay_out_with_gaps([COLOUR, (635, 635, ()), (720, 750, ())]) == [Place(0, 1)] * 3


def test_two_that_reach_into_each_others_gaps_stand_side_by_side() -> None:
    assert lay_out_with_gaps([COLOUR, (630, 750, [(660, 720)])]) == [Place(0, 2), Place(1, 2)]
    assert lay_out_with_gaps([COLOUR, (640, 700, ()), (690, 700, ())])[1].lane == 1
    assert lay_out_with_gaps([COLOUR, (600, 640, ()), (700, 710, ())]) == [
        Place(0, 2),
        Place(1, 2),
        Place(1, 2),
    ]


def test_without_gaps_it_is_the_ordinary_layout() -> None:
    spans = [(600, 660), (610, 640), (640, 700), (650, 655), (700, 700), (700, 720)]
    assert lay_out_with_gaps([(start, end, ()) for start, end in spans]) == lay_out(spans)
    assert lay_out_with_gaps([]) == []
