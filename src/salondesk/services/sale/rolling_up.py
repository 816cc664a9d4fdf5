"""Rolling up adds documents, payments and imported receipts to their days; a reaction."""

from salondesk.domain.change import Change
from salondesk.domain.daily import Daily
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.old_receipt import OldReceipt
from salondesk.domain.sale.payment import Payment
from salondesk.engine import rollups
from salondesk.services.context import Work


def add_rollups(changes: tuple[Change, ...], work: Work) -> None:
    """Add each changed document, payment and receipt once; all are entered once and never change."""
    rows: list[Daily] = []
    for change in changes:
        match change.after:
            case Invoice() as document:
                rows += rollups.of_sale(document)
            case Payment() as payment:
                rows += rollups.of_payment(payment)
            case OldReceipt() as receipt:
                rows += rollups.of_receipt(receipt)
    work.uow.daily.add(rows)
