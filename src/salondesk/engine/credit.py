"""Plans a credit note: its lines, so that parts add up to the whole, and where the money goes. Pure.

Screen and till ask the same plan, so that what is shown is what is done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.core.money import round_half_away
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.adjustment import Adjustment, grouped
from salondesk.domain.sale.invoice import Invoice, InvoiceLine, StaffShare, TaxRow
from salondesk.domain.sale.payment import Payment
from salondesk.domain.sale.ticket import Tender
from salondesk.engine.pricing import list_price
from salondesk.engine.tender_payments import tender_payments
from salondesk.engine.tendering import Settlement, give_back


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """What a credit note says: its lines (negative), and where their gross goes, in positive minor units.

    ``off_debt_minor`` is what the client owes less from now on; ``settlement`` is the money, in negative tenders.
    """

    lines: tuple[InvoiceLine, ...]
    off_debt_minor: int
    settlement: Settlement

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """What goes back."""
        return self.settlement.tenders


def left_to_credit(invoice: Invoice, notes: Iterable[Invoice]) -> dict[int, int]:
    """Return, per line number, the quantity (thousandths) that no credit note has taken back; without empty ones."""
    done = credited_so_far(note.lines for note in notes)
    left = {line.n: line.qty_milli - done.get(line.n, 0) for line in invoice.lines}
    return {n: qty for n, qty in left.items() if qty > 0}


def plan_refund(
    invoice: Invoice,
    notes: Sequence[Invoice],
    payments: Iterable[Payment],
    wanted: Mapping[int, int],
    *,
    due_minor: int,
    cash_step_minor: int,
) -> RefundPlan:
    """Return the refund of ``wanted`` (thousandths per line number; empty for all that is left) of an invoice.

    ``notes`` are the credit notes of it so far, ``payments`` all money that came for the family and went back, and
    ``due_minor`` is what is still owed: that is taken off first. The rest goes back as it came, card and transfer before
    cash; else what came first, of one document what stands first on its paper.

    Raises UserError for more than is left of a line or of the money, or when nothing is left at all.
    """
    wanted = wanted or left_to_credit(invoice, notes)
    if not wanted:
        raise UserError(Message(N_("This invoice has been refunded in full.")))
    lines = credit_lines(invoice.lines, wanted, credited_so_far(note.lines for note in notes))
    credited = -sum(line.gross_minor for line in lines)
    off_debt = min(credited, max(due_minor, 0))
    place = {payment.id: n for n, (payment, _) in enumerate(tender_payments(invoice, notes))}
    moved = sorted(payments, key=lambda one: (one.at, place.get(one.id, len(place)), one.id))
    settlement = give_back(
        credited - off_debt,
        paid=[one.as_tender() for one in moved if one.amount_minor >= 0],
        returned=[one.as_tender() for one in moved if one.amount_minor < 0],
        rounding_left_minor=sum(one.rounding_minor for one in moved),
        cash_step_minor=cash_step_minor,
    )
    return RefundPlan(lines, off_debt, settlement)


def credited_so_far(credits: Iterable[Iterable[InvoiceLine]]) -> dict[int, int]:
    """Return, per line number of the sale, the quantity (thousandths, positive) that earlier notes credited."""
    done: dict[int, int] = {}
    for lines in credits:
        for line in lines:
            done[line.original_n] = done.get(line.original_n, 0) - line.qty_milli
    return done


def credit_lines(
    sold: Iterable[InvoiceLine], wanted: Mapping[int, int], done: Mapping[int, int]
) -> tuple[InvoiceLine, ...]:
    """Return the lines of a credit note, negative, numbered from 1.

    ``wanted`` is the quantity to credit per line number, in thousandths. Each
    amount is the difference of two roundings of the running part, so that the
    last part always brings the sum to exactly what was sold. Raises UserError
    for a line the sale has not, or more than is left of one.
    """
    by_n = {line.n: line for line in sold}
    made: list[InvoiceLine] = []
    for n, qty in sorted(wanted.items()):
        line = by_n.get(n)
        if line is None or qty <= 0 or done.get(n, 0) + qty > line.qty_milli:
            raise UserError(Message(N_("There is not that much left to refund on this line.")))
        made.append(_credit(line, len(made) + 1, done.get(n, 0), qty))
    if not made:
        raise UserError(Message(N_("Please choose what to refund.")))
    return tuple(made)


def _credit(line: InvoiceLine, n: int, before: int, qty: int) -> InvoiceLine:
    def part(amount: int) -> int:
        whole = line.qty_milli
        return -(round_half_away(amount * (before + qty), whole) - round_half_away(amount * before, whole))

    taxes = tuple(
        replace(t, base_minor=part(t.base_minor), amount_minor=part(t.amount_minor)) for t in line.taxes
    )
    tax = sum(t.amount_minor for t in taxes)
    if line.basis is PriceBasis.INSIDE:
        gross = part(line.gross_minor)
        net = gross - tax
    else:
        net = part(line.net_minor)
        gross = net + tax
    listed, left = part(line.list_minor), gross if line.basis is PriceBasis.INSIDE else net
    line_off, bill_off = _discounts(line, part, listed - left)
    credit = replace(
        line,
        n=n,
        original_n=line.n,
        qty_milli=-qty,
        list_minor=listed,
        line_discount_minor=line_off,
        bill_discount_minor=bill_off,
        net_minor=net,
        tax_minor=tax,
        gross_minor=gross,
        taxes=tuple(replace(t, base_minor=net) for t in taxes)
        if _same_base(line.taxes, line.net_minor)
        else taxes,
        staff=_shares(line, net, part),
    )
    return replace(credit, adjustments=_credited(line, credit, part(_off_list(line))))


def _discounts(line: InvoiceLine, part: Callable[[int], int], off: int) -> tuple[int, int]:
    """Return the parts of the line's and the bill's discount, together exactly ``off``: what list and total leave."""
    if not line.bill_discount_minor:
        return off, 0
    line_off = part(line.line_discount_minor)
    return line_off, off - line_off


def _off_list(line: InvoiceLine) -> int:
    """Return what a changed price took off the price of the list."""
    change = line.price_change
    return 0 if change is None else list_price(change.list_price_minor, line.qty_milli) - line.list_minor


def _same_base(taxes: tuple[TaxRow, ...], net: int) -> bool:
    return all(t.base_minor == net for t in taxes)


def _shares(line: InvoiceLine, net: int, part: Callable[[int], int]) -> tuple[StaffShare, ...]:
    if not line.staff:
        return ()
    parts = [part(s.net_minor) for s in line.staff]
    parts[-1] += net - sum(parts)
    return tuple(replace(s, net_minor=p) for s, p in zip(line.staff, parts, strict=True))


def _credited(sold: InvoiceLine, credit: InvoiceLine, price_minor: int) -> tuple[Adjustment, ...]:
    """Return the adjustments of a credit line: those of the sale, adding up to what the credit's sums say.

    ``price_minor`` is the credit's part of what a changed price took off. Where several make up one sum, each has its
    part of it and the last one takes the rounding.
    """
    made: list[Adjustment] = []
    totals = (price_minor, credit.line_discount_minor, credit.bill_discount_minor)
    for adjustments, total in zip(grouped(sold.adjustments), totals, strict=True):
        left, whole = total, sum(one.amount_minor for one in adjustments)
        for one in adjustments[:-1]:
            part = one.amount_minor * total // whole if whole else 0
            made.append(replace(one, amount_minor=part))
            left -= part
        made += [replace(one, amount_minor=left) for one in adjustments[-1:]]
    return tuple(made)
