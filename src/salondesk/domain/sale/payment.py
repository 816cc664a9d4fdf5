"""Payments and their allocations: money taken or given back, and the invoices it settles.

Both are entered once and never changed or deleted. A mistake is mended by a payment that ``reverses`` the first one,
an allocation by a negative one.
"""

from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id
from salondesk.domain.record import Log, MergeRule, Noun, Record, Scope
from salondesk.domain.sale.ticket import Tender, TenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Record):
    """Money taken or, negative, given back; amounts in minor units of the shop's currency.

    ``amount_minor`` = what its allocations settle + ``rounding_minor`` + what is not allocated. The cash rounding
    belongs to the cash payment: nobody owes it. Of cash, ``tendered_minor`` was handed over and ``change_minor``
    given out. ``approval`` and ``last4`` come from the card terminal's slip, ``reference`` from a transfer.
    ``session_id`` and ``business_date`` are the till session that counts it, also where an older invoice is paid.
    """

    session_id: Id
    kind: TenderKind
    amount_minor: int
    at: int
    business_date: date
    by: Id
    number: str = ""
    """What the payment's own paper bears; empty when it was taken with a document, whose paper names it."""
    tendered_minor: int = 0
    change_minor: int = 0
    rounding_minor: int = 0
    approval: str = ""
    last4: str = ""
    reference: str = ""
    client_id: Id | None = None
    taken_with: Id | None = None
    """The document it was taken or given back with; None for money that came by itself."""
    reverses: Id | None = None
    """On money given back: the payment it came with."""
    source: str = ""
    """Where a payment was taken over from: ``NUMBER/tN`` is tender N of an older document."""

    @property
    def allocatable_minor(self) -> int:
        """All that allocations of this payment may add up to; what they leave is the client's credit."""
        return self.amount_minor - self.rounding_minor

    def put_to(self, invoice_id: Id, allocation_id: Id) -> "Allocation":
        """Return the allocation that puts all of it to an invoice, or takes it back."""
        return Allocation(
            id=allocation_id,
            branch_id=self.branch_id,
            payment_id=self.id,
            document_id=invoice_id,
            amount_minor=self.allocatable_minor,
            at=self.at,
            business_date=self.business_date,
            by=self.by,
        )

    def as_tender(self) -> Tender:
        """Return it as the tender that a document would have kept of it."""
        return Tender(
            kind=self.kind,
            amount_minor=self.amount_minor,
            tendered_minor=self.tendered_minor,
            change_minor=self.change_minor,
            approval=self.approval,
            last4=self.last4,
            reference=self.reference,
        )

    @property
    def moved_money(self) -> bool:
        """Tell whether anything changed hands: a bill rounded to nothing is settled, and no coin moves."""
        return bool(self.amount_minor or self.tendered_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Record):
    """A part of a payment put to an invoice; negative takes it back. Minor units.

    ``document_id`` is always the invoice, also where a credit note gives money back: the invoice and its credit notes
    are one family. ``business_date`` is kept, since a later cut-off of the branch must not move old entries.
    """

    payment_id: Id
    document_id: Id
    amount_minor: int
    at: int
    business_date: date
    by: Id


PAYMENT = Noun(
    "payment",
    Payment,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    log=Log.HASH,
    refs={
        "session_id": "till_session",
        "by": "user",
        "client_id": "client",
        "taken_with": "invoice",
        "reverses": "payment",
    },
)
ALLOCATION = Noun(
    "allocation",
    Allocation,
    Scope.BRANCH,
    {"": MergeRule.ONCE},
    log=Log.HASH,
    refs={"payment_id": "payment", "document_id": "invoice", "by": "user"},
)
