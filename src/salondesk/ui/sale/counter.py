"""The facts the sale page asks for when it is shown: catalogue, taxes, people, open bills, till."""

from dataclasses import dataclass
from datetime import date

from salondesk.core.errors import PermissionRefused
from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.domain.catalog import TaxCode
from salondesk.domain.till import TillSession
from salondesk.services.reads.catalog.items import ItemList, ItemRow
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.sale.open_bills import OpenBills, TicketRow
from salondesk.services.reads.staff.people import PeopleOfDiary, StaffRow
from salondesk.services.reads.till.open_session import OpenSession


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter at one moment."""

    items: list[ItemRow]
    tax_codes: dict[Id, TaxCode]
    staff: list[StaffRow]
    open_bills: list[TicketRow]
    session: TillSession | None
    today: date


def ask_counter(reads: ReadDesk, actor: Actor) -> Counter:
    """Read it all. Raises PermissionRefused for who may not sell."""
    return Counter(
        items=[*reads.ask(actor, ItemList("service")), *reads.ask(actor, ItemList("product"))],
        tax_codes=reads.ask(actor, TaxCodes()),
        staff=_staff(reads, actor),
        open_bills=reads.ask(actor, OpenBills()),
        session=reads.ask(actor, OpenSession()),
        today=reads.today(),
    )


def _staff(reads: ReadDesk, actor: Actor) -> list[StaffRow]:
    """Return who may stand on a line: nobody for a role that sells and sees no diary."""
    try:
        return reads.ask(actor, PeopleOfDiary())
    except PermissionRefused:
        return []
