"""Bookings: making, moving, stretching and changing their status. Whether time is free is asked in the transaction."""

from dataclasses import dataclass, replace

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.timespan import MINUTE_MS, business_date, to_local
from salondesk.domain.access import Override, Permission
from salondesk.domain.booking import (
    RELEASED,
    Booking,
    BookingLine,
    BookingStatus,
    PriceStep,
    booked_segments,
)
from salondesk.domain.catalog import Service
from salondesk.domain.client.card import NOTE_LIMIT
from salondesk.domain.segments import stretches_of
from salondesk.services.client.card import NewClient, create_client
from salondesk.services.conflicts import require_free
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.visit_bill import OpenBill, refuse_billed, release_open_bill

LONGEST_MIN = 1_440
MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedLine:
    """A service wanted of a person from ``start_at`` (UTC ms); ``minutes`` None takes the service's own length."""

    service_id: Id
    staff_id: Id
    start_at: int
    minutes: int | None = None
    requested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookVisit(Command[Booking]):
    """Promise a visit to a known client, a new one, or (neither) a walk-in without a name.

    ``arrived``: they stand at the counter already; needs the permission to change a status too.
    """

    lines: tuple[RequestedLine, ...]
    client_id: Id | None = None
    new_client: NewClient | None = None
    note: str = ""
    arrived: bool = False
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBooking(Command[Booking]):
    """Shift a line (or with ``line_id`` None the whole visit) by ``delta_ms`` and perhaps to another person.

    She takes the time of ``from_staff_id`` alone (None: of each line's own person); who helps with it stays.
    """

    booking_id: Id
    expected_version: int
    line_id: Id | None
    delta_ms: int
    staff_id: Id | None = None
    from_staff_id: Id | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResizeLine(Command[Booking]):
    """Give a line other ends (UTC ms), or one segment of it; what moves along with that: domain/segments."""

    booking_id: Id
    expected_version: int
    line_id: Id
    start_at: int
    end_at: int
    segment_id: Id | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus(Command[Booking]):
    """Say how far the visit is. Cancelling wants a reason, and calling off a visit with an open bill an answer."""

    booking_id: Id
    expected_version: int
    status: BookingStatus
    reason: str = ""
    open_bill: OpenBill | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBooking(Command[Booking]):
    """Change what a visit is for: its client, its note, its services."""

    booking_id: Id
    expected_version: int
    note: str
    client_id: Id | None
    add: tuple[RequestedLine, ...] = ()
    drop: tuple[Id, ...] = ()
    override: Override | None = None


def make_line(work: Work, request: RequestedLine, service: Service) -> BookingLine:
    """Build a line with its frozen price and the segments of its service.

    Raises UserError for a length of nothing, of more than a day, or too short for the service's parts.
    """
    minutes = service.minutes if request.minutes is None else request.minutes
    if not 5 <= minutes <= LONGEST_MIN:
        raise UserError(Message(N_("A service takes between 5 minutes and a day.")))
    stretches = stretches_of(service.parts, request.start_at, minutes)
    return BookingLine(
        id=work.new_id(),
        service_id=service.id,
        staff_id=request.staff_id,
        price_minor=service.price_minor,
        basis=service.basis,
        breakdown=(PriceStep(key="list", amount_minor=service.price_minor),),
        requested=request.requested,
        segments=booked_segments(stretches, request.staff_id, lambda _name: work.new_id()),
    )


def _lines(work: Work, requests: tuple[RequestedLine, ...]) -> tuple[BookingLine, ...]:
    made = []
    for request in requests:
        work.uow.staff.require(request.staff_id)
        made.append(make_line(work, request, work.uow.services.get(request.service_id)))
    return tuple(made)


