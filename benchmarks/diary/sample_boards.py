"""Boards made in memory, for benchmarks that measure painting and nothing before it."""

from __future__ import annotations

import random

from salondesk.services.reads.booking import board as b

CLIENTS = (
    "Mariam Al Suwaidi", "نورة الكتبي", "Fatima Haddad", "شيخة المزروعي", "Sara Johnson", "ريم الفلاسي", "Priya Nair",
    "Layla Mansour", "هند بن ثالث", "Anna Petrova", "عائشة الهاملي", "Grace Santos", "Dana Khoury", "موزة الشامسي",
    "Huda Rahman", "Leen Abdallah", "Maya Fernandes", "سلمى العوضي",
)  # fmt: skip
SERVICES = (
    ("Cut & blow-dry", "قص وسشوار", "#b0468f", 60), ("Root colour", "صبغة جذور", "#3b78b8", 90),
    ("Gel manicure", "مناكير جل", "#c68a1f", 45), ("Classic pedicure", "باديكير", "#2f9079", 45),
    ("Keratin treatment", "كيراتين", "#7a5bc0", 120), ("Eyebrow threading", "خيط حواجب", "#cc5a4a", 15),
    ("Hair up-do", "تسريحة", "#9b6b43", 75), ("Facial", "تنظيف بشرة", "#5b8f3a", 60), ("Henna", "حناء", "#8a4b2d", 30),
)  # fmt: skip
PEOPLE = (
    ("Noura", "نورة", "#b0468f"), ("Jasmine", "ياسمين", "#3b78b8"), ("Mae", "ماي", "#c68a1f"),
    ("Salma", "سلمى", "#2f9079"), ("Rania", "رانيا", "#7a5bc0"), ("Liza", "ليزا", "#9b6b43"),
)  # fmt: skip
_FLAGS = (
    0,
    0,
    0,
    b.NOTE,
    b.REQUESTED,
    b.NEW_CLIENT,
    b.ALERT,
    b.NOTE | b.REQUESTED,
    b.DEPOSIT,
    b.REPEAT,
    b.ALERT | b.NOTE,
)
NOW_MIN = 13 * 60 + 20


def day(people: int, bookings: int, *, seed: int = 7, lang: str = "en") -> b.DayBoard:
    """Make a believable day: shifts, breaks, somebody on leave, every status, a few overlaps."""
    rng = random.Random(seed)
    columns = tuple(_column(n, lang) for n in range(people))
    blocks: list[b.BoardBlock] = []
    # In a small salon the last person is on leave; a crowded one has everybody at work.
    working = people - 1 if 3 < people and bookings < 100 else people
    at = [9 * 60 + 15 * rng.randint(0, 2) for _ in range(working)]
    while len(blocks) < bookings:
        n = min(range(working), key=lambda i: (at[i], i))
        if at[n] >= 20 * 60:
            at = [9 * 60 + 15 * rng.randint(0, 8) for _ in range(working)]
            continue
        blocks.append(_block(len(blocks), columns[n].key, at[n], rng, lang))
        at[n] = blocks[-1].end_min + rng.choice((0, 0, 0, 15, 15, 30))
        if rng.random() < 0.06:
            at[n] -= 30
    return b.DayBoard("2026-11-20", 9 * 60, 21 * 60, 15, columns, tuple(blocks), NOW_MIN)


def _column(n: int, lang: str) -> b.BoardColumn:
    name, arabic, colour = PEOPLE[n % len(PEOPLE)]
    title = (arabic if lang == "ar" else name) + (f" {n // len(PEOPLE) + 1}" if n >= len(PEOPLE) else "")
    word = {"en": ("Break", "Leave", "Prayer"), "ar": ("استراحة", "إجازة", "صلاة")}[lang]
    shades = [b.BoardShade("shift", 540 + 60 * (n % 3 == 1), 1200 - 60 * (n % 3 == 0))]
    if n == 5:
        shades = [b.BoardShade("leave", 540, 1260, word[1])]
    else:
        shades.append(b.BoardShade("break", 780 + 30 * (n % 3), 810 + 30 * (n % 3), word[0]))
    if n == 3:
        shades.append(b.BoardShade("prayer", 735, 750, word[2]))
    role = {"en": ("Stylist", "Colourist", "Nails"), "ar": ("مصففة", "صبغة", "أظافر")}[lang][n % 3]
    return b.BoardColumn(n.to_bytes(16, "big"), title, role, colour, tuple(shades))


def _block(number: int, column: bytes, start: int, rng: random.Random, lang: str) -> b.BoardBlock:
    english, arabic, colour, minutes = SERVICES[rng.randrange(len(SERVICES))]
    status, flags = _status(number, start, start + minutes, rng)
    return b.BoardBlock(
        (10_000 + number).to_bytes(16, "big"), (20_000 + number).to_bytes(16, "big"), column, start, start + minutes,
        status, CLIENTS[number % len(CLIENTS)], arabic if lang == "ar" else english, colour,
        flags | _FLAGS[rng.randrange(len(_FLAGS))],
    )  # fmt: skip


def _status(number: int, start: int, end: int, rng: random.Random) -> tuple[str, int]:
    if number % 17 == 5:
        return "cancelled", 0
    if end < NOW_MIN - 20:
        return rng.choice(
            (("done", b.PAID), ("done", b.PAID), ("done", b.UNPAID), ("no_show", 0), ("done", 0))
        )
    if start < NOW_MIN:
        return rng.choice((("in_service", 0), ("in_service", 0), ("arrived", 0), ("booked", b.LATE)))
    return rng.choice(
        (("booked", 0), ("confirmed", 0), ("confirmed", 0), ("pending", 0), ("booked", b.OVERRIDE))
    )
