"""The names of months, days and currencies in each language, taken from Babel's locale data (CLDR).

Babel needs a tenth of a second and some megabytes to say "Nov"; the counter says little else of what it knows. So
tools/calendar_words.py writes those names down and a test holds the file to Babel (ADR 0020).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from salondesk.core.resources import resource

FILE = "words/calendar.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """The names of one language: months from January on, days from Monday on, currencies by ISO 4217 code."""

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    days: tuple[str, ...]
    days_short: tuple[str, ...]
    currencies: dict[str, str]


@lru_cache(maxsize=1)
def _book() -> dict[str, CalendarWords]:
    book = json.loads(resource(FILE).read_text(encoding="utf-8"))
    return {
        lang: CalendarWords(
            months=tuple(words["months"]),
            months_short=tuple(words["months_short"]),
            days=tuple(words["days"]),
            days_short=tuple(words["days_short"]),
            currencies=words["currencies"],
        )
        for lang, words in book.items()
    }


def calendar_words(lang: str) -> CalendarWords:
    """Return the names of a language of the program. Raises KeyError for any other."""
    return _book()[lang]
