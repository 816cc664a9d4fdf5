"""People find each other whatever the spelling, and typed text is fit to print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.fold import clean_line, digits, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("فاطمة", "فاطمه"),
        ("هدى", "هدي"),
        ("عبد الله", "عبدالله"),
        ("محـــمد", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("٠٥٠ ١٢٣", "050 123"),
        ("۰۵۰", "050"),
        ("Zoë O'Brien", "zoe o brien"),
        ("  Al-Mansoori ", "al mansoori"),
        ("STRASSE", "straße"),
        ("\u202eevil", "evil"),
        ("ﷲ", "الله"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("سارة", "ساره م"), ("منى", "منال"), ("050", "051")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize(
    ("text", "found"), [("+971 50-123", "97150123"), ("٠٥٠", "050"), ("۵", "5"), ("abc", ""), ("x²", "2")]
)
def test_digits_of_any_script(text: str, found: str) -> None:
    assert digits(text) == found


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Mona \t Saleh\n", "Mona Saleh"),
        ("a\u202eb\u2066c\u2069d", "abcd"),
        ("a\x00b\x7fc", "abc"),
        ("نورة 🌸", "نورة 🌸"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_a_typed_line_keeps_letters_and_loses_controls(text: str, kept: str) -> None:
    assert clean_line(text, 100) == kept


def test_a_name_of_ten_thousand_letters_is_cut() -> None:
    assert clean_line("ن" * 10_000, 200) == "ن" * 200


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cleaned_line_is_clean(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert line == line.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") or "\u202a" <= c <= "\u202e" for c in line)
    assert clean_line(line, limit) == line
