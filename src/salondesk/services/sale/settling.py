"""Settling writes the row of every invoice family that a transaction issued a document of; a reaction."""

from salondesk.core.ids import Id
from salondesk.domain.change import Change
from salondesk.domain.sale.invoice import Invoice
from salondesk.engine.settlement import family_settlement, root_of
from salondesk.engine.tender_payments import tender_payments
from salondesk.services.context import Work


def write_settlements(changes: tuple[Change, ...], work: Work) -> None:
    """Write the rows of the changed invoices' families, each once.

    What was put to a family are the tenders of its documents, less their cash rounding.
    """
    issued: dict[Id, list[Invoice]] = {}
    for change in changes:
        document = change.after if isinstance(change.after, Invoice) else work.uow.invoices.get(change.id)
        issued.setdefault(root_of(document), []).append(document)
    for root_id, documents in issued.items():
        root, notes = documents[0], documents[1:]
        if root.id != root_id or notes:
            root, notes = work.uow.invoices.get(root_id), work.uow.invoices.credits_of(root_id)
        paid = tender_payments(root, notes)
        work.uow.settlements.save(family_settlement([root, *notes], [allocation for _, allocation in paid]))
