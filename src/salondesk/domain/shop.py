"""The shop itself: its profile, branches and devices. Till is in till, people are in staff."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.record import Record

if TYPE_CHECKING:
    from salondesk.domain.sale.invoice import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop(Record):
    """The business as its documents name it. ``tax_number`` is the TRN in the Emirates; empty when not registered."""

    names: LocalText
    address: LocalText
    tax_number: str
    phone: str
    email: str
    country: str
    currency: str
    cash_step_minor: int = 0
    full_invoice_above_minor: int = 1_000_000
    """A registrant's purchase above this total must have a full tax invoice (AED 10,000: Art. 59 with Art. 59(2))."""
    footer: LocalText = LocalText()

    def as_party(self) -> "Party":
        """Return the seller as fiscal documents copy it."""
        from salondesk.domain.sale.invoice import (
            Party,  # the diary's first paint knows branches, not documents
        )

        return Party(
            names=self.names,
            address=self.address,
            tax_number=self.tax_number,
            phone=self.phone,
            email=self.email,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """A stretch in which the branch is open on a weekday (0 Monday): wall minutes, the end may pass 1,440."""

    weekday: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Record):
    """One place of business. ``cutoff_min``: until this wall minute the trading day is still yesterday's."""

    names: LocalText
    zone: str
    cutoff_min: int = 0
    slot_min: int = 15
    hours: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Record):
    """A computer of the branch and the till it works."""

    name: str
    till_id: Id
