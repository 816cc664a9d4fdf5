"""Money as integer minor units with a currency, and the one rounding rule. Tax lives in engine/tax."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

_EXPONENTS = {
    **dict.fromkeys(("AED", "SAR", "QAR", "CAD", "USD", "EUR", "GBP", "EGP", "INR", "PKR", "PHP", "LBP"), 2),
    **dict.fromkeys(("KWD", "BHD", "OMR", "JOD", "TND", "IQD"), 3),
    **dict.fromkeys(("JPY", "KRW", "VND"), 0),
}
PPM = 1_000_000
"""Rates are integers in millionths: 5 % is 50_000."""
MILLI = 1_000
"""Quantities are integers in thousandths: two pieces are 2_000."""


def exponent_of(currency: str) -> int:
    """Return the number of decimals of an ISO 4217 currency: 0, 2 or 3.

    Raises ValueError for a currency SalonDesk does not know.
    """
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise ValueError(f"unknown currency {currency!r}") from None


def known_currencies() -> tuple[str, ...]:
    """Return every currency code a shop may be set up with, sorted."""
    return tuple(sorted(_EXPONENTS))


def round_half_away(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest integer, halves away from zero.

    Halves away from zero make a credit the exact mirror of its sale
    (VATP006: to the nearest fils, mathematically).
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def allocate(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split ``total`` minor units over ``weights`` (all >= 0) by largest remainder.

    The parts always sum to ``total``; ties go to the earlier part. With all
    weights zero the total is spread evenly. Raises ValueError for no weights.
    """
    if not weights:
        raise ValueError("nothing to allocate over")
    if any(w < 0 for w in weights):
        raise ValueError("weights must not be negative")
    whole = sum(weights)
    if whole == 0:
        weights = [1] * len(weights)
        whole = len(weights)
    sign = -1 if total < 0 else 1
    amount = abs(total)
    parts = [amount * w // whole for w in weights]
    left = amount - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in order[:left]:
        parts[i] += 1
    return tuple(sign * p for p in parts)


def round_to_step(minor: int, step: int) -> int:
    """Return ``minor`` rounded to a multiple of ``step`` minor units, halves away from zero; step 0 or 1 is off."""
    if step <= 1:
        return minor
    return round_half_away(minor, step) * step


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (fils, halalas, cents) of one currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def as_decimal(self) -> Decimal:
        """Return the amount in major units, exactly."""
        from decimal import Decimal  # as in parse_minor

        return Decimal(self.minor).scaleb(-exponent_of(self.currency))


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,", "  ")
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{0,16})?|[0-9]{1,16}\.?[0-9]{0,16}|\.[0-9]{1,16})"
)
"""A comma stands between thousands or nowhere: where it may be meant as a decimal point, dropping it would make
40,50 a hundred times as much."""


def parse_minor(text: str, currency: str) -> int:
    """Return the minor units a person typed as ``text``: "1,234.5", "١٢٣٫٥٠", "-3".

    Raises ValueError for anything that is not a number with at most the
    currency's decimals, or is beyond ten trillion minor units.
    """
    plain = text.strip().translate(_DIGITS)
    # Decimal alone would also read 1e5, 1_000 and infinities, which nobody means at a till.
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"not an amount: {text!r}")
    from decimal import Decimal  # not before the first paint, which shows no money

    scaled = Decimal(plain.replace(",", "")).scaleb(exponent_of(currency))
    if scaled != scaled.to_integral_value() or abs(scaled) > 10**13:
        raise ValueError(f"not an amount of {currency}: {text!r}")
    return int(scaled)
