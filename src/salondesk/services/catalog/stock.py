"""Stock: what comes in and what a count finds. What a sale takes follows from its document."""

from dataclasses import dataclass

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.catalog import MOST_STOCK_MILLI, Product
from salondesk.domain.ledger import STOCK
from salondesk.domain.stock import STOCK_MOVEMENT, StockMovement
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveStock(Command[None]):
    """Add pieces (thousandths, may be negative to correct) of a product to the stock."""

    product_id: Id
    qty_milli: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountStock(Command[None]):
    """Set the stock to the pieces that were counted (thousandths), and say why they differ from ``shown_milli``.

    ``shown_milli`` is what the person was told to be on hand.
    """

    product_id: Id
    counted_milli: int
    shown_milli: int
    reason: str


def receive_stock(command: ReceiveStock, work: Work) -> Outcome[None]:
    """Post the entry. Raises UserError for nothing or no reason."""
    product = work.uow.products.get(command.product_id)
    reason = clean_line(command.reason, 200)
    if not command.qty_milli or not reason:
        raise UserError(Message(N_("Please give a quantity and a reason.")))
    _check_pieces(abs(command.qty_milli))
    return _changed(work, product, command.qty_milli, key=command.key, note=reason)


def count_stock(command: CountStock, work: Work) -> Outcome[None]:
    """Post the difference, nothing where there is none.

    Raises ConflictError when something was sold or came in since it was shown,
    UserError when the count differs without a reason.
    """
    product = work.uow.products.get(command.product_id)
    _check_pieces(command.counted_milli)
    on_hand = work.uow.ledger.balance(STOCK, product.id)
    if on_hand != command.shown_milli:
        raise ConflictError(
            Message(
                N_("The stock of {item} has changed meanwhile. Please count it again."),
                {"item": product.names},
            )
        )
    difference = command.counted_milli - on_hand
    if not difference:
        return Outcome(None, unchanged=True)
    reason = clean_line(command.reason, 200)
    if not reason:
        raise UserError(Message(N_("The count differs from the stock. Please give a reason.")))
    return _changed(work, product, difference, key=command.key, note=reason)


def _check_pieces(qty_milli: int) -> None:
    if not 0 <= qty_milli <= MOST_STOCK_MILLI:
        raise UserError(Message(N_("That is not a number of pieces a shelf can hold.")))


def _changed(work: Work, product: Product, qty_milli: int, *, key: Id, note: str) -> Outcome[None]:
    move_stock(work, product.id, qty_milli, source=f"stock/{key.hex()}", reason=note)
    return Outcome(None, Message(N_("Stock of {item} changed"), {"item": product.names}))


def move_stock(work: Work, product_id: Id, qty_milli: int, *, source: str, reason: str) -> None:
    """Enter a stock movement inside the caller's transaction; its ledger entry follows from it."""
    work.uow.repo(STOCK_MOVEMENT).save(
        None,
        StockMovement(
            id=work.new_id(),
            branch_id=work.actor.branch_id,
            product_id=product_id,
            qty_milli=qty_milli,
            reason=reason,
            at=work.now_ms,
            business_date=work.today,
            by=work.actor.user_id,
            source=source,
        ),
    )


HANDLERS: Handlers = {
    ReceiveStock: Handler(receive_stock, Permission.CATALOG_EDIT),
    CountStock: Handler(count_stock, Permission.CATALOG_EDIT),
}
