"""The conflict engine rule by rule: what it finds, how much it weighs, who lifts it, how it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.core.timespan import TimeSpan, wall_instant
from salondesk.domain.access import Permission
from salondesk.domain.booking import (
    Booking,
    BookingLine,
    BookingStatus,
    Claim,
    HolderKind,
    Segment,
    SegmentKind,
)
from salondesk.domain.catalog import PriceBasis
from salondesk.engine.conflict_words import Verdict, verdict, worded
from salondesk.engine.conflicts import (
    BRANCH,
    Conflicts,
    Finding,
    Held,
    Proposal,
    ProposedSegment,
    Rule,
    Severity,
    Stretch,
    StretchKind,
)

DUBAI = "Asia/Dubai"
DAY = date(2026, 11, 20)
NOURA, MAE, BASIN = b"noura", b"mae", b"basin"
MINE, THEIRS, OTHERS = b"mine", b"theirs", b"others"


def at(text: str) -> int:
    hours, minutes = text.split(":")
    return wall_instant(DAY, int(hours) * 60 + int(minutes), DUBAI)


def segment(start: str, end: str, *holders: bytes, line: bytes = b"line") -> ProposedSegment:
    return ProposedSegment(line, "active", at(start), at(end), holders or (NOURA,))


def taken(start: str, end: str, booking: bytes = THEIRS, holder: bytes = NOURA, label: str = "Mona") -> Held:
    return Held(holder, at(start), at(end), booking, b"their line", label)


def stretch(kind: StretchKind, start: str, end: str, holder: bytes = NOURA) -> Stretch:
    return Stretch(holder, kind, at(start), at(end))


HOURS = (
    stretch(StretchKind.OPEN, "9:00", "22:00", BRANCH),
    *(stretch(StretchKind.SHIFT, "10:00", "20:00", who) for who in (NOURA, MAE)),
)


def engine(
    *facts: Held | Stretch,
    basins: int = 1,
    policy: dict[Rule, Severity] | None = None,
    hours: tuple[Stretch, ...] = HOURS,
) -> Conflicts:
    return Conflicts(
        [x for x in facts if isinstance(x, Held)],
        [*hours, *(x for x in facts if isinstance(x, Stretch))],
        resources={BASIN: basins},
        policy=policy or {},
        earliest=at("0:00"),
        horizon=at("48:00"),
    )


def found(engine: Conflicts, *segments: ProposedSegment, was: tuple[ProposedSegment, ...] = ()) -> list[str]:
    return [f"{f.severity.name.lower()} {f.rule}" for f in engine.find(Proposal(MINE, segments, was))]


def test_free_time_in_a_shift_has_no_findings() -> None:
    facts = [taken("9:00", "11:00"), taken("12:00", "13:00"), taken("11:00", "12:00", holder=MAE)]
    assert found(engine(*facts), segment("11:00", "12:00")) == []


@pytest.mark.parametrize(
    ("start", "end"), [("10:30", "11:01"), ("11:59", "13:00"), ("11:15", "11:30"), ("10:00", "14:00")]
)
def test_a_taken_person_is_refused_and_lifted_by_booking_overlap(start: str, end: str) -> None:
    (one,) = engine(taken("11:00", "12:00")).find(Proposal(MINE, (segment(start, end),)))
    assert one == Finding(
        Rule.PERSON_TAKEN, Rule.PERSON_TAKEN, Severity.REFUSE, Permission.BOOKING_OVERLAP, NOURA, b"line",
        THEIRS, at("11:00"), at("12:00"), "Mona",
    )  # fmt: skip


def test_a_hold_that_began_long_before_is_found_behind_short_ones() -> None:
    facts = [taken("0:00", "18:00", OTHERS), *(taken(f"{h}:00", f"{h}:15") for h in range(1, 17))]
    (one,) = engine(*facts).find(Proposal(MINE, (segment("17:00", "17:30"),)))
    assert (one.rule, one.other) == (Rule.PERSON_TAKEN, OTHERS)


def test_a_visit_is_not_in_its_own_way_and_its_old_time_is_free() -> None:
    assert found(engine(taken("11:00", "12:00", MINE)), segment("11:30", "12:30")) == []


def test_the_gap_in_a_colour_is_somebody_else_s() -> None:
    colour = (segment("11:00", "11:30"), segment("11:30", "12:00", BASIN), segment("12:00", "12:30"))
    assert found(engine(taken("11:30", "12:00")), *colour) == []
    assert found(engine(taken("11:30", "12:01")), *colour) == ["refuse person_taken"]


def test_an_overlap_stays_until_it_is_more_than_it_was_for_each_person_and_visit() -> None:
    engine_ = engine(
        taken("11:00", "12:00"), taken("13:00", "14:00", OTHERS), taken("11:00", "12:00", holder=MAE)
    )
    was = (segment("11:30", "12:30"),)
    still = ["info still_overlaps"]
    assert found(engine_, segment("11:30", "12:30"), was=was) == still
    assert found(engine_, segment("11:30", "12:00"), was=was) == still
    assert found(engine_, segment("10:30", "11:30"), was=was) == still
    assert found(engine_, segment("11:29", "12:30"), was=was) == ["refuse person_taken"]
    assert found(engine_, segment("12:30", "13:30"), was=was) == ["refuse person_taken"]
    assert found(engine_, segment("11:30", "12:30", MAE), was=was) == ["refuse person_taken"]
    assert found(engine_, segment("11:30", "12:30"), was=()) == ["refuse person_taken"]


def test_two_lines_want_one_person_at_once_and_nobody_lifts_it() -> None:
    lines = (segment("11:00", "12:00"), segment("11:30", "12:30", line=b"other"))
    (one,) = engine().find(Proposal(MINE, lines))
    assert (one.rule, one.severity, one.lift) == (Rule.OWN_TWICE, Severity.REFUSE, None)
    assert (one.line, one.start, one.end) == (b"line", at("11:30"), at("12:00"))
    assert found(engine(), *lines, was=lines) == ["info still_overlaps"]


def test_a_resource_serves_as_many_as_it_can() -> None:
    facts = [taken("11:00", "12:00", THEIRS, BASIN), taken("11:30", "12:30", OTHERS, BASIN)]
    wanted = segment("11:45", "12:15", BASIN)
    assert found(engine(*facts, basins=3), wanted) == []
    (one,) = engine(*facts, basins=2).find(Proposal(MINE, (wanted,)))
    assert (one.rule, one.lift, one.holder) == (Rule.RESOURCE_FULL, Permission.BOOKING_OVERLAP, BASIN)
    assert (one.start, one.end) == (at("11:45"), at("12:00"))
    assert found(engine(*facts, basins=2), segment("12:00", "12:15", BASIN)) == []


def test_a_visit_s_own_lines_count_against_a_resource_too() -> None:
    lines = (segment("11:00", "12:00", BASIN), segment("11:00", "12:00", BASIN, line=b"other"))
    assert found(engine(basins=2), *lines) == []
    assert found(engine(basins=1), *lines) == ["refuse resource_full"]


def test_a_full_resource_stays_so_until_it_is_worse() -> None:
    engine_ = engine(taken("11:00", "12:00", holder=BASIN), taken("12:00", "13:00", OTHERS, BASIN))
    was = (segment("11:30", "12:00", BASIN),)
    assert found(engine_, segment("11:00", "11:30", BASIN), was=was) == ["info still_overlaps"]
    assert found(engine_, segment("11:45", "12:15", BASIN), was=was) == ["refuse resource_full"]
    assert found(engine_, *was, was[0]._replace(line=b"other"), was=was) == ["refuse resource_full"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("9:30", "10:30", ["warn outside_shift"]),
        ("13:00", "14:00", ["warn break"]),
        ("15:59", "16:30", ["warn leave"]),
        ("8:30", "10:30", ["warn outside_shift", "warn closed"]),
        ("21:30", "22:30", ["warn outside_shift", "warn closed"]),
        ("12:00", "13:00", []),
        ("14:00", "15:00", []),
    ],
)
def test_absences_shifts_and_opening_hours_are_warnings(start: str, end: str, said: list[str]) -> None:
    facts = (stretch(StretchKind.BREAK, "13:00", "14:00"), stretch(StretchKind.LEAVE, "16:00", "17:00"))
    assert found(engine(*facts), segment(start, end)) == said


def test_a_shift_in_two_parts_that_touch_is_one() -> None:
    hours = (
        HOURS[0],
        stretch(StretchKind.SHIFT, "10:00", "14:00"),
        stretch(StretchKind.SHIFT, "14:00", "18:00"),
    )
    assert found(engine(hours=hours), segment("13:00", "15:00")) == []


def test_somebody_without_a_shift_does_not_work_and_a_resource_needs_none() -> None:
    assert found(engine(hours=HOURS[:1]), segment("11:00", "12:00")) == ["warn outside_shift"]
    assert found(engine(hours=HOURS[:1]), segment("11:00", "12:00", BASIN)) == []


def test_a_closed_room_is_closed_and_all_of_the_branch_may_be_on_a_break() -> None:
    facts = (
        stretch(StretchKind.LEAVE, "11:00", "12:00", BASIN),
        stretch(StretchKind.BREAK, "13:00", "13:20", BRANCH),
    )
    assert found(engine(*facts), segment("11:00", "12:00", BASIN)) == ["warn leave"]
    assert found(engine(*facts), segment("13:00", "14:00", BASIN)) == ["warn break"]


def test_yesterday_is_warned_of_and_far_ahead_refused() -> None:
    far = {Rule.OUTSIDE_SHIFT: Severity.INFO, Rule.CLOSED: Severity.INFO}
    yesterday = engine(policy=far).find(Proposal(MINE, (segment("-1:00", "1:00"),)))[0]
    assert (yesterday.rule, yesterday.severity, yesterday.lift) == (
        Rule.PAST,
        Severity.WARN,
        Permission.BOOKING_PAST,
    )
    ahead = engine(policy=far).find(Proposal(MINE, (segment("48:00", "49:00"),)))[0]
    assert (ahead.rule, ahead.severity, ahead.lift) == (
        Rule.HORIZON,
        Severity.REFUSE,
        Permission.BOOKING_HORIZON,
    )
    inside = engine(policy=far).find(Proposal(MINE, (segment("0:00", "1:00"), segment("47:55", "48:05"))))
    assert {Rule.PAST, Rule.HORIZON}.isdisjoint(f.rule for f in inside)


def test_what_stood_so_already_is_not_refused_by_a_stricter_shop() -> None:
    strict = {rule: Severity.REFUSE for rule in Rule if rule is not Rule.STILL_OVERLAPS}
    engine_ = engine(stretch(StretchKind.LEAVE, "10:00", "13:00"), policy=strict)
    was = (segment("12:30", "13:30"),)
    assert found(engine_, *was) == ["refuse leave"]
    assert found(engine_, *was, was=was) == ["warn leave"]
    assert found(engine_, segment("12:29", "13:30"), was=was) == ["refuse leave"]
    outside = (segment("19:30", "20:30"),)
    assert found(engine_, *outside, was=outside) == ["warn outside_shift"]
    assert found(engine_, segment("19:30", "20:31"), was=outside) == ["refuse outside_shift"]
    past = (segment("-2:00", "-1:00", BASIN),)
    assert found(engine_, *past, was=past) == ["warn closed", "warn past"]
    assert "refuse past" in found(engine_, segment("-3:00", "-2:00", BASIN), was=past)
    far = (segment("50:00", "51:00", BASIN),)
    assert "warn horizon" in found(engine_, segment("49:00", "50:00", BASIN), was=far)
    assert "refuse horizon" in found(engine_, segment("50:01", "51:00", BASIN), was=far)


def test_the_worst_comes_first_and_what_nobody_lifts_before_what_somebody_may() -> None:
    facts = [
        taken("9:00", "11:00"),
        stretch(StretchKind.BREAK, "9:00", "11:00"),
        taken("9:00", "11:00", OTHERS),
    ]
    lines = (segment("8:30", "10:30"), segment("9:30", "10:00", line=b"other"))
    assert found(engine(*facts), *lines, was=(segment("10:30", "11:00"),)) == [
        "refuse own_twice", "refuse person_taken", "refuse person_taken", "warn break", "warn outside_shift",
        "warn closed",
    ]  # fmt: skip


def test_nothing_proposed_and_a_segment_without_length_have_no_findings() -> None:
    engine_ = engine(taken("11:00", "12:00"))
    assert engine_.find(Proposal(MINE, ())) == ()
    assert found(engine_, segment("11:30", "11:30")) == []
    assert found(engine_, segment("12:00", "13:00"), segment("12:30", "12:30")) == []


def test_what_is_taken_of_a_person_during_an_absence_is_listed() -> None:
    facts = [
        taken("12:00", "13:00", OTHERS),
        taken("9:00", "11:00"),
        taken("8:00", "9:00"),
        taken("9:00", "10:00", holder=MAE),
    ]
    listed = engine(*facts).holding(NOURA, TimeSpan(at("9:00"), at("12:30")))
    assert [h.booking for h in listed] == [THEIRS, OTHERS]
    assert engine().holding(b"nobody", TimeSpan(0, 1)) == []


# ------------------------------------------------------------ proposals


def booked(*spans: tuple[str, str], status: BookingStatus = BookingStatus.BOOKED) -> Booking:
    def claim(holder: bytes, kind: HolderKind) -> Claim:
        return Claim(id=Id(b"claim"), holder_kind=kind, holder_id=Id(holder))

    segments = tuple(
        Segment(
            id=Id(b"segment"), kind=SegmentKind.ACTIVE, start_at=at(start), end_at=at(end),
            claims=(claim(NOURA, HolderKind.STAFF), claim(BASIN, HolderKind.RESOURCE)),
        )
        for start, end in spans
    )  # fmt: skip
    line = BookingLine(
        id=Id(b"line"), service_id=Id(b"cut"), staff_id=Id(NOURA), price_minor=1, basis=PriceBasis.INSIDE,
        segments=segments,
    )  # fmt: skip
    return Booking(
        id=Id(MINE), branch_id=Id(b"b"), client_id=None, status=status, business_date=DAY, lines=(line,)
    )


def test_a_booking_is_proposed_with_all_its_segments_and_as_it_stood() -> None:
    before, after = booked(("11:00", "12:00")), booked(("12:00", "12:30"), ("13:00", "13:30"))
    proposal = Proposal.of(after, before)
    assert proposal == Proposal(
        MINE,
        (segment("12:00", "12:30", NOURA, BASIN), segment("13:00", "13:30", NOURA, BASIN)),
        (segment("11:00", "12:00", NOURA, BASIN),),
    )
    assert proposal.holders == {NOURA, BASIN}
    assert proposal.is_change and not Proposal.of(before, before).is_change
    assert Proposal(MINE, (segment("12:00", "12:30"),), proposal.was).holders == {NOURA}
    assert proposal.spans == (TimeSpan(at("11:00"), at("12:30")), TimeSpan(at("13:00"), at("13:30")))


def test_a_booking_that_holds_no_time_proposes_nothing_and_was_nothing() -> None:
    gone, back = booked(("11:00", "12:00"), status=BookingStatus.CANCELLED), booked(("11:00", "12:00"))
    assert Proposal.of(gone, back).segments == ()
    assert Proposal.of(back, gone).was == Proposal.of(back).was == ()
    assert Proposal.of(replace(back, deleted_at=1)).segments == ()


def test_a_segment_within_another_does_not_shorten_the_span() -> None:
    wide = Proposal(MINE, (segment("11:00", "13:00"), segment("11:30", "12:00")))
    assert wide.spans == (TimeSpan(at("11:00"), at("13:00")),)


# ------------------------------------------------------------ words


def said(cause: Rule, rule: Rule | None = None, label: str = "") -> Message:
    finding = Finding(
        rule or cause, cause, Severity.WARN, None, NOURA, b"line", b"", at("11:00"), at("24:30"), label
    )
    return worded(finding, {NOURA: LocalText(en="Noura")}, DUBAI)


def test_a_taken_person_is_named_with_the_wall_clock_and_the_client() -> None:
    key = "{person} is busy from {start} to {end} with {client}."
    params = {"person": LocalText(en="Noura"), "start": time(11), "end": time(0, 30), "client": "Mona"}
    assert said(Rule.PERSON_TAKEN, label="Mona") == Message(key, params)
    assert said(Rule.PERSON_TAKEN).params["client"] == Message("a walk-in")
    assert said(Rule.PERSON_TAKEN, Rule.STILL_OVERLAPS, "Mona") == Message(key, params)


def test_a_full_resource_is_named_and_a_removed_holder_has_no_name() -> None:
    assert said(Rule.RESOURCE_FULL) == Message(
        "{resource} is fully taken from {start} to {end}.",
        {"resource": LocalText(en="Noura"), "start": time(11), "end": time(0, 30)},
    )
    finding = Finding(Rule.RESOURCE_FULL, Rule.RESOURCE_FULL, Severity.WARN, None, BASIN, b"", b"", 0, 1)
    assert worded(finding, {}, DUBAI).params["resource"] == ""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule.OWN_TWICE, "Two services of this visit want the same person at the same time."),
        (Rule.LEAVE, "On leave."),
        (Rule.BREAK, "In a break."),
        (Rule.OUTSIDE_SHIFT, "Outside working hours."),
        (Rule.CLOSED, "The shop is closed then."),
        (Rule.PAST, "This is before today."),
        (Rule.HORIZON, "This is further ahead than the diary is open. Please check the year."),
    ],
)
def test_every_other_rule_has_its_sentence(rule: Rule, words: str) -> None:
    assert said(rule) == Message(words)


def away(rule: Rule, severity: Severity = Severity.WARN) -> Finding:
    return Finding(rule, rule, severity, None, NOURA, b"line", b"", at("11:00"), at("12:00"))


def test_a_verdict_says_each_thing_of_the_worst_weight_once() -> None:
    assert verdict([], {}, DUBAI) == Verdict("ok", None)
    assert verdict([away(Rule.LEAVE), away(Rule.LEAVE)], {}, DUBAI) == Verdict("warn", Message("On leave."))
    both = verdict([away(Rule.LEAVE), away(Rule.CLOSED), away(Rule.PAST, Severity.INFO)], {}, DUBAI)
    assert both == Verdict(
        "warn",
        Message(
            "{first} {second}", {"first": Message("On leave."), "second": Message("The shop is closed then.")}
        ),
    )
    assert verdict([away(Rule.LEAVE, Severity.REFUSE), away(Rule.CLOSED)], {}, DUBAI).kind == "refuse"
    assert (
        verdict([away(Rule.STILL_OVERLAPS, Severity.INFO)._replace(cause=Rule.BREAK)], {}, DUBAI).kind == "ok"
    )
