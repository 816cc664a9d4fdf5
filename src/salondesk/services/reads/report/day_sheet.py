"""A person's lines of a day, for the day sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Actor, Permission
from salondesk.services.reads.query import Held, Query, refusal, require

_P = Permission


class SheetRow(NamedTuple):
    """A line of a person's day, for the day sheet."""

    start_at: int
    end_at: int
    client: str
    services: LocalText
    status: str
    phone: str
    note: str
    alert: str
    gaps: tuple[tuple[int, int], ...] = ()
    """When the person is free within it, in UTC milliseconds."""


class PersonDay(NamedTuple):
    """A person's name and lines of a day, earliest first."""

    names: LocalText
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class DaySheetLines(Query[PersonDay]):
    """One person's lines of a business date without the cancelled ones. Raises UserError for nobody."""

    staff_id: Id
    day: date

    def allow(self, held: Held, me: Actor) -> DaySheetLines:
        """For who may see day sheets, or for the person."""
        require(held, _P.REPORT_DAYSHEET, _P.REPORT_DAYSHEET_OWN)
        if _P.REPORT_DAYSHEET not in held and self.staff_id != me.staff_id:
            raise refusal(_P.REPORT_DAYSHEET)
        return self

    def redact(self, answer: PersonDay, held: Held) -> PersonDay:
        """Phones are only for who may see clients."""
        if _P.CLIENT_VIEW in held:
            return answer
        return answer._replace(rows=tuple(row._replace(phone="") for row in answer.rows))
