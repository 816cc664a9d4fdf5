"""What the shop sells and how it is taxed. Prices of a booking or ticket are frozen copies kept there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI
from salondesk.domain.field_rules import FieldProblem, coded, coloured, named, priced, short
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope
from salondesk.domain.segments import PartLengths, shortest_minutes

NAME_LIMIT = 120
BARCODE_LIMIT = 40
SHORTEST_MIN, LONGEST_MIN = 5, 720
"""Minutes of a service."""
LONGEST_PART_MIN = 480
MOST_STOCK_MILLI = 1_000_000 * MILLI
"""More pieces than any shelf holds, in thousandths: a bar code scanned into the quantity is refused."""


class PriceBasis(StrEnum):
    """Whether a price already holds its tax."""

    INSIDE = "inside"
    ON_TOP = "on_top"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxComponent:
    """One tax of a tax code. ``category`` is S standard, Z zero, E exempt or O outside scope; rate in millionths."""

    key: str
    names: LocalText
    category: str
    rate_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCode(Record):
    """How an item is taxed: one or several components, e.g. VAT 5 %, or GST 5 % and PST 8 %."""

    code: str
    names: LocalText
    components: tuple[TaxComponent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """Something people are booked for. Price in minor units, length in minutes.

    ``minutes`` is the whole length. What of it is preparation, processing (the person is free meanwhile), finishing and
    clean-up is said beside it; the rest is the active part.
    """

    code: str
    names: LocalText
    category: LocalText
    price_minor: int
    basis: PriceBasis
    tax_code_id: Id
    minutes: int
    preparation_min: int = field(default=0, metadata=snapshot.LATER)
    processing_min: int = field(default=0, metadata=snapshot.LATER)
    finishing_min: int = field(default=0, metadata=snapshot.LATER)
    cleanup_min: int = field(default=0, metadata=snapshot.LATER)
    colour: str = ""
    cost_minor: int = 0
    active: bool = True
    sort: int = 0

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, code, price, lengths, colour, cost."""
        yield from named("names", self.names, NAME_LIMIT)
        yield from coded("code", self.code)
        yield from short("category", self.category, NAME_LIMIT)
        yield from priced("price_minor", self.price_minor)
        yield from priced("cost_minor", self.cost_minor)
        yield from coloured("colour", self.colour)
        if not SHORTEST_MIN <= self.minutes <= LONGEST_MIN:
            yield FieldProblem("minutes", Message(N_("A service lasts between 5 minutes and 12 hours.")))
        for name, length in zip(PartLengths._fields, self.parts, strict=True):
            if not 0 <= length <= LONGEST_PART_MIN:
                yield FieldProblem(f"{name}_min", Message(N_("A part of a service lasts at most 8 hours.")))
        if self.parts != PartLengths() and self.minutes < shortest_minutes(self.parts):
            yield FieldProblem(
                "minutes",
                Message(N_("The parts leave less than 5 minutes of the service's length for the work.")),
            )

    @property
    def parts(self) -> PartLengths:
        """The lengths of its parts beside the active one."""
        return PartLengths(self.preparation_min, self.processing_min, self.finishing_min, self.cleanup_min)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Record):
    """Something sold over the counter. Its stock is a ledger, never a column here; ``barcode`` may be empty."""

    code: str
    barcode: str
    names: LocalText
    category: LocalText
    price_minor: int
    basis: PriceBasis
    tax_code_id: Id
    cost_minor: int = 0
    minimum_milli: int = 0
    active: bool = True
    sort: int = 0

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, code, bar code, price, cost, least stock."""
        yield from named("names", self.names, NAME_LIMIT)
        yield from coded("code", self.code)
        yield from short("barcode", self.barcode, BARCODE_LIMIT)
        yield from short("category", self.category, NAME_LIMIT)
        yield from priced("price_minor", self.price_minor)
        yield from priced("cost_minor", self.cost_minor)
        if not 0 <= self.minimum_milli <= MOST_STOCK_MILLI:
            yield FieldProblem(
                "minimum_milli", Message(N_("That is not a number of pieces a shelf can hold."))
            )


_ITEM_GROUPS = {
    "names": ("names",),
    "look": ("colour", "sort"),
    "price": ("price_minor", "basis", "tax_code_id"),
    "code": ("code",),
}
TAX_CODE = Noun(
    "tax_code",
    TaxCode,
    Scope.SHOP,
    {"": MergeRule.ASK},
    order="code",
    parts=(Part("components", TaxComponent, "tax_component", "tax_code_id"),),
)
SERVICE = Noun(
    "service",
    Service,
    Scope.SHOP,
    dict.fromkeys((*_ITEM_GROUPS, ""), MergeRule.NEWEST),
    groups=_ITEM_GROUPS,
    order="sort, code",
    undo=True,
    refs={"tax_code_id": "tax_code"},
)
PRODUCT = Noun(
    "product",
    Product,
    Scope.SHOP,
    dict.fromkeys((*_ITEM_GROUPS, "barcode", ""), MergeRule.NEWEST),
    groups={**_ITEM_GROUPS, "look": ("sort",), "barcode": ("barcode",)},
    order="sort, code",
    undo=True,
    refs={"tax_code_id": "tax_code"},
)
