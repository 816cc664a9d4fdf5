"""The tax codes that a bill's lines may bear."""

from __future__ import annotations

from dataclasses import dataclass

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.catalog import TaxCode
from salondesk.services.reads.query import Query


@dataclass(frozen=True, slots=True)
class TaxCodes(Query[dict[Id, TaxCode]]):
    """Every tax code by its id, so that a screen prices a bill as the till does."""

    needs = (Permission.SALE_CHECKOUT,)
    """For who makes sales."""
