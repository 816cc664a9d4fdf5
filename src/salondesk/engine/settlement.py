"""Settlement of an invoice family: its state, and its row from the family's documents and allocations."""

from collections.abc import Iterable, Sequence

from salondesk.core.ids import Id
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.engine.credit import credited_so_far


def settlement(lines_left: int, gross_minor: int, allocated_minor: int) -> SettlementState:
    """Return where a family stands; see domain/settlement for the three figures.

    Money beyond what is left is overpaid while a line is left, and to be given back when none is. A family that
    gave back more than it got counts as unpaid.
    """
    if allocated_minor > gross_minor:
        return SettlementState.OVERPAID if lines_left else SettlementState.TO_REFUND
    if allocated_minor == gross_minor:
        return SettlementState.SETTLED if lines_left else SettlementState.CREDITED
    return SettlementState.PART_PAID if allocated_minor > 0 else SettlementState.UNPAID


def root_of(document: Invoice) -> Id:
    """Return the id of the invoice that a document's family begins with: its own, or the one it credits."""
    return document.id if document.original is None else document.original.id


def family_settlement(documents: Sequence[Invoice], allocations: Iterable[Allocation]) -> Settlement:
    """Return the row of one family from all its documents, in any order, and all allocations to it.

    Raises ValueError when there is not exactly one invoice among the documents, or when a document or an allocation
    is of another family.
    """
    roots = [document for document in documents if document.original is None]
    if len(roots) != 1:
        raise ValueError(f"{len(roots)} invoices in one family")
    root = roots[0]
    paid = list(allocations)
    if any(root_of(document) != root.id for document in documents):
        raise ValueError("a document of another family")
    if any(allocation.document_id != root.id for allocation in paid):
        raise ValueError("an allocation to another family")
    credited = credited_so_far(note.lines for note in documents if note is not root)
    lines_left = sum(credited.get(line.n, 0) < line.qty_milli for line in root.lines)
    gross = sum(document.gross_minor for document in documents)
    allocated = sum(allocation.amount_minor for allocation in paid)
    return Settlement(
        root_id=root.id,
        booking_id=root.booking_id,
        client_id=root.client_id,
        lines_left=lines_left,
        gross_minor=gross,
        allocated_minor=allocated,
        state=settlement(lines_left, gross, allocated),
    )
