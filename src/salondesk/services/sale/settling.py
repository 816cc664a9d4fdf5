"""Settling writes the row of every invoice family that was issued or paid; a reaction."""

from salondesk.core.ids import Id
from salondesk.domain.change import Change
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation
from salondesk.engine.settlement import family_settlement, root_of
from salondesk.services.context import Work


def write_settlements(changes: tuple[Change, ...], work: Work) -> None:
    """Write the rows of the families of changed documents and allocations, each once.

    The day of a visit whose bill was paid or given back looks otherwise from now on: views of it are told.
    """
    issued: dict[Id, list[Invoice]] = {}
    for change in changes:
        if isinstance(change.after, Invoice):
            issued.setdefault(root_of(change.after), []).append(change.after)
    for change in changes:
        if isinstance(change.after, Allocation):
            issued.setdefault(change.after.document_id, [])
    for root_id, documents in issued.items():
        if len(documents) != 1 or documents[0].id != root_id:
            documents = [work.uow.invoices.get(root_id), *work.uow.invoices.credits_of(root_id)]
        row = family_settlement(documents, work.uow.allocations.of_invoice(root_id))
        work.uow.settlements.save(row)
        day = work.uow.bookings.day_of(row.booking_id) if row.booking_id else None
        if day is not None:
            work.uow.dates.add(day)
