"""A report as a CSV file: the same figures as its paper, read and written off the interface thread. No widgets."""

from datetime import date

from salondesk.core.catalogue import catalogue
from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor
from salondesk.domain.booking import BookingStatus
from salondesk.reports import day_sheet, z_report
from salondesk.reports.export import to_csv
from salondesk.reports.table import Report
from salondesk.reports.takings import takings
from salondesk.services.documents import DocumentWish
from salondesk.services.read_desk import ReadDesk


def csv_of(reads: ReadDesk, actor: Actor, wish: DocumentWish, *, day: date, now_ms: int, lang: str) -> bytes:
    """Return the CSV of what ``wish`` shows. Raises PermissionRefused where the actor may not see it."""
    if wish.kind == "z":
        found = reads.z_report(actor, wish.document_id) if wish.document_id is not None else None
        if found is None:
            raise UserError(Message(N_("There is no such invoice.")))
        return to_csv(z_report.as_report(found), catalogue(lang))
    report = _sheet(reads, actor, wish, day, now_ms) if wish.staff_id else _takings(reads, actor, day, now_ms)
    return to_csv(report, catalogue(lang))


def _takings(reads: ReadDesk, actor: Actor, day: date, now_ms: int) -> Report:
    shop = reads.shop()
    return takings(
        list(reads.documents(actor, day, day)),
        shop=shop.names,
        first_day=day,
        last_day=day,
        made_at=now_ms,
        zone=reads.branch().zone,
        currency=shop.currency,
    )


def _sheet(reads: ReadDesk, actor: Actor, wish: DocumentWish, day: date, now_ms: int) -> Report:
    if wish.staff_id is None:
        raise UserError(Message(N_("There is no such person.")))
    person, rows = reads.day_sheet(actor, wish.staff_id, day)
    sheet = day_sheet.DaySheet(
        shop=reads.shop().names,
        person=person.names,
        day=day,
        zone=reads.branch().zone,
        made_at=now_ms,
        lines=tuple(
            day_sheet.DaySheetLine(
                start_ms=r.start_at,
                end_ms=r.end_at,
                client=r.client,
                services=r.services,
                status=BookingStatus(r.status),
                phone=r.phone,
                note=r.note,
                alert=r.alert,
            )
            for r in rows
        ),
    )
    return day_sheet.as_report(sheet)
