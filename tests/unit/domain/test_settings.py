"""The declared settings: each comes back from its text, belongs somewhere, and has words for people."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.settings import Choice, Level, Setting, Text, Whole, Wholes
from salondesk.domain.access import Permission
from salondesk.domain.device_settings import FLAT_KEYS, device_texts, device_toml
from salondesk.domain.settings import (
    DIGITS,
    KEEP_MONTHS,
    LATE_MINUTES,
    PRINT_PAPER,
    PRINTER_A4,
    PRINTER_RECEIPT,
    SETTINGS,
    TOO_FAR,
    WINDOW_LANG,
    SettingPlace,
    SettingValue,
    setting_id,
    setting_problems,
    value_at,
)

SHOP, BRANCH, TILL, USER = (Id(bytes([n]) * 16) for n in range(1, 5))
PLACE = SettingPlace(shop_id=SHOP, branch_id=BRANCH, till_id=TILL, user_id=USER)
ALL = pytest.mark.parametrize("setting", list(SETTINGS), ids=lambda setting: setting.key)


def values(setting: Setting[Any]) -> st.SearchStrategy[Any]:
    """Every value of a setting's type."""
    kind = setting.type
    if isinstance(kind, Whole):
        return st.integers(kind.least, kind.most)
    if isinstance(kind, Wholes):
        each = st.integers(kind.each.least, kind.each.most)
        return st.lists(each, unique=True, max_size=kind.longest).map(tuple)
    if isinstance(kind, Choice):
        return st.sampled_from(kind.options)
    assert isinstance(kind, Text)
    return st.text(max_size=kind.longest).map(str.strip).filter(lambda text: len(text.splitlines()) < 2)


@ALL
@given(data=st.data())
def test_every_value_comes_back_from_text_and_file(setting: Setting[Any], data: st.DataObject) -> None:
    value = data.draw(values(setting))
    text = setting.format(value)
    assert setting.parse(text) == value
    if setting.level is Level.DEVICE:
        read = device_texts(tomllib.loads(device_toml({setting.key: text})))
        assert setting.stored(read.get(setting.key)) == value


@ALL
def test_a_setting_has_words_and_a_permission_that_exists(setting: Setting[Any]) -> None:
    assert setting.title and setting.help.endswith(".")
    if setting.level is Level.DEVICE:
        assert setting.permission == ""
    else:
        assert setting.permission in set(Permission)


@ALL
def test_nonsense_is_one_complaint(setting: Setting[Any]) -> None:
    with pytest.raises(UserError):
        setting.parse("\n?\n" * 300)


def test_the_values_that_the_program_had_until_now_are_the_defaults() -> None:
    assert (KEEP_MONTHS.default, LATE_MINUTES.default, PRINT_PAPER.default) == (60, 5, "80mm")
    assert TOO_FAR.default == "refuse"


def test_a_date_far_ahead_is_never_only_mentioned() -> None:
    with pytest.raises(UserError):
        TOO_FAR.parse("info")


def test_that_a_person_is_taken_is_no_setting() -> None:
    assert "finding.person_taken" not in SETTINGS and "finding.resource_full" not in SETTINGS


def test_what_an_older_file_says_counts_until_the_shop_has_chosen() -> None:
    assert value_at(DIGITS, PLACE, {}, "arab") == "arab"
    assert value_at(DIGITS, PLACE, {(SHOP, "shop.digits"): "latn"}, "arab") == "latn"


def test_a_value_counts_at_its_own_place_only() -> None:
    texts = {
        (SHOP, "shop.digits"): "arab",
        (BRANCH, "booking.late_minutes"): "15",
        (Id(bytes(16)), "print.paper"): "a4",
        (TILL, "log.keep_months"): "12",
    }
    assert value_at(DIGITS, PLACE, texts) == "arab"
    assert value_at(LATE_MINUTES, PLACE, texts) == 15
    assert value_at(PRINT_PAPER, PLACE, texts) == "80mm"
    assert value_at(KEEP_MONTHS, PLACE, texts) == 60
    assert value_at(WINDOW_LANG, PLACE, {(USER, "window.lang"): "ar"}) == "en"
    assert PLACE.id_of(Level.USER) == USER


def test_a_setting_has_one_id_wherever_it_is_changed() -> None:
    assert setting_id(SHOP, "a.b") == setting_id(SHOP, "a.b")
    assert len({setting_id(who, key) for who in (SHOP, BRANCH) for key in ("a.b", "a.c")}) == 4


@pytest.mark.parametrize(
    ("level", "key", "value", "wrong"),
    [
        ("shop", "shop.digits", "arab", False),
        ("till", "print.paper", "a4", False),
        ("shop", "shop.digits", "roman", True),
        ("branch", "shop.digits", "arab", True),
        ("shop", "shop.nothing", "1", True),
        ("device", "window.lang", "ar", True),
    ],
)
def test_a_record_is_judged_by_its_declaration(level: str, key: str, value: str, wrong: bool) -> None:
    record = SettingValue(
        id=setting_id(SHOP, key), branch_id=BRANCH, level=level, level_id=SHOP, key=key, value=value
    )
    assert bool(setting_problems(record)) is wrong


# ---------------------------------------------------------------- this computer's file


def test_the_flat_file_of_today_is_still_read() -> None:
    old = 'lang = "ar"\ntheme = "dark"\nnumerals = "arab"\nprinter = "EPSON \\"1\\""\n'
    assert device_texts(tomllib.loads(old)) == {
        "window.lang": "ar",
        "window.theme": "dark",
        "shop.digits": "arab",
        "printer.receipt": 'EPSON "1"',
        "printer.a4": 'EPSON "1"',
    }
    assert all(key in SETTINGS for keys in FLAT_KEYS.values() for key in keys)


def test_a_table_counts_more_than_a_flat_key() -> None:
    both = 'printer = "old"\nlang = "ar"\n[window]\nlang = "en"\n'
    assert device_texts(tomllib.loads(both))["window.lang"] == "en"
    assert device_texts({"printer": {"a4": "Laser"}}) == {"printer.a4": "Laser"}


def test_what_makes_no_sense_is_left_out() -> None:
    data = {
        "lang": "fr",
        "theme": 3,
        "window": {"lang": 1.5, "size": "big", "theme": "dark"},
        "printer": ["x"],
    }
    assert device_texts(data) == {"window.theme": "dark", "printer.receipt": "x", "printer.a4": "x"}


def test_the_file_holds_what_differs_from_the_defaults_by_tables() -> None:
    texts = {"window.lang": "ar", "window.theme": "light", "printer.a4": "Laser", "printer.receipt": "P"}
    assert device_toml(texts) == '[window]\nlang = "ar"\n\n[printer]\nreceipt = "P"\na4 = "Laser"\n'
    assert device_toml({}) == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_printers_name_survives_the_file(receipt: str, pages: str) -> None:
    texts = {}
    for setting, name in ((PRINTER_RECEIPT, receipt), (PRINTER_A4, pages)):
        try:
            texts[setting.key] = setting.format(setting.parse(name))
        except UserError:
            continue
    read = device_texts(tomllib.loads(device_toml(texts)))
    assert read == {key: text for key, text in texts.items() if text}