def _save(
    work: Work, before: Booking | None, after: Booking, override: Override | None
) -> tuple[Booking, Message | None]:
    """Save a visit that may stand where it is wanted; return it with the warning that it passed with."""
    judged = require_free(work, after, override, held=before)
    kept = override if judged.lifted else after.override
    if kept is not None:
        kept = replace(kept, proof=b"")
    start = min(line.span.start_ms for line in after.lines)
    day = business_date(start, work.branch.zone, work.branch.cutoff_min)
    if before is None or start != before.span.start_ms:
        after = replace(after, business_date=day)
    return work.uow.bookings.save(before, replace(after, override=kept)), judged.warning


def _current(work: Work, booking_id: Id, expected_version: int) -> Booking:
    booking = work.uow.bookings.get(booking_id)
    if booking.version != expected_version:
        raise ConflictError.meanwhile()
    return booking


def book_visit(command: BookVisit, work: Work) -> Outcome[Booking]:
    """Book; the value is the booking. Raises SlotTaken when someone has the time."""
    if not command.lines or len(command.lines) > MOST_LINES:
        raise UserError(Message(N_("Please choose a service.")))
    if command.arrived:
        work.require(Permission.BOOKING_STATUS, command.override)
    client_id = command.client_id
    if command.new_client is not None:
        client_id = create_client(work, command.new_client).id
    elif client_id is not None:
        work.uow.clients.require(client_id)
    lines = _lines(work, command.lines)
    start = min(line.span.start_ms for line in lines)
    booking, warning = _save(
        work,
        None,
        Booking(
            id=work.new_id(),
            branch_id=work.actor.branch_id,
            client_id=client_id,
            status=BookingStatus.ARRIVED if command.arrived else BookingStatus.BOOKED,
            business_date=business_date(start, work.branch.zone, work.branch.cutoff_min),
            lines=lines,
            note=command.note[:NOTE_LIMIT],
        ),
        command.override,
    )
    when = to_local(start, work.branch.zone)
    label = Message(N_("Booked for {time}"), {"time": when.time()})
    return Outcome(booking, label, undoable=True, warning=warning)


def move_booking(command: MoveBooking, work: Work) -> Outcome[Booking]:
    """Move; the value is the booking. Raises SlotTaken when someone has the time."""
    before = _current(work, command.booking_id, command.expected_version)
    _refuse_ended(before)
    if command.staff_id is not None:
        work.uow.staff.require(command.staff_id)
    if command.line_id is None:
        after = before.moved(
            delta_ms=command.delta_ms, staff_id=command.staff_id, from_staff_id=command.from_staff_id
        )
    else:
        line = _line(before, command.line_id)
        moved = line.moved(
            delta_ms=command.delta_ms, staff_id=command.staff_id, from_staff_id=command.from_staff_id
        )
        after = before.with_line(moved)
    saved, warning = _save(work, before, after, command.override)
    return Outcome(saved, _moved_message(work, command, before, saved), undoable=True, warning=warning)


def _moved_message(work: Work, command: MoveBooking, before: Booking, after: Booking) -> Message:
    """Say where it went, whatever of day and person changed, and what did not come along with another person."""
    span = after.span if command.line_id is None else _line(after, command.line_id).span
    when = to_local(span.start_ms, work.branch.zone)
    said: dict[str, object] = {"time": when.time(), "date": after.business_date}
    other_day = before.business_date != after.business_date
    taken = command.staff_id is not None and any(
        old.people != new.people for old, new in zip(before.lines, after.lines, strict=True)
    )
    if command.staff_id is None or not taken:
        return Message(N_("Moved to {date}, {time}") if other_day else N_("Moved to {time}"), said)
    said["person"] = work.uow.staff.get(command.staff_id).names
    if other_day:
        return Message(N_("Moved to {person}, {date}, {time} (same price and length)"), said)
    return Message(N_("Moved to {person}, {time} (same price and length)"), said)


