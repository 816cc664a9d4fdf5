"""Imports bookings of another system, each row once; conflicts are flagged, never refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from salondesk.core.ids import Id, derived_id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import (
    Booking,
    BookingLine,
    BookingStatus,
    PriceStep,
    booked_segments,
)
from salondesk.domain.catalog import Service
from salondesk.domain.segments import PartLengths, shortest_minutes, stretches_of
from salondesk.engine.conflict_words import worded
from salondesk.engine.conflicts import Rule
from salondesk.engine.proposals import Proposal
from salondesk.services.conflicts import facts_of
from salondesk.services.context import Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.imports import plan
from salondesk.services.imports.loading import IMPORTED
from salondesk.services.imports.plan import Flag, ImportFile, ImportReport, Overlap, People
from salondesk.services.imports.sheet import Refused, SheetRow
from salondesk.services.imports.values import RowError, read_date, read_minute

OVERLAP_REASON = "Overlap in the imported records"
_FLAGGED = frozenset(
    {Rule.LEAVE, Rule.BREAK, Rule.OUTSIDE_SHIFT, Rule.CLOSED, Rule.PAST, Rule.HORIZON, Rule.OWN_TWICE}
)
"""What is worth a look in a row that is kept. A visit that is over is in the past: that is no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBookings(ImportFile):
    """Take over bookings; the mapping says how long each service takes."""


@dataclass(frozen=True, slots=True)
class _Request:
    row: int
    day: date
    start_at: int
    client: str
    staff: str
    service: str

    @property
    def booking_id(self) -> Id:
        """The id this row always gets."""
        return derived_id(self.start_at, "booking", str(self.start_at), self.client, self.staff, self.service)


def import_bookings(command: ImportBookings, work: Work) -> Outcome[ImportReport]:
    """Take over bookings; the value is an ImportReport."""
    report = plan.begin(command, "date", "time", "staff", "service")
    people = People(work, report)
    requests = list(_requests(command, work, people, report))
    for request in sorted(requests, key=lambda w: (w.start_at, w.row)):
        report.kept += 1
        if work.uow.bookings.find(request.booking_id) is not None:
            report.known += 1
            continue
        _take(command, work, people, report, request)
    return report.outcome(command, Message(N_("Bookings imported")))


def _requests(command: ImportFile, work: Work, people: People, report: ImportReport) -> Iterable[_Request]:
    for row in command.sheet.rows:
        try:
            yield _request(command, work, people, row)
        except RowError as error:
            report.refused.append(Refused(row.row, error.message))


def _request(command: ImportFile, work: Work, people: People, row: SheetRow) -> _Request:
    day = read_date(plan.cell(command, row, "date"), command.map.date_style)
    minute = read_minute(plan.cell(command, row, "time"))
    service = plan.service_code(command, row)
    people.service(service)
    return _Request(
        row=row.row,
        day=day,
        start_at=plan.instant(work, day, minute),
        client=plan.client_code(command, row),
        staff=plan.staff_code(command, row),
        service=service,
    )


def _take(command: ImportFile, work: Work, people: People, report: ImportReport, request: _Request) -> None:
    staff, client = people.staff(request.staff), people.client(request.client)
    service = people.service(request.service)
    minutes = command.map.minutes.get(service.code, command.map.default_minutes)
    line = imported_line(request.booking_id, service, staff.id, start_at=request.start_at, minutes=minutes)
    over = line.span.end_ms <= work.now_ms
    booking = Booking(
        id=request.booking_id,
        branch_id=work.actor.branch_id,
        client_id=client.id if client else None,
        status=BookingStatus.DONE if over else BookingStatus.BOOKED,
        business_date=plan.trading_day(work, request.start_at),
        lines=(line,),
        source=IMPORTED,
    )
    proposal = Proposal.of(booking)
    facts = facts_of(work, proposal)
    found = facts.find(proposal)
    busy = min((f for f in found if f.rule is Rule.PERSON_TAKEN), key=lambda f: f.start, default=None)
    if busy is not None:
        booking = replace(booking, override=overlap_override(work))
    work.uow.bookings.save(None, booking)
    report.flags += (
        Flag(request.row, booking.id, f.rule, worded(f, facts.names, facts.zone))
        for f in found
        if f.rule in _FLAGGED and not (over and f.rule is Rule.PAST)
    )
    if busy is not None:
        report.overlaps.append(
            Overlap(
                request.row,
                booking.id,
                request.start_at,
                staff.code,
                request.client,
                busy.start,
                busy.label,
            )
        )


def overlap_override(work: Work) -> Override:
    """Return the flag of an overlap that came with the records: nobody was asked."""
    return Override(
        permission=Permission.BOOKING_OVERLAP.value, reason=OVERLAP_REASON, approver_id=work.actor.user_id
    )


def imported_line(
    booking_id: Id, service: Service, staff_id: Id, *, start_at: int, minutes: int
) -> BookingLine:
    """Return the one line of an imported visit; its ids follow from the booking's.

    It has the parts of its service where the length leaves room for them: what was promised is never refused.
    """
    own = booking_id.hex()
    parts = service.parts if minutes >= shortest_minutes(service.parts) else PartLengths()
    stretches = stretches_of(parts, start_at, minutes)
    return BookingLine(
        id=derived_id(start_at, "line", own),
        service_id=service.id,
        staff_id=staff_id,
        price_minor=service.price_minor,
        basis=service.basis,
        breakdown=(PriceStep(key="list", amount_minor=service.price_minor),),
        segments=booked_segments(stretches, staff_id, lambda name: derived_id(start_at, name, own)),
    )


HANDLERS: Handlers = {ImportBookings: Handler(import_bookings, Permission.UPKEEP)}
