"""Asks the engine for the verdict on each step of a drag, from facts read with the board.

Qt-free.
"""

from collections.abc import Callable
from functools import cached_property

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.timespan import MINUTE_MS, instant_of
from salondesk.domain.access import Actor
from salondesk.domain.segments import with_ends, with_outer_ends
from salondesk.engine import proposals
from salondesk.engine.conflict_words import FREE, Verdict
from salondesk.engine.conflicts import Conflicts
from salondesk.engine.proposals import ProposedSegment
from salondesk.services.reads.booking.board import DayBoard, DiaryBoard
from salondesk.services.reads.booking.conflict_facts import BoardFacts, ConflictFacts, VisitLine
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.ui.booking.gesture.drag import Proposal
from salondesk.ui.booking.gesture.moves import Slot


def read_board(
    reads: ReadDesk, me: Actor, shown: DiaryBoard, cut: Id | None = None
) -> tuple[DayBoard, ConflictFacts]:
    """Return a board and what gestures on it are judged by; ``cut`` is a visit brought along from another board."""
    found = reads.ask(me, shown)
    return found, reads.ask(me, BoardFacts(found, cut))


class Judging:
    """Judges the gestures on one board; ``slot`` gives a column's day and person (empty: each line keeps its own)."""

    def __init__(self, facts: ConflictFacts, slot: Callable[[bytes], Slot]) -> None:
        self._facts, self._slot = facts, slot

    @cached_property
    def _engine(self) -> Conflicts:
        """The facts sorted: at the first question, for most boards are only looked at."""
        return self._facts.conflicts()

    def verdict(self, gesture: Proposal) -> Verdict:
        """Judge what a gesture asks for, as the transaction judges its command."""
        try:
            wanted = self._wanted(gesture)
        except UserError as error:
            return Verdict("refuse", error.message)
        return (
            FREE if wanted is None or not wanted.is_change else self._facts.verdict(self._engine.find(wanted))
        )

    def _wanted(self, gesture: Proposal) -> proposals.Proposal | None:
        """Return the whole visit as the gesture wants it; None when it is not known here.

        Raises UserError for a line that would be too short.
        """
        day, person = self._slot(gesture.column_key)
        start = instant_of(day, gesture.start_min, self._facts.zone)
        end = instant_of(day, gesture.end_min, self._facts.zone)
        if gesture.kind == "create":
            new = ProposedSegment(b"", "active", start, end, (person,) if person else ())
            return proposals.Proposal(b"", (new,))
        lines = self._facts.visits.get(gesture.booking_id, ())
        mine = next((line for line in lines if line.line == gesture.line_id), None)
        if mine is None:
            return None
        if gesture.kind == "resize":
            number, first, last = -1, start, end
            if gesture.part is not None:
                number, _id, *ends = gesture.part
                first, last = (instant_of(day, minute, self._facts.zone) for minute in ends)
            changed = [
                _resized(line, first, last, number) if line is mine else line.segments for line in lines
            ]
        else:
            delta = start - self._was_at(gesture, mine)
            changed = [
                _moved(line, delta, gesture.staff_id, person or gesture.staff_id)
                if gesture.whole_visit or line is mine
                else line.segments
                for line in lines
            ]
        return proposals.Proposal(
            gesture.booking_id,
            tuple(segment for segments in changed for segment in segments),
            tuple(segment for line in lines for segment in line.segments),
        )

    def _was_at(self, gesture: Proposal, line: VisitLine) -> int:
        """Return where the block begins now; one brought from another board begins as its person's segments do."""
        if gesture.from_column:
            day, _person = self._slot(gesture.from_column)
            return instant_of(day, gesture.from_start_min, self._facts.zone)
        starts, resources = [s.start for s in line.segments], self._facts.resources
        first = next((n for n, s in enumerate(line.segments) if gesture.staff_id in s.holders), 0)
        before = (holder for s in line.segments[:first] for holder in s.holders)
        return starts[first if any(h not in resources for h in before) else 0] // MINUTE_MS * MINUTE_MS


def _moved(line: VisitLine, delta: int, leaving: bytes, person: bytes) -> tuple[ProposedSegment, ...]:
    """Return a line's segments as BookingLine.moved shifts them; whoever is not ``leaving`` stays."""
    return tuple(
        ProposedSegment(
            segment.line,
            segment.kind,
            segment.start + delta,
            segment.end + delta,
            segment.holders
            if person == leaving
            else tuple(person if holder == leaving else holder for holder in segment.holders),
        )
        for segment in line.segments
    )


def _resized(line: VisitLine, start: int, end: int, number: int) -> tuple[ProposedSegment, ...]:
    """Return a line's segments with other ends, or one of them (-1: none), as BookingLine.resized gives them."""
    was = [(s.start, s.end) for s in line.segments]
    ends = with_outer_ends(was, start, end) if number < 0 else with_ends(was, number, start, end)
    return tuple(
        segment._replace(start=first, end=last)
        for segment, (first, last) in zip(line.segments, ends, strict=True)
    )
