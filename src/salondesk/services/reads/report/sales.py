"""Sales of a stretch of days by one dimension, from the daily roll-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.domain.access import Permission
from salondesk.domain.daily import Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.reads.query import Query


class SalesFigure(NamedTuple):
    """The sum of a stretch of days; see ``domain/daily.Daily`` for key and figures. Credits are below zero."""

    origin: Origin
    kind: DocumentKind
    key: str
    n: int
    qty_milli: int
    list_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int


@dataclass(frozen=True, slots=True)
class SalesOfDays(Query[tuple[SalesFigure, ...]]):
    """What was sold and credited in this branch on trading days ``first`` to ``last``, added up by ``dim``."""

    needs = (Permission.REPORT_TAKINGS,)
    """For who may see the takings."""

    first: date
    last: date
    dim: Dim = Dim.ALL
