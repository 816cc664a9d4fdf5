"""Stock: what comes in and what a count finds. A sale posts its own entries, see sale."""

from dataclasses import dataclass

from salondesk.core.errors import UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.ledger import STOCK, LedgerEntry
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveStock(Command):
    """Add pieces (thousandths, may be negative to correct) of a product to the stock."""

    product_id: Id
    qty_milli: int
    reason: str


def receive_stock(command: ReceiveStock, work: Work) -> Outcome:
    """Post the entry. Raises UserError for nothing or no reason."""
    product = work.uow.products.get(command.product_id)
    reason = clean_line(command.reason, 200)
    if not command.qty_milli or not reason:
        raise UserError(Message(N_("Please give a quantity and a reason.")))
    post_stock(work, product.id, command.qty_milli, source_key=f"stock/{command.key.hex()}", note=reason)
    return Outcome(None, Message(N_("Stock of {item} changed"), {"item": product.names}))


def post_stock(work: Work, product_id: Id, qty_milli: int, *, source_key: str, note: str) -> None:
    """Add a stock entry inside the caller's transaction."""
    work.uow.ledger.post(
        LedgerEntry(
            id=work.new_id(),
            branch_id=work.actor.branch_id,
            account=STOCK,
            holder_id=product_id,
            unit="piece",
            amount=qty_milli,
            source_key=source_key,
            at=work.now_ms,
            business_date=work.today,
            note=note,
        )
    )


HANDLERS: dict[type[Command], Handler] = {ReceiveStock: Handler(receive_stock, Permission.CATALOG_EDIT)}
