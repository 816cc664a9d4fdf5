"""How a bill is settled: tenders, change, cash rounding; and which tenders a refund goes back to. Pure.

Card and transfer are exact and never more than is due; cash takes the rest,
rounded to the coin where the shop rounds, and gives change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.core.money import round_to_step
from salondesk.domain.sale.ticket import Tender, TenderKind
from salondesk.engine.pricing import cash_rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Money put down: cash as handed over, card and transfer as charged. Minor units, positive."""

    kind: TenderKind
    amount_minor: int
    approval: str = ""
    last4: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The tenders as kept; their sum is ``gross + rounding_minor``."""

    tenders: tuple[Tender, ...]
    rounding_minor: int
    change_minor: int


def settle(gross_minor: int, offered: Sequence[Offered], *, cash_step_minor: int) -> Settlement:
    """Settle ``gross_minor`` with what was put down.

    Raises UserError when it is not enough, when card or transfer is more than
    is due, or when there are two cash amounts.
    """
    if any(o.amount_minor <= 0 for o in offered):
        raise UserError(Message(N_("Every payment needs an amount above zero.")))
    cash = [o for o in offered if o.kind is TenderKind.CASH]
    exact = [o for o in offered if o.kind is not TenderKind.CASH]
    if len(cash) > 1:
        raise UserError(Message(N_("Please enter the cash as one amount.")))
    rest = gross_minor - sum(o.amount_minor for o in exact)
    if rest < 0:
        raise UserError(Message(N_("Card and transfer together are more than the bill.")))
    tenders = [
        Tender(
            kind=o.kind,
            amount_minor=o.amount_minor,
            tendered_minor=o.amount_minor,
            approval=o.approval,
            last4=o.last4,
            reference=o.reference,
        )
        for o in exact
    ]
    if not cash:
        if rest:
            raise UserError(Message(N_("The payment does not cover the bill yet.")))
        return Settlement(tenders=tuple(tenders), rounding_minor=0, change_minor=0)
    if rest == 0:
        raise UserError(Message(N_("The bill is already covered without the cash.")))
    rounding = cash_rounding(rest, cash_step_minor)
    due = rest + rounding
    change = cash[0].amount_minor - due
    if change < 0:
        raise UserError(Message(N_("The payment does not cover the bill yet.")))
    tenders.append(
        Tender(
            kind=TenderKind.CASH, amount_minor=due, tendered_minor=cash[0].amount_minor, change_minor=change
        )
    )
    return Settlement(tenders=tuple(tenders), rounding_minor=rounding, change_minor=change)


def give_back(
    gross_minor: int,
    *,
    paid: Sequence[Tender],
    returned: Sequence[Tender],
    rounding_left_minor: int,
    cash_step_minor: int,
) -> Settlement:
    """Return a refund of ``gross_minor`` (positive) to the tenders the money came from, as negative tenders.

    ``paid`` are the sale's tenders, ``returned`` what earlier credits gave back
    (negative); ``rounding_left_minor`` is the sale's cash rounding plus that of
    the earlier credits. Card and transfer first, cash last. Cash goes back in
    whole coins, as the difference of two roundings of what the drawer still
    owes, so that the last part always brings the sum to exactly what was paid.
    Raises UserError when more would go back than came in.
    """
    left = _left(paid, returned)
    tenders: list[Tender] = []
    rest = gross_minor
    for source, amount in left:
        part = min(rest, amount) if source.kind is not TenderKind.CASH else 0
        if part:
            tenders.append(replace(source, amount_minor=-part, tendered_minor=0, change_minor=0))
            rest -= part
    cash_left = sum(amount for source, amount in left if source.kind is TenderKind.CASH)
    owed = cash_left - rounding_left_minor
    if rest > owed:
        raise UserError(Message(N_("More would be given back than was paid.")))
    # Never negative: the shop may have changed its coin since the sale.
    payout = max(cash_left - round_to_step(owed - rest, cash_step_minor), 0) if rest else 0
    if payout:
        tenders.append(Tender(kind=TenderKind.CASH, amount_minor=-payout))
    return Settlement(tenders=tuple(tenders), rounding_minor=rest - payout, change_minor=0)


def _left(paid: Sequence[Tender], returned: Sequence[Tender]) -> list[tuple[Tender, int]]:
    """Return what of each tender has not gone back yet, in the order paid."""
    back: dict[tuple[TenderKind, str, str, str], int] = {}
    for tender in returned:
        key = (tender.kind, tender.approval, tender.last4, tender.reference)
        back[key] = back.get(key, 0) - tender.amount_minor
    left = []
    for tender in paid:
        key = (tender.kind, tender.approval, tender.last4, tender.reference)
        used = min(back.get(key, 0), tender.amount_minor)
        back[key] = back.get(key, 0) - used
        left.append((tender, tender.amount_minor - used))
    return left
