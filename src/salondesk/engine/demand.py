"""Demand for something of which there are so many: when more of it is wanted at once than there is."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from salondesk.engine.intervals import Span, Spanned


class Demand:
    """How many of some stretches of time run at once, at every instant: made once, asked for its peak often."""

    __slots__ = ("_changes", "_levels")

    def __init__(self, spans: Iterable[Spanned]) -> None:
        changes = _changes(spans)
        self._changes = sorted(changes)
        self._levels: list[int] = []
        level = 0
        for at in self._changes:
            level += changes[at]
            self._levels.append(level)

    def peak(self, start: int, end: int) -> int:
        """Return the highest demand within start..end."""
        first = max(bisect_right(self._changes, start) - 1, 0)
        return max(self._levels[first : bisect_left(self._changes, end)], default=0)


class Piece(NamedTuple):
    """A piece of time in which one side alone wants ``own`` at once."""

    start: int
    end: int
    own: int


def overfull(own: Iterable[Spanned], others: Iterable[Spanned], capacity: int) -> list[Piece]:
    """Return the pieces, earliest first, in which ``own`` takes part and more than ``capacity`` are wanted."""
    pieces: list[Piece] = []
    mine, theirs = _changes(own), _changes(others)
    n = there = 0
    for at, until in pairwise(sorted({*mine, *theirs})):
        n += mine.get(at, 0)
        there += theirs.get(at, 0)
        if not n or n + there <= capacity:
            continue
        if pieces and pieces[-1].end == at and pieces[-1].own == n:
            pieces[-1] = Piece(pieces[-1].start, until, n)
        else:
            pieces.append(Piece(at, until, n))
    return pieces


def excess(pieces: Iterable[Piece], capacity: int) -> int:
    """Return for how long ``own`` alone wants more than ``capacity``, times how many more."""
    return sum((piece.end - piece.start) * max(piece.own - capacity, 0) for piece in pieces)


def first_run(pieces: Sequence[Piece]) -> Span:
    """Return the first pieces that touch each other as one stretch."""
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        if piece.start != end:
            break
        end = piece.end
    return Span(start, end)


def _changes(spans: Iterable[Spanned]) -> dict[int, int]:
    """Return by how much the demand rises or falls at each instant."""
    found: dict[int, int] = {}
    for span in spans:
        found[span.start] = found.get(span.start, 0) + 1
        found[span.end] = found.get(span.end, 0) - 1
    return found
