"""Write resources/words/calendar.json anew from Babel: `python tools/calendar_words.py`, after a new Babel."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import get_currency_symbol

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from salondesk.core.calendar_words import FILE  # noqa: E402 - path first
from salondesk.core.money import known_currencies  # noqa: E402 - path first
from salondesk.core.resources import resource  # noqa: E402 - path first

LOCALES = {"en": "en_GB", "ar": "ar_AE"}
"""Whose conventions a language follows: days before months, and Arabic as the Emirates write it."""
_MARKS = "\u200e\u200f"


def words_of(locale_name: str) -> dict[str, Any]:
    """Return what Babel calls months, days and currencies, as they stand in a date."""
    locale = Locale.parse(locale_name)
    months, days = locale.months["format"], locale.days["format"]
    return {
        "months": [months["wide"][n] for n in range(1, 13)],
        "months_short": [months["abbreviated"][n] for n in range(1, 13)],
        "days": [days["wide"][n] for n in range(7)],
        "days_short": [days["abbreviated"][n] for n in range(7)],
        "currencies": {c: get_currency_symbol(c, locale=locale).strip(_MARKS) for c in known_currencies()},
    }


def book() -> dict[str, Any]:
    """Return the words of every language."""
    return {lang: words_of(locale) for lang, locale in LOCALES.items()}


def main() -> int:
    """Ask and write."""
    resource(FILE).parent.mkdir(exist_ok=True)
    text = json.dumps(book(), ensure_ascii=False, indent=1) + "\n"
    resource(FILE).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
