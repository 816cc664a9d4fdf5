"""A person's day as facts: when, who, what, and what to know. Printed by printing/papers/day_sheet.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import to_local
from salondesk.domain.booking import BookingStatus
from salondesk.reports.table import Column, ColumnKind, Report, ReportTable

_M = Message.of


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySheetLine:
    """One line of a booking. Instants are UTC milliseconds; ``phone`` is empty for who may not see it."""

    start_ms: int
    end_ms: int
    client: str
    services: LocalText
    status: BookingStatus
    phone: str = ""
    note: str = ""
    alert: str = ""
    gaps: tuple[tuple[int, int], ...] = ()
    """When the person is free within the line, for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySheet:
    """The lines of one person on one business date, by start."""

    shop: LocalText
    person: LocalText
    day: date
    zone: str
    made_at: int
    lines: tuple[DaySheetLine, ...]


STATUS_NAMES = {
    BookingStatus.PENDING: N_("Pending"),
    BookingStatus.BOOKED: N_("Booked"),
    BookingStatus.CONFIRMED: N_("Confirmed"),
    BookingStatus.ARRIVED: N_("Arrived"),
    BookingStatus.IN_SERVICE: N_("In service"),
    BookingStatus.DONE: N_("Done"),
    BookingStatus.CANCELLED: N_("Cancelled"),
    BookingStatus.REJECTED: N_("Rejected"),
    BookingStatus.NO_SHOW: N_("No-show"),
}


def _note(line: DaySheetLine, zone: str) -> str | Message:
    """Return a line's note, before it the words of when the line leaves the person free."""
    said: str | Message = line.note
    for start, end in reversed(line.gaps):
        times = {"start": to_local(start, zone).time(), "end": to_local(end, zone).time()}
        free = Message(N_("Free from {start} to {end}."), times)
        said = Message(N_("{first} {second}"), {"first": free, "second": said}) if said else free
    return said


def as_report(sheet: DaySheet) -> Report:
    """Lay a day sheet out as a table, for export and the report page."""
    columns = (
        Column(key="start", title=_M(N_("From")), kind=ColumnKind.TIME),
        Column(key="end", title=_M(N_("To")), kind=ColumnKind.TIME),
        Column(key="client", title=_M(N_("Client")), weight=2.0),
        Column(key="phone", title=_M(N_("Phone")), weight=1.3),
        Column(key="service", title=_M(N_("Service")), weight=2.0),
        Column(key="status", title=_M(N_("Status"))),
        Column(key="alert", title=_M(N_("Alert")), weight=1.5),
        Column(key="note", title=_M(N_("Note")), weight=2.0),
    )
    rows = tuple(
        (
            line.start_ms,
            line.end_ms,
            line.client,
            line.phone,
            line.services,
            _M(STATUS_NAMES[line.status]),
            line.alert,
            _note(line, sheet.zone),
        )
        for line in sheet.lines
    )
    table = ReportTable(title=_M(N_("Day sheet")), columns=columns, rows=rows, currency="", zone=sheet.zone)
    return Report(
        name="daysheet",
        title=_M(N_("Day sheet")),
        shop=sheet.shop,
        first_day=sheet.day,
        last_day=sheet.day,
        made_at=sheet.made_at,
        zone=sheet.zone,
        tables=(table,),
    )
