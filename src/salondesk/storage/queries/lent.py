"""Lent is what a question is answered with: a connection, this computer's place and the moment."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from salondesk.core.timespan import business_date
from salondesk.domain.shop import Branch
from salondesk.services.reads.read_models import Place
from salondesk.storage.driver import Connection
from salondesk.storage.queries.branch import branch

DayTitle = Callable[[date], tuple[str, str]]


def plain_title(day: date) -> tuple[str, str]:
    """Return a week's column title without a window: the English weekday and the date."""
    return day.strftime("%a"), day.isoformat()


class Lent(NamedTuple):
    """A connection lent for one question, which is asked here and at ``now_ms`` (UTC)."""

    connection: Connection
    place: Place
    now_ms: int
    day_title: DayTitle
    """How a week names its columns: (weekday, date)."""

    def branch(self) -> Branch:
        """Return the branch of this computer."""
        return branch(self.connection, self.place.branch_id)

    def today(self) -> date:
        """Return the business date of the moment."""
        here = self.branch()
        return business_date(self.now_ms, here.zone, here.cutoff_min)
