"""Shops of several countries to run a counter's histories in: their currency, coin, and tax in the price, on top or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from salondesk.core.localtext import LocalText
from salondesk.domain.catalog import PriceBasis, TaxComponent
from tests.support.shop import new_home, profile

INSIDE, ON_TOP = PriceBasis.INSIDE, PriceBasis.ON_TOP


@dataclass(frozen=True, slots=True)
class Land:
    """A country's shop. ``rates_ppm`` of its taxes, none where it has no VAT; ``steps`` cash may be rounded to."""

    currency: str
    tax_number: str
    rates_ppm: tuple[int, ...]
    basis: PriceBasis
    steps: tuple[int, ...]


LANDS = {
    "AE": Land("AED", "100123456700003", (50_000,), INSIDE, (0, 25, 50)),
    "SA": Land("SAR", "310122393500003", (150_000,), ON_TOP, (0, 5, 50)),
    "QA": Land("QAR", "", (), INSIDE, (0, 25, 50)),
    "KW": Land("KWD", "", (), INSIDE, (0, 5, 10)),
    "BH": Land("BHD", "220012345600002", (100_000,), INSIDE, (0, 5, 25)),
    "OM": Land("OMR", "OM1100012345", (50_000,), ON_TOP, (0, 5, 10)),
    "CA": Land("CAD", "", (50_000, 80_000), ON_TOP, (0, 5)),
}


def _tax(n: int, rate_ppm: int) -> TaxComponent:
    names = LocalText(en=f"VAT {n}", ar=f"ضريبة {n}")
    return TaxComponent(key=f"vat{n}", names=names, category="S", rate_ppm=rate_ppm)


@cache
def database_of(country: str) -> bytes:
    """Return the database of a shop of that country which was just set up; its clock is that of the other shops."""
    land = LANDS[country]
    whose = replace(
        profile(), country=country, currency=land.currency, tax_number=land.tax_number, basis=land.basis,
        taxes=tuple(_tax(n, rate) for n, rate in enumerate(land.rates_ppm, 1)),
    )  # fmt: skip
    with TemporaryDirectory(prefix="salondesk-land-") as folder:
        made = new_home(Path(folder) / "home", whose)
        made.close()
        return made.paths.database.read_bytes()
