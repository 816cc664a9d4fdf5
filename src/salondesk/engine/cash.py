"""The notes and coins of each currency, and the amounts people hand over for a bill. Pure: no Qt, no shop."""

from dataclasses import dataclass

MOST_SUGGESTIONS = 4


@dataclass(frozen=True, slots=True)
class Cash:
    """What lies in a drawer, largest first, in minor units."""

    notes: tuple[int, ...]
    coins: tuple[int, ...]

    @property
    def pieces(self) -> tuple[int, ...]:
        """Notes, then coins."""
        return self.notes + self.coins


def _hundredths(notes: tuple[int, ...], coins: tuple[int, ...]) -> Cash:
    return Cash(tuple(n * 100 for n in notes), coins)


_CASH = {
    "AED": _hundredths((1000, 500, 200, 100, 50, 20, 10, 5), (100, 50, 25)),
    "SAR": _hundredths((500, 200, 100, 50, 20, 10, 5), (200, 100, 50, 25)),
    "QAR": _hundredths((500, 200, 100, 50, 10, 5, 1), (50, 25)),
    "KWD": Cash((20_000, 10_000, 5_000, 1_000, 500, 250), (100, 50, 20, 10, 5)),
    "BHD": Cash((20_000, 10_000, 5_000, 1_000, 500), (100, 50, 25, 10, 5)),
    "OMR": Cash((50_000, 20_000, 10_000, 5_000, 1_000, 500, 100), (50, 25, 10, 5)),
    "JOD": Cash((50_000, 20_000, 10_000, 5_000, 1_000), (500, 250, 100, 50)),
    "TND": Cash((50_000, 20_000, 10_000, 5_000), (2_000, 1_000, 500, 200, 100, 50)),
    "EGP": _hundredths((200, 100, 50, 20, 10, 5), (100, 50, 25)),
    "CAD": _hundredths((100, 50, 20, 10, 5), (200, 100, 25, 10, 5)),
    "USD": _hundredths((100, 50, 20, 10, 5, 1), (25, 10, 5, 1)),
    "EUR": _hundredths((200, 100, 50, 20, 10, 5), (200, 100, 50, 20, 10, 5, 2, 1)),
    "GBP": _hundredths((50, 20, 10, 5), (200, 100, 50, 20, 10, 5, 2, 1)),
    "INR": _hundredths((500, 200, 100, 50, 20, 10), (500, 200, 100)),
    "PKR": _hundredths((5000, 1000, 500, 100, 50, 20, 10), (500, 200, 100)),
    "PHP": _hundredths((1000, 500, 200, 100, 50, 20), (1000, 500, 100, 25)),
    "JPY": Cash((10_000, 5_000, 2_000, 1_000), (500, 100, 50, 10, 5, 1)),
}


def cash_of(currency: str) -> Cash | None:
    """Return the notes and coins of a currency; None where they are not known and one amount is asked for."""
    return _CASH.get(currency)


def handed_over(due_minor: int, currency: str) -> tuple[int, ...]:
    """Return the amounts above ``due_minor`` that people are likely to hand over, smallest first, at most four.

    For each note: the smallest number of them that covers the bill.
    """
    cash = cash_of(currency)
    if cash is None or due_minor <= 0:
        return ()
    likely = {-(-due_minor // note) * note for note in cash.notes}
    return tuple(sorted(amount for amount in likely if amount > due_minor)[:MOST_SUGGESTIONS])
