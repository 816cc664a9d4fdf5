"""The names written down ahead are Babel's, and so are the dates and amounts made of them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import get_currency_symbol
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.calendar_words import FILE
from salondesk.core.money import known_currencies
from salondesk.core.resources import resource
from salondesk.ui.format import _PATTERNS, Formatter
from tests.support.tool_modules import tool

LOCALES = {"en": "en_GB", "ar": "ar_AE"}


def bare(text: str) -> str:
    return "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069\u200e\u200f").replace("\u00a0", " ")


def test_the_names_written_down_are_the_ones_babel_has() -> None:
    kept = json.loads(resource(FILE).read_text(encoding="utf-8"))
    assert kept == tool("calendar_words").book(), "run tools/calendar_words.py"


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("style", sorted(_PATTERNS))
@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_reads_as_babel_writes_it(lang: str, style: str, day: date) -> None:
    said = bare(Formatter(lang).date(day, style))
    assert said == bare(format_date(day, _PATTERNS[style][lang], locale=LOCALES[lang]))


@pytest.mark.parametrize("currency", known_currencies())
def test_an_amount_bears_the_sign_babel_gives_its_currency(currency: str) -> None:
    assert bare(get_currency_symbol(currency, locale="ar_AE")) in bare(Formatter("ar").money(100, currency))
