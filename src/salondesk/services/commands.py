"""The full list of commands and who carries them out."""

from salondesk.services import (
    access,
    booking,
    client,
    document,
    loading,
    refund,
    sale,
    salon,
    stock,
    ticket,
    till,
    undo,
    upkeep,
)
from salondesk.services.context import Command
from salondesk.services.executor import Handler
from salondesk.services.imports import catalogue, endings, receipts, visits

HANDLERS: dict[type[Command], Handler] = {
    **access.HANDLERS,
    **booking.HANDLERS,
    **client.HANDLERS,
    **catalogue.HANDLERS,
    **document.HANDLERS,
    **endings.HANDLERS,
    **loading.HANDLERS,
    **receipts.HANDLERS,
    **refund.HANDLERS,
    **sale.HANDLERS,
    **salon.HANDLERS,
    **stock.HANDLERS,
    **ticket.HANDLERS,
    **till.HANDLERS,
    **upkeep.HANDLERS,
    **visits.HANDLERS,
    undo.RevertChanges: Handler(undo.revert_changes, None),
}
