"""Sorted stretches of time are searched by bisection for those that meet a span."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, Self, TypeVar


class Spanned(Protocol):
    """Something with a start and an end (excluded) that can be sorted."""

    @property
    def start(self) -> int:
        """The first instant."""
        ...

    @property
    def end(self) -> int:
        """The first instant after it."""
        ...

    def __lt__(self, other: Self, /) -> bool: ...


class Span(NamedTuple):
    """A bare stretch of time."""

    start: int
    end: int


T = TypeVar("T", bound=Spanned)


class Row(Generic[T]):
    """Things in order of their start; those without a length are left out.

    They sort by themselves, so whatever their fields have before ``start`` must be the same in all of them. Beside the
    starts stands how far everything until there reaches: ends that only grow. So a thing that began long before is
    found by bisection too.
    """

    __slots__ = ("_items", "_reach", "_starts")

    def __init__(self, items: Iterable[T]) -> None:
        self._items = sorted(item for item in items if item.start < item.end)
        self._starts = [item.start for item in self._items]
        self._reach = list(accumulate((item.end for item in self._items), max))

    def during(self, start: int, end: int) -> list[T]:
        """Return what shares time with start..end, in order."""
        first = bisect_right(self._reach, start)
        return [item for item in self._items[first : bisect_left(self._starts, end)] if item.end > start]

    def meeting(self, spans: Iterable[Spanned]) -> list[T]:
        """Return what shares time with any of the spans, each once, in order; the spans must be sorted by start."""
        found: list[T] = []
        seen = 0
        for span in spans:
            start = span.start
            last = bisect_left(self._starts, span.end)
            if last > seen:
                # whatever stands before `seen` was found, or ended before an earlier span began
                first = max(seen, bisect_right(self._reach, start))
                found += [item for item in self._items[first:last] if item.end > start]
                seen = last
        return found

    def gaps(self, span: Spanned) -> Iterator[Span]:
        """Yield the parts of a span that nothing in the row covers, earliest first."""
        at, end = span.start, span.end
        for item in self.during(at, end):
            if item.start > at:
                yield Span(at, item.start)
            at = max(at, item.end)
        if at < end:
            yield Span(at, end)

    def first_gap(self, span: Spanned) -> Span | None:
        """Return the first part of a span that nothing covers, None where there is none."""
        before = bisect_right(self._starts, span.start)
        if before > 0 and self._reach[before - 1] >= span.end:
            return None  # one thing alone covers it, as on most days
        return next(self.gaps(span), None)
