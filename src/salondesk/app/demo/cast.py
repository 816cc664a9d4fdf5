"""The people, clients, services and products of a demo shop, drawn from resources/demo by a seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from salondesk.app.files.profile import read_profile
from salondesk.app.files.toml_file import Table, read_toml
from salondesk.core.ids import Id, NewId
from salondesk.core.localtext import LocalText
from salondesk.core.money import MILLI, parse_minor
from salondesk.core.resources import resource
from salondesk.domain.catalog import PriceBasis, Product, Service
from salondesk.domain.client.card import Client
from salondesk.domain.staff import Shift, ShiftKind
from salondesk.domain.stock import StockMovement
from salondesk.services.access.sign_in import PIN_HASHER
from salondesk.services.shop.set_up import ShopProfile, StaffProfile

COLOURS = ("#6d2b60", "#1f5fa8", "#147d77", "#a3680a", "#b3372b", "#5f4b8b", "#2b8240", "#a3488f")
CURRENCY = "AED"
EARLY, LATE = (600, 1140), (780, 1320)
BREAK_MIN = 45


@dataclass(frozen=True, slots=True)
class Cast:
    """The shop's profile with its people, their PINs by English name, and what people write down."""

    profile: ShopProfile
    pins: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


def make_cast(staff_count: int, rng: random.Random, new_id: NewId) -> Cast:
    """Draw the profile with ``staff_count`` people who serve and three who do not, all with PINs."""
    people = read_toml(resource("demo/people.toml"))
    profile = read_profile(resource("profiles/demo-shop.toml"), new_id)
    pins: dict[str, str] = {}
    staff = [_office(row, pins, rng) for row in _rows(people, "office")]
    names = _rows(people, "staff")
    given = [row for row in _rows(people, "given") if row[0] not in {n[0] for n in names}]
    for n in range(staff_count):
        title = names[n % len(names)]
        name = title if n < len(names) else given[(n - len(names)) % len(given)]
        staff.append(_stylist(n, name, title, pins, rng=rng, new_id=new_id))
    words = {
        key: people.texts(key)
        for key in ("notes", "alerts", "booking_notes", "cancel_reasons", "override_reasons")
    }
    return Cast(profile=replace(profile, staff=tuple(staff)), pins=pins, words=words)


def _rows(table: Table, key: str) -> list[list[str]]:
    return [list(map(str, row)) for row in table.rows(key)]


def _office(row: list[str], pins: dict[str, str], rng: random.Random) -> StaffProfile:
    en, ar, role, pin, lang = row
    pins[en] = pin
    return StaffProfile(
        code=en.upper(),
        names=LocalText(en=en, ar=ar),
        bookable=False,
        role=role,
        lang=lang,
        pin_hash=_hash(pin, rng),
    )


def _stylist(
    n: int, name: list[str], title: list[str], pins: dict[str, str], *, rng: random.Random, new_id: NewId
) -> StaffProfile:
    en = name[0] if name[0] not in pins else f"{name[0]} {n + 1}"
    ar = name[1] if name[0] not in pins else f"{name[1]} {n + 1}"
    pin = str(4444 + 1111 * n) if n < 6 else f"{4000 + n:04d}"
    pins[en] = pin
    start, end = EARLY if n % 2 == 0 else LATE
    day_off = (n * 3 + 2) % 7
    pause = start + 240 + 15 * (n % 3)
    spans = [(start, end, ShiftKind.WORK), (pause, pause + BREAK_MIN, ShiftKind.BREAK)]
    return StaffProfile(
        code=en.upper().replace(" ", ""),
        names=LocalText(en=en, ar=ar),
        title=LocalText(en=title[2], ar=title[3]),
        colour=COLOURS[n % len(COLOURS)],
        role="stylist",
        pin_hash=_hash(pin, rng),
        shifts=tuple(
            Shift(id=new_id(), weekday=weekday, start_min=s, end_min=e, kind=kind)
            for weekday in range(7)
            if weekday != day_off
            for s, e, kind in spans
        ),
    )


