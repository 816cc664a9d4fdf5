"""Services or products to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Permission
from salondesk.domain.segments import PartLengths
from salondesk.services.reads.query import Query

_P = Permission


class ItemRow(NamedTuple):
    """A service or product to choose: ``minutes`` 0 for a product; ``stock_milli`` None for a service.

    ``parts`` says what of a service's minutes is not the active part.
    """

    kind: str
    item_id: Id
    code: str
    names: LocalText
    category: LocalText
    price_minor: int
    minutes: int
    colour: str
    barcode: str = ""
    stock_milli: int | None = None
    parts: PartLengths = PartLengths()


@dataclass(frozen=True, slots=True)
class ItemList(Query[list[ItemRow]]):
    """The active items of a kind, "service" or "product", in the shop's order."""

    needs = (_P.BOOKING_BOOK, _P.SALE_CHECKOUT, _P.DIARY_VIEW_OWN)
    """For who books, sells, or works by a diary."""

    kind: str
