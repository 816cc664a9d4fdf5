"""The shop itself: its profile, branches and devices. Till is in till, people are in staff."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import exponent_of, known_currencies
from salondesk.core.timespan import DAY_MIN, is_zone
from salondesk.domain.field_rules import FieldProblem, mailed, named, priced, short, week_problems
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope

if TYPE_CHECKING:
    from salondesk.domain.sale.invoice import Party


_COUNTRY = re.compile("[A-Z]{2}")
SLOTS_MIN = (5, 10, 15, 20, 30)


def is_coin(minor: int, currency: str) -> bool:
    """Tell whether cash can be rounded to steps of ``minor``: 0 is no rounding, else steps that make up one unit."""
    unit = 10 ** exponent_of(currency)
    return minor == 0 or (0 < minor <= unit and unit % minor == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop(Record):
    """The business as its documents name it. ``tax_number`` is empty when it is not registered."""

    names: LocalText
    address: LocalText
    tax_number: str
    phone: str
    email: str
    country: str
    currency: str
    cash_step_minor: int = 0
    full_invoice_above_minor: int = 1_000_000
    """A registrant's purchase above this total must have a full tax invoice; engine/fiscal knows the law's own figure."""
    footer: LocalText = LocalText()
    grant_level: int = field(default=1, metadata=snapshot.LATER)
    """Up to which level of domain/grants the roles were granted their permissions."""

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, address, e-mail, cash step, full invoice's limit. The rest the country's law says."""
        yield from named("names", self.names, 200)
        yield from short("address", self.address, 300)
        yield from short("footer", self.footer, 300)
        yield from short("phone", self.phone, 40)
        yield from mailed("email", self.email)
        yield from priced("full_invoice_above_minor", self.full_invoice_above_minor)
        if not _COUNTRY.fullmatch(self.country):
            yield FieldProblem("country", Message(N_("A country has two capital letters, such as AE.")))
        if self.currency not in known_currencies():
            yield FieldProblem("currency", Message(N_("This currency is not known.")))
        elif not is_coin(self.cash_step_minor, self.currency):
            yield FieldProblem("cash_step_minor", Message(N_("There is no coin of that value.")))

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

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, zone, opening hours, the end of the trading day, the diary's step."""
        yield from named("names", self.names, 200)
        if not is_zone(self.zone):
            yield FieldProblem("zone", Message(N_("This time zone is not known.")))
        if self.slot_min not in SLOTS_MIN:
            yield FieldProblem("slot_min", Message(N_("The diary's step is 5, 10, 15, 20 or 30 minutes.")))
        yield from week_problems("hours", [(h.weekday, h.start_min, h.end_min) for h in self.hours])
        latest = max((h.end_min - DAY_MIN for h in self.hours), default=0)
        if not max(latest, 0) <= self.cutoff_min < DAY_MIN:
            yield FieldProblem("cutoff_min", Message(N_("The shop is still open then.")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Record):
    """A computer of the branch and the till it works."""

    name: str
    till_id: Id


SHOP = Noun("shop", Shop, Scope.SHOP, {"": MergeRule.ASK})
BRANCH = Noun(
    "branch",
    Branch,
    Scope.SHOP,
    {"names": MergeRule.NEWEST, "hours": MergeRule.NEWEST, "": MergeRule.ASK},
    groups={"names": ("names",), "hours": ("hours",)},
    parts=(Part("hours", OpeningHours, "opening_hours", "branch_id"),),
    undo=True,
)
DEVICE = Noun(
    "device",
    Device,
    Scope.SHOP,
    {"name": MergeRule.NEWEST, "": MergeRule.ASK},
    groups={"name": ("name",)},
    refs={"till_id": "till"},
)
