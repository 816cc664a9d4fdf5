"""A visit in words: when, what with whom, what is worth knowing of the client, what was done to it. No widgets."""

from __future__ import annotations

from collections.abc import Mapping

from salondesk.core.timespan import TimeSpan, legal_date, to_local
from salondesk.domain.booking import Booking, BookingLine, BookingStatus
from salondesk.services.reads.booking.history import VisitStep
from salondesk.services.reads.booking.visit import VisitCard, VisitRow
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.services.reads.staff.people import StaffRow
from salondesk.ui.booking.canvas.status_styles import style_of
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, is_rtl, language, sided

_S = BookingStatus
NEXT = {
    _S.PENDING: _S.BOOKED,
    _S.BOOKED: _S.ARRIVED,
    _S.CONFIRMED: _S.ARRIVED,
    _S.ARRIVED: _S.IN_SERVICE,
    _S.IN_SERVICE: _S.DONE,
}
"""The step a visit usually takes next: one key or one click."""

Services = Mapping[bytes, ItemRow]
People = Mapping[bytes, StaffRow]


def status_name(status: str) -> str:
    """Return a status in words."""
    return _(style_of(status, 0).name)  # noqa: INT001 - marked in status_styles


def step_name(status: BookingStatus) -> str:
    """Return what the button that leads to a status says."""
    return {
        _S.BOOKED: _("Accept"),
        _S.ARRIVED: _("Arrived"),
        _S.IN_SERVICE: _("Start service"),
        _S.DONE: _("Done"),
    }[status]


def when(booking: Booking, zone: str) -> str:
    """Return the day and the ends of a visit; the small hours belong to the evening before, and it says so."""
    shown = formatter()
    start = to_local(booking.span.start_ms, zone)
    minute = start.hour * 60 + start.minute
    times = shown.time_range(minute, minute + booking.span.minutes)
    said = f"{shown.date(booking.business_date, 'day')}  {times}"
    if start.date() > booking.business_date:
        night = _("after midnight")
        said = f"{said} · {night}"
    return sided(said)


def service_name(line: BookingLine, services: Services) -> str:
    """Return what a line's service is called."""
    found = services.get(line.service_id)
    return found.names.pick(language()) if found else ""


def line_detail(line: BookingLine, people: People, zone: str) -> str:
    """Return when a line begins, how long it takes, with whom, and when nobody is needed for it."""
    shown = formatter()
    known = (people[person] for person in line.people if person in people)
    # Translators: the separator of a list.
    who = _(", ").join(person.names.pick(language()) for person in known)
    start = shown.clock_time(to_local(line.span.start_ms, zone))
    said = [f"{start} · {shown.duration(line.span.minutes)} · {who}"]
    times = [_clock_range(gap, zone) for gap in line.gaps]
    if times:
        said.append(fill(_("free {times}"), times=_(", ").join(times)))
    return sided(" · ".join(said))


def _clock_range(span: TimeSpan, zone: str) -> str:
    start = to_local(span.start_ms, zone)
    minute = start.hour * 60 + start.minute
    return formatter().time_range(minute, minute + span.minutes)


def paid_text(card: VisitCard, currency: str) -> str:
    """Return how a visit stands with its bill, as the diary and the desk have it; "" where there is nothing to say.

    Paid, or how much of it is owed; of one that is done and billed by nothing, that it is to be paid. What became of the
    bill of a visit taken over from the system used before, nobody here knows.
    """
    if card.owed_minor:
        return fill(_("On account: {amount}"), amount=formatter().money(card.owed_minor, currency))
    if card.is_owed:
        return _("On account")
    if card.settlement is not None:
        return _("Paid in full")
    unpaid = card.booking.status is _S.DONE and not card.is_billed
    return _("To pay") if unpaid else ""


def facts(card: VisitCard, zone: str) -> list[str]:
    """Return what is worth knowing of the client, a line each: other visits today, the last one, no-shows, notes."""
    shown, found = formatter(), []
    for other in card.same_day:
        at = shown.clock_time(to_local(other.start_at, zone))
        found.append(fill(_("Also that day: {time} {what}"), time=at, what=_what(other)))
    last = card.last_visit
    if last is not None:
        day = shown.date(legal_date(last.start_at, zone), "day")
        found.append(fill(_("Last visit: {day}, {what}"), day=day, what=_what(last)))
    elif card.client is not None and not card.same_day:
        found.append(_("First visit"))
    if card.no_shows:
        found.append(_("No-shows") + ": " + shown.number(card.no_shows))
    if card.client is not None and card.client.notes:
        found.append(formatter().name(card.client.notes))
    return [sided(line) for line in found]


def _what(visit: VisitRow) -> str:
    lang = language()
    # Translators: the separator of a list.
    what = _(", ").join(name.pick(lang) for name in visit.services)
    return f"{what} · {' · '.join(name.pick(lang) for name in visit.staff)}"


def done_to_it(step: VisitStep, zone: str) -> tuple[str, str]:
    """Return what a step of a visit's history was, and when, by whom and where."""
    shown, lang, arrow = formatter(), language(), "←" if is_rtl() else "→"
    what = []
    if step.op == "add":
        what.append(_("Booked"))
    if step.status is not None:
        what.append(f"{status_name(step.status[0])} {arrow} {status_name(step.status[1])}")
    if step.start_at is not None:
        what.append(_moved(step.start_at, zone, arrow))
    if step.staff is not None:
        what.append(f" {arrow} ".join(name.pick(lang) for name in step.staff))
    if step.op == "remove":
        what.append(_("Taken back"))
    if "note" in step.fields:
        what.append(_("Note changed"))
    if "client_id" in step.fields:
        what.append(_("Client changed"))
    if "lines" in step.fields and step.start_at is None and step.staff is None:
        what.append(_("Services or times changed"))
    if step.reason:
        what.append(shown.name(step.reason))
    at = to_local(step.at, zone)
    origin = {"console": _("Command line"), "import": _("Import")}.get(step.origin, step.device)
    parts = [shown.date(at.date(), "day"), shown.clock_time(at), step.who.pick(lang), origin]
    where = " · ".join(part for part in parts if part)
    return "\n".join(sided(line) for line in what) or _("Changed"), sided(where)


def _moved(ends: tuple[int, int], zone: str, arrow: str) -> str:
    shown = formatter()
    before, after = (to_local(at, zone) for at in ends)
    if before.date() == after.date():
        return f"{shown.clock_time(before)} {arrow} {shown.clock_time(after)}"
    days = [f"{shown.date(at.date(), 'day')} {shown.clock_time(at)}" for at in (before, after)]
    return f" {arrow} ".join(days)
