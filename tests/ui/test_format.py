"""What people read: money, times, dates and phones, in both languages and both kinds of digits."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from salondesk.core.money import Money
from salondesk.ui.format import Formatter

EN, AR, INDIC = Formatter("en"), Formatter("ar"), Formatter("ar", "arab")


def bare(text: str) -> str:
    """Drop isolates and non-breaking spaces."""
    return "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069\u200f").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("minor", "currency", "english", "arabic"),
    [(123450, "AED", "AED 1,234.50", "1,234.50 د.إ."), (12500, "KWD", "KWD 12.500", "12.500 د.ك."),
     (-5, "AED", "AED −0.05", "−0.05 د.إ."), (1200, "JPY", "JPY 1,200", "1,200 JP¥")],
)  # fmt: skip
def test_money_shows_all_decimals_of_its_currency(
    minor: int, currency: str, english: str, arabic: str
) -> None:
    assert bare(EN.money(minor, currency)) == english
    assert bare(AR.money(minor, currency)) == arabic


def test_arabic_indic_digits_are_a_setting() -> None:
    assert bare(INDIC.money(123450, "AED")) == "١٬٢٣٤٫٥٠ د.إ."
    assert bare(INDIC.time(870)) == "١٤:٣٠"
    assert bare(AR.time(870)) == "14:30"
    assert Formatter("en", "arab").time(870) == "14:30"


def test_times_pass_midnight_and_know_both_clocks() -> None:
    assert EN.time(1470) == "00:30"
    assert bare(Formatter("en", clock="12h").time(870)) == "2:30 pm"
    assert EN.time_range(540, 615) == "09:00–10:15"


def test_numbers_are_isolated_in_arabic_only() -> None:
    assert AR.time(870) == "\u206614:30\u2069"
    assert "\u2066" not in EN.time(870) + EN.money(1, "AED") + EN.date(date(2026, 11, 20))


def test_dates_are_said_as_people_say_them() -> None:
    day = date(2026, 11, 20)
    assert EN.date(day) == "Fri 20 Nov 2026"
    assert bare(AR.date(day)) == "الجمعة 20 نوفمبر 2026"
    assert bare(INDIC.date(day, "short")) == "٢٠ نوفمبر"


def test_phones_are_grouped_and_oddities_kept() -> None:
    assert EN.phone("+971501234567") == "+971 50 123 4567"
    assert AR.phone("+971501234567") == "\u2066+971 50 123 4567\u2069"
    assert EN.phone("ask at desk") == "ask at desk"


def test_durations_rates_and_quantities() -> None:
    assert EN.duration(90) == "1 h 30 min" and EN.duration(45) == "45 min" and EN.duration(0) == "0 min"
    assert EN.percent(50_000) == "5%" and EN.percent(99_750) == "9.975%" and EN.quantity(1_500) == "1.5"


def test_any_value_of_a_message_is_shown() -> None:
    assert bare(EN.show(Money(500, "AED"))) == "AED 5.00"
    assert EN.show(1234) == "1,234" and EN.show("x") == "x" and EN.show(True) == "True"
    assert EN.show(datetime(2026, 11, 20, 14, 30)) == "Fri 20 Nov 14:30"  # noqa: DTZ001 - a wall-clock value


def test_a_time_of_day_in_a_sentence_has_no_seconds() -> None:
    assert EN.show(time(16, 0)) == "16:00"
    assert bare(INDIC.show(time(9, 5))) == "٠٩:٠٥"
    assert bare(Formatter("en", clock="12h").show(time(16, 0))) == "4:00 pm"
