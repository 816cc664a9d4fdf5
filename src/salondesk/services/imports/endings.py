"""Imports cancellations and no-shows of another system, each set on the visit it speaks of.

Many systems drop a cancelled visit from their diary; its row then names a day but no time. Such a visit is kept
at the first time of that day at which it covers nobody, and says so in its note.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from salondesk.core.ids import Id, derived_id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import MINUTE_MS
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.context import Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.imports import plan
from salondesk.services.imports.loading import IMPORTED, NO_TIME
from salondesk.services.imports.plan import ImportFile, ImportReport, People
from salondesk.services.imports.sheet import Refused, SheetRow
from salondesk.services.imports.values import RowError, read_date, read_name
from salondesk.services.imports.visits import imported_line
from salondesk.services.visit_bill import is_billed

_FIRST, _LAST, _STEP = 540, 1_320, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCancellations(ImportFile):
    """Take over cancellations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNoShows(ImportFile):
    """Take over no-shows."""


@dataclass(frozen=True, slots=True)
class _Ending:
    row: int
    day: date
    client: str
    staff: str
    service: str
    reason: str


def import_cancellations(command: ImportCancellations, work: Work) -> Outcome[ImportReport]:
    """Take over cancellations; the value is an ImportReport."""
    return _import(command, work, BookingStatus.CANCELLED, Message(N_("Cancellations imported")))


def import_no_shows(command: ImportNoShows, work: Work) -> Outcome[ImportReport]:
    """Take over no-shows; the value is an ImportReport."""
    return _import(command, work, BookingStatus.NO_SHOW, Message(N_("No-shows imported")))


def _import(command: ImportFile, work: Work, status: BookingStatus, label: Message) -> Outcome[ImportReport]:
    report = plan.begin(command, "date", "staff", "service")
    taker = _Taker(command, work, report, status)
    for row in command.sheet.rows:
        try:
            ending = _ending(command, row)
            taker.people.service(ending.service)
            known = not taker.take(ending)
        except RowError as error:
            report.refused.append(Refused(row.row, error.message))
            continue
        report.kept += 1
        report.known += known
    return report.outcome(command, label)


def _ending(command: ImportFile, row: SheetRow) -> _Ending:
    style = command.map.date_style
    day = read_date(plan.cell(command, row, "date"), style)
    told = plan.cell(command, row, "cancelled_on")
    by = read_name(plan.cell(command, row, "cancelled_by"))
    parts = ["Cancelled"] if told or by else []
    parts += [f"on {read_date(told, style).isoformat()}"] if told else []
    parts += [f"by {by}"] if by else []
    return _Ending(
        row=row.row,
        day=day,
        client=plan.client_code(command, row),
        staff=plan.staff_code(command, row),
        service=plan.service_code(command, row),
        reason=" ".join(parts) or "Imported",
    )


class _Taker:
    """Finds the visit of each row, or makes it."""

    def __init__(self, command: ImportFile, work: Work, report: ImportReport, status: BookingStatus) -> None:
        self._command, self._work, self._status = command, work, status
        self.people = People(work, report)
        self._seen: Counter[tuple[object, ...]] = Counter()

    def take(self, ending: _Ending) -> bool:
        """Write one ending; False when it is known. Raises RowError for a visit that a bill of this till holds."""
        key = (ending.day, ending.client, ending.staff, ending.service)
        nth = self._seen[key]
        self._seen[key] += 1
        noon = plan.instant(self._work, ending.day, 720)
        made_id = derived_id(noon, self._status.value, *map(str, key), str(nth))
        if self._work.uow.bookings.find(made_id) is not None:
            return False
        same = self._same(ending)
        if nth < sum(b.status is self._status for b in same):
            return False
        standing = next((b for b in same if b.holds_time), None)
        if standing is None:
            self._make(ending, made_id)
        else:
            uow = self._work.uow
            if is_billed(self._work, standing.id) or uow.tickets.open_for_booking(standing.id) is not None:
                raise RowError(Message(N_("This visit has a bill at this till.")))
            reason = ending.reason if self._status is BookingStatus.CANCELLED else ""
            self._work.uow.bookings.save(
                standing, replace(standing, status=self._status, cancel_reason=reason)
            )
        return True

    def _same(self, ending: _Ending) -> list[Booking]:
        staff, client = self.people.staff(ending.staff), self.people.client(ending.client)
        service = self.people.service(ending.service)
        wanted = (client.id if client else None, staff.id, service.id)
        found = self._work.uow.bookings.on_date(self._work.actor.branch_id, ending.day)
        return [
            b
            for b in found
            if b.source == IMPORTED
            and b.note != NO_TIME
            and (b.client_id, b.lines[0].staff_id, b.lines[0].service_id) == wanted
        ]

    def _make(self, ending: _Ending, booking_id: Id) -> None:
        work = self._work
        staff, client = self.people.staff(ending.staff), self.people.client(ending.client)
        service = self.people.service(ending.service)
        minutes = self._command.map.minutes.get(service.code, self._command.map.default_minutes)
        start = self._free_start(ending, staff.id, minutes)
        line = imported_line(booking_id, service, staff.id, start_at=start, minutes=minutes)
        work.uow.bookings.save(
            None,
            Booking(
                id=booking_id,
                branch_id=work.actor.branch_id,
                client_id=client.id if client else None,
                status=self._status,
                business_date=ending.day,
                lines=(line,),
                note=NO_TIME,
                cancel_reason=ending.reason if self._status is BookingStatus.CANCELLED else "",
                source=IMPORTED,
            ),
        )

    def _free_start(self, ending: _Ending, staff_id: Id, minutes: int) -> int:
        """Return the first time of the day at which the person has nothing else, cancelled or not."""
        taken = [
            line.span
            for b in self._work.uow.bookings.on_date(self._work.actor.branch_id, ending.day)
            for line in b.lines
            if line.staff_id == staff_id
        ]
        for minute in range(_FIRST, _LAST, _STEP):
            start = plan.instant(self._work, ending.day, minute)
            end = start + minutes * MINUTE_MS
            if all(end <= span.start_ms or start >= span.end_ms for span in taken):
                return start
        return plan.instant(self._work, ending.day, _LAST)


HANDLERS: Handlers = {
    ImportCancellations: Handler(import_cancellations, Permission.UPKEEP),
    ImportNoShows: Handler(import_no_shows, Permission.UPKEEP),
}
