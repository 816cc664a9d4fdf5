"""A report as a CSV file: the same figures as its paper, read and written off the interface thread. No widgets."""

from datetime import date

from salondesk.core.catalogue import catalogue
from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor
from salondesk.reports import z_report
from salondesk.reports.day_sheet import as_report
from salondesk.reports.export import to_csv
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.report.facts import day_sheet_of, takings_of
from salondesk.services.reads.till.z_report import ZById


def csv_of(
    reads: ReadDesk, actor: Actor, request: DocumentRequest, *, day: date, now_ms: int, lang: str
) -> bytes:
    """Return the CSV of what ``request`` shows. Raises PermissionRefused where the actor may not see it."""
    if request.kind == "z":
        found = reads.ask(actor, ZById(request.document_id)) if request.document_id is not None else None
        if found is None:
            raise UserError(Message(N_("There is no such invoice.")))
        return to_csv(z_report.as_report(found), catalogue(lang))
    if request.staff_id is not None:
        report = as_report(day_sheet_of(reads, actor, request.staff_id, day, now_ms=now_ms))
    else:
        report = takings_of(reads, actor, day, day, now_ms=now_ms)
    return to_csv(report, catalogue(lang))
