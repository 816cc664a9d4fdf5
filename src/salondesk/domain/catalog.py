"""What the shop sells and how it is taxed. Prices of a booking or ticket are frozen copies kept there."""

from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.record import Record


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
    """Something people are booked for. Price in minor units, length in minutes."""

    code: str
    names: LocalText
    category: LocalText
    price_minor: int
    basis: PriceBasis
    tax_code_id: Id
    minutes: int
    colour: str = ""
    cost_minor: int = 0
    active: bool = True
    sort: int = 0


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
