"""Sales of a stretch of days by one dimension, from the daily roll-ups: a question and its answer."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.daily import Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind

PERMISSION = Permission.REPORT_TAKINGS


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
class SalesOfDays:
    """What was sold and credited in a branch on trading days ``first`` to ``last``, added up by ``dim``."""

    branch_id: Id
    first: date
    last: date
    dim: Dim = Dim.ALL
