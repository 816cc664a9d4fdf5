"""A resource is a room, chair or machine that visits need: how many at once, and whether it is in use."""

from collections.abc import Iterator
from dataclasses import dataclass

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.field_rules import FieldProblem, named, short
from salondesk.domain.record import MergeRule, Noun, Record, Scope

MOST_PLACES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Record):
    """A room, chair or machine of the branch. ``capacity`` is how many visits it holds at once; ``kind`` is a free word."""

    names: LocalText
    kind: str = ""
    capacity: int = 1
    active: bool = True

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, kind, capacity."""
        yield from named("names", self.names, 120)
        yield from short("kind", self.kind, 40)
        if not 1 <= self.capacity <= MOST_PLACES:
            yield FieldProblem(
                "capacity", Message(N_("It has room for 1 to {n} visits."), {"n": MOST_PLACES})
            )


RESOURCE = Noun(
    "resource",
    Resource,
    Scope.BRANCH,
    {"names": MergeRule.NEWEST, "capacity": MergeRule.NEWEST, "": MergeRule.NEWEST},
    groups={"names": ("names",), "capacity": ("capacity",)},
    undo=True,
)