def resize_line(command: ResizeLine, work: Work) -> Outcome[Booking]:
    """Stretch or shorten; the value is the booking. Raises SlotTaken when someone has the time."""
    before = _current(work, command.booking_id, command.expected_version)
    _refuse_ended(before)
    if command.end_at - command.start_at > LONGEST_MIN * MINUTE_MS:
        raise UserError(Message(N_("A service takes between 5 minutes and a day.")))
    line = _resized(_line(before, command.line_id), command)
    saved, warning = _save(work, before, before.with_line(line), command.override)
    label = Message(N_("Now {minutes} minutes"), {"minutes": line.span.minutes})
    return Outcome(saved, label, undoable=True, warning=warning)


_LABELS = {
    BookingStatus.PENDING: N_("Set to pending"),
    BookingStatus.BOOKED: N_("Set to booked"),
    BookingStatus.CONFIRMED: N_("Confirmed"),
    BookingStatus.ARRIVED: N_("Arrived"),
    BookingStatus.IN_SERVICE: N_("In service"),
    BookingStatus.DONE: N_("Done"),
    BookingStatus.CANCELLED: N_("Cancelled"),
    BookingStatus.REJECTED: N_("Rejected"),
    BookingStatus.NO_SHOW: N_("Marked as no-show"),
}


def set_status(command: SetStatus, work: Work) -> Outcome[Booking]:
    """Change the status; the value is the booking. One that is billed stays done until its invoice is refunded.

    Raises OpenBillUndecided when the visit is called off, has an open bill, and the command does not answer for it.
    """
    needed = (
        Permission.BOOKING_CANCEL
        if command.status in (BookingStatus.CANCELLED, BookingStatus.REJECTED)
        else Permission.BOOKING_STATUS
    )
    work.require(needed, command.override)
    before = _current(work, command.booking_id, command.expected_version)
    if command.status is not BookingStatus.DONE:
        refuse_billed(work, before.id)
    after = before.with_status(command.status, reason=clean_line(command.reason, 300))
    bill: Message | None = None
    if command.status in RELEASED:
        bill = release_open_bill(work, before.id, command.open_bill, command.override)
    saved, warning = _save(work, before, after, command.override)
    # a bill that was dropped or cut off does not come back: the visit alone is not taken back either
    return Outcome(saved, Message(_LABELS[command.status]), undoable=bill is None, warning=bill or warning)


def edit_booking(command: EditBooking, work: Work) -> Outcome[Booking]:
    """Change note, client or services; the value is the booking."""
    before = _current(work, command.booking_id, command.expected_version)
    if command.add or command.drop:
        refuse_billed(work, before.id)
    kept = tuple(line for line in before.lines if line.id not in command.drop)
    lines = kept + _lines(work, command.add)
    if not lines or len(lines) > MOST_LINES:
        raise UserError(Message(N_("A visit needs at least one service. Cancel it instead.")))
    if command.client_id is not None:
        work.uow.clients.require(command.client_id)
    after = replace(before, note=command.note[:NOTE_LIMIT], client_id=command.client_id, lines=lines)
    saved, warning = _save(work, before, after, command.override)
    return Outcome(saved, Message(N_("Booking changed")), undoable=True, warning=warning)


def _line(booking: Booking, line_id: Id) -> BookingLine:
    try:
        return booking.line(line_id)
    except KeyError:
        raise ConflictError.meanwhile() from None


def _resized(line: BookingLine, command: ResizeLine) -> BookingLine:
    try:
        return line.resized(start_at=command.start_at, end_at=command.end_at, segment_id=command.segment_id)
    except KeyError:
        raise ConflictError.meanwhile() from None


def _refuse_ended(booking: Booking) -> None:
    if not booking.holds_time or booking.status is BookingStatus.DONE:
        raise UserError(Message(N_("A finished or cancelled visit is not moved.")))


HANDLERS: Handlers = {
    BookVisit: Handler(book_visit, Permission.BOOKING_BOOK, Booking),
    MoveBooking: Handler(move_booking, Permission.BOOKING_MOVE, Booking),
    ResizeLine: Handler(resize_line, Permission.BOOKING_MOVE, Booking),
    SetStatus: Handler(set_status, None, Booking),
    EditBooking: Handler(edit_booking, Permission.BOOKING_BOOK, Booking),
}
