"""Rolling up adds the figures of issued documents and imported old receipts to their days; a reaction."""

from salondesk.domain.change import Change
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.old_receipt import OldReceipt
from salondesk.engine import rollups
from salondesk.services.context import Work


def add_rollups(changes: tuple[Change, ...], work: Work) -> None:
    """Add each changed document and receipt once; both are entered once and never change."""
    rows = [
        row
        for change in changes
        if isinstance(change.after, Invoice)
        for row in rollups.of_document(change.after)
    ]
    for change in changes:
        if isinstance(change.after, OldReceipt):
            rows += rollups.of_receipt(change.after)
    work.uow.daily.add(rollups.add(rows) if len(changes) > 1 else rows)