def _hash(pin: str, rng: random.Random) -> str:
    """Hash a PIN with a salt from the seed: the same seed gives the same shop, to the byte."""
    return PIN_HASHER.hash(pin, salt=rng.randbytes(16))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The services with who does them, and the products with their opening stock."""

    services: tuple[Service, ...]
    titles: Mapping[str, frozenset[str]]
    products: tuple[Product, ...]
    stock: tuple[StockMovement, ...]


def make_catalogue(
    branch_id: Id, tax_code_id: Id, rng: random.Random, new_id: NewId, *, at: int, day: date, by: Id
) -> Catalogue:
    """Make what the demo shop sells."""
    top = read_toml(resource("demo/catalogue.toml"))
    base: dict[str, Any] = {"branch_id": branch_id, "basis": PriceBasis.INSIDE, "tax_code_id": tax_code_id}
    services: list[Service] = []
    titles: dict[str, frozenset[str]] = {}
    for category in top.tables("category"):
        parts = {code: lengths for code, *lengths in category.rows("parts")} if "parts" in category else {}
        for row in category.rows("services"):
            code, en, ar, price, minutes = row
            processing, finishing = parts.get(code, (0, 0))
            titles[str(code)] = frozenset(category.texts("skills"))
            services.append(
                Service(
                    id=new_id(), code=str(code), names=LocalText(en=str(en), ar=str(ar)),
                    category=category.local("names"), price_minor=parse_minor(str(price), CURRENCY), minutes=int(minutes),
                    processing_min=processing, finishing_min=finishing, colour=category.text("colour"),
                    sort=len(services), **base,
                )
            )  # fmt: skip
    products: list[Product] = []
    for group in top.tables("products"):
        for row in group.rows("items"):
            code, en, ar, price = map(str, row)
            products.append(
                Product(
                    id=new_id(), code=code, barcode=ean13(f"62910415{len(products) + 1:04d}"),
                    names=LocalText(en=en, ar=ar), category=group.local("names"),
                    price_minor=parse_minor(price, CURRENCY), cost_minor=parse_minor(price, CURRENCY) // 2,
                    minimum_milli=3 * MILLI, sort=len(products), **base,
                )
            )  # fmt: skip
    stock = tuple(
        StockMovement(
            id=new_id(), branch_id=branch_id, product_id=p.id, qty_milli=rng.randrange(60, 120) * MILLI,
            source=f"demo/{p.code}", at=at, business_date=day, by=by, reason="Opening stock",
        )
        for p in products
    )  # fmt: skip
    return Catalogue(tuple(services), titles, tuple(products), stock)


def ean13(first_twelve: str) -> str:
    """Return the bar code with its check digit."""
    weighted = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(first_twelve))
    return first_twelve + str(-weighted % 10)


def make_clients(
    count: int, branch_id: Id, words: Mapping[str, tuple[str, ...]], rng: random.Random, new_id: NewId
) -> list[Client]:
    """Draw clients: two in five write their name in Arabic, some have notes, a few an alert."""
    people = read_toml(resource("demo/people.toml"))
    given, family, latin = _rows(people, "given"), _rows(people, "family"), people.texts("latin")
    made = []
    for n in range(count):
        first, last = rng.choice(given), rng.choice(family)
        draw = rng.random()
        arabic = draw < 0.4
        name = f"{first[1]} {last[1]}" if arabic else f"{first[0]} {last[0]}"
        if draw > 0.85:
            name = rng.choice(latin)
        number = f"{rng.choice(('50', '52', '54', '55', '56', '58'))}{(n * 7_919_773 + 1_234_567) % 10_000_000:07d}"
        made.append(
            Client(
                id=new_id(), branch_id=branch_id, name=name, phone=f"+971{number}",
                phone_raw=f"0{number[:2]} {number[2:5]} {number[5:]}", lang="ar" if arabic else "en",
                notes=rng.choice(words["notes"]) if rng.random() < 0.12 else "",
                alert=rng.choice(words["alerts"]) if rng.random() < 0.05 else "",
            )
        )  # fmt: skip
    return made
