"""Old receipts priced as this till would: day by day, what differs from the old system and why. Keeps nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from salondesk.core.message import Message, N_
from salondesk.core.money import exponent_of
from salondesk.domain.catalog import PriceBasis, TaxCode
from salondesk.services.imports.receipts import OldLine, amounts_of, price_old_line

ROUNDED, OTHER_RATE, NO_TAX = "rounded", "other_rate", "no_tax"
REASONS: Mapping[str, Message] = {
    ROUNDED: Message(N_("the old system did not round; each line is rounded to the smallest coin here")),
    OTHER_RATE: Message(N_("the old system took another rate")),
    NO_TAX: Message(N_("the old system took no tax")),
}


@dataclass(slots=True)
class Why:
    """How many lines differ for one reason, and by how much (major units, ours less theirs)."""

    lines: int = 0
    difference: Decimal = Decimal(0)


@dataclass(slots=True)
class DayFigures:
    """A day, or all of them: net in minor units; each tax ours in minor units and theirs as they printed it."""

    lines: int = 0
    receipts: set[str] = field(default_factory=set)
    net_minor: int = 0
    taxes: dict[str, int] = field(default_factory=dict)
    old_taxes: dict[str, Decimal] = field(default_factory=dict)
    why: dict[str, Why] = field(default_factory=dict)
    differing: int = 0

    def add(self, line: OldLine, ours: Mapping[str, int], net_minor: int, scale: int) -> None:
        """Count a line. ``scale`` is the currency's number of decimals."""
        self.lines += 1
        self.receipts.add(line.number)
        self.net_minor += net_minor
        theirs = {tax.key: Decimal(tax.amount) for tax in line.old_taxes}
        differs = False
        for key in ours.keys() | theirs.keys():
            mine, old = ours.get(key, 0), theirs.get(key, Decimal(0))
            self.taxes[key] = self.taxes.get(key, 0) + mine
            self.old_taxes[key] = self.old_taxes.get(key, Decimal(0)) + old
            difference = Decimal(mine).scaleb(-scale) - old
            if difference:
                differs = True
                entry = self.why.setdefault(_reason(mine, old, difference, scale), Why())
                entry.lines += 1
                entry.difference += difference
        self.differing += differs


def _reason(mine: int, old: Decimal, difference: Decimal, scale: int) -> str:
    if abs(difference) <= Decimal(5).scaleb(-scale - 1):
        return ROUNDED
    return NO_TAX if mine and not old else OTHER_RATE


@dataclass(frozen=True, slots=True)
class Replay:
    """Every day and the whole."""

    days: Mapping[date, DayFigures]
    whole: DayFigures


def replay(lines: Iterable[OldLine], tax_code: TaxCode, basis: PriceBasis, currency: str) -> Replay:
    """Price each line with its receipt's amount and compare the taxes."""
    scale = exponent_of(currency)
    days: dict[date, DayFigures] = {}
    whole = DayFigures()
    for line in lines:
        priced = price_old_line(line, tax_code, basis)
        ours = amounts_of(priced.taxes)
        for figures in (days.setdefault(line.day, DayFigures()), whole):
            figures.add(line, ours, priced.net_minor, scale)
    return Replay(dict(sorted(days.items())), whole)
