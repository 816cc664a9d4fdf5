"""Fetches the facts of a report as the person who asks may see them."""

from datetime import date

from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.domain.booking import BookingStatus
from salondesk.reports.day_sheet import DaySheet, DaySheetLine
from salondesk.reports.table import Report
from salondesk.reports.takings import takings
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.report.day_sheet import DaySheetLines
from salondesk.services.reads.report.takings import TakingsOfDays


def takings_of(reads: ReadDesk, actor: Actor, first: date, last: date, *, now_ms: int) -> Report:
    """Return the takings of business dates first..last. Raises PermissionRefused where the actor may not look."""
    shop = reads.shop()
    return takings(
        reads.ask(actor, TakingsOfDays(first, last)),
        shop=shop.names,
        first_day=first,
        last_day=last,
        made_at=now_ms,
        zone=reads.branch().zone,
        currency=shop.currency,
    )


def day_sheet_of(reads: ReadDesk, actor: Actor, staff_id: Id, day: date, *, now_ms: int) -> DaySheet:
    """Return a person's day as far as the actor may see it. Raises PermissionRefused or UserError."""
    found = reads.ask(actor, DaySheetLines(staff_id, day))
    return DaySheet(
        shop=reads.shop().names,
        person=found.names,
        day=day,
        zone=reads.branch().zone,
        made_at=now_ms,
        lines=tuple(
            DaySheetLine(
                start_ms=row.start_at,
                end_ms=row.end_at,
                client=row.client,
                services=row.services,
                status=BookingStatus(row.status),
                phone=row.phone,
                note=row.note,
                alert=row.alert,
                gaps=row.gaps,
            )
            for row in found.rows
        ),
    )
