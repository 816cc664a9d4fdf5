"""The front-desk board of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Permission
from salondesk.services.reads.query import Query


class DeskRow(NamedTuple):
    """A booking on the front-desk board."""

    booking_id: Id
    version: int
    client: str
    alert: str
    start_at: int
    status: str
    services: tuple[LocalText, ...]
    staff: tuple[LocalText, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """Due, waiting, in service, to pay."""

    due: tuple[DeskRow, ...]
    waiting: tuple[DeskRow, ...]
    in_service: tuple[DeskRow, ...]
    to_pay: tuple[DeskRow, ...]


@dataclass(frozen=True, slots=True)
class DeskDay(Query[DeskBoard]):
    """The bookings of a business date by stage, earliest first; paid ones are on none."""

    needs = (Permission.DIARY_VIEW,)
    """For who sees everybody's diary."""

    day: date
