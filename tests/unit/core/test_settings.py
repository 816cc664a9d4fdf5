"""Settings as declared values: what a text means, what is said of one that means nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.catalogue import catalogue
from salondesk.core.errors import BugError, UserError
from salondesk.core.message import Message
from salondesk.core.settings import (
    Choice,
    Flag,
    Level,
    Setting,
    Settings,
    SettingType,
    Text,
    Whole,
    Wholes,
    plain_text,
)


def a_setting(
    kind: SettingType[Any],
    default: Any,
    key: str = "noun.word",
    valid: Callable[[Any], Message | None] | None = None,
) -> Setting[Any]:
    return Setting(
        key=key, type=kind, default=default, level=Level.SHOP, permission="shop.edit", title="Title", help="Help",
        valid=valid,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Flag(), "yes", True),
        (Flag(), " TRUE ", True),
        (Flag(), "نعم", True),
        (Flag(), "off", False),
        (Flag(), "0", False),
        (Flag(), "maybe", None),
        (Flag(), "", None),
        (Whole(1, 60), "1", 1),
        (Whole(1, 60), " 60 ", 60),
        (Whole(1, 60), "٤٥", 45),
        (Whole(-5, 60), "-5", -5),
        (Whole(1, 60), "+7", 7),
        (Whole(1, 60), "0", None),
        (Whole(1, 60), "61", None),
        (Whole(1, 60), "1.5", None),
        (Whole(1, 60), "1_0", None),
        (Whole(1, 60), "9" * 5_000, None),
        (Whole(1, 60), "", None),
        (Wholes(Whole(1, 100), 3), "5, 10,25", (5, 10, 25)),
        (Wholes(Whole(1, 100), 3), "٥، ١٠", (5, 10)),
        (Wholes(Whole(1, 100), 3), "", ()),
        (Wholes(Whole(1, 100), 3), "5,5", None),
        (Wholes(Whole(1, 100), 3), "1,2,3,4", None),
        (Wholes(Whole(1, 100), 3), "1,,2", None),
        (Wholes(Whole(1, 100), 3), "1,101", None),
        (Choice(("en", "ar")), " AR", "ar"),
        (Choice(("en", "ar")), "fr", None),
        (Text(5), "  HP 1 ", "HP 1"),
        (Text(5), "", ""),
        (Text(5), "123456", None),
        (Text(5), "a\nb", None),
    ],
)
def test_what_a_text_means(kind: SettingType[Any], text: str, value: object) -> None:
    setting = a_setting(kind, kind.parse(kind.format(_some(kind))))
    if value is not None:
        assert setting.parse(text) == value
        assert setting.parse(setting.format(value)) == value
        assert setting.stored(text) == value
        return
    with pytest.raises(UserError) as raised:
        setting.parse(text)
    said = catalogue("en").text(raised.value.message)
    assert said.startswith("Title: ") and "It must be " in said and len(said) < 300
    assert "{" not in said
    assert setting.stored(text) == setting.default


def _some(kind: SettingType[Any]) -> Any:
    match kind:
        case Flag():
            return False
        case Whole():
            return kind.most
        case Choice():
            return kind.options[0]
        case Text():
            return ""
    return ()


def test_nothing_stored_is_the_default() -> None:
    assert a_setting(Whole(1, 60), 10).stored(None) == 10


def test_a_rule_beyond_the_type_is_said_in_its_own_words() -> None:
    odd = Message("An even number, please.")
    setting = a_setting(Whole(1, 60), 10, valid=lambda n: odd if n % 2 else None)
    assert setting.parse("8") == 8
    with pytest.raises(UserError) as raised:
        setting.parse("7")
    assert raised.value.message is odd
    assert setting.stored("7") == 10


@pytest.mark.parametrize("key", ["word", "Noun.word", "noun.word.more", "noun.", "noun word", "9.a"])
def test_a_key_is_noun_and_word(key: str) -> None:
    with pytest.raises(BugError):
        a_setting(Flag(), True, key)


@pytest.mark.parametrize(
    ("kind", "default"),
    [(Whole(1, 5), 6), (Choice(("a", "b")), "c"), (Text(3), " x"), (Choice(("a", "B")), "B")],
)
def test_a_default_must_be_a_value_of_its_type(kind: SettingType[Any], default: object) -> None:
    with pytest.raises(BugError):
        a_setting(kind, default)


def test_settings_are_found_by_key_and_by_level() -> None:
    one, two = a_setting(Flag(), True, "a.one"), a_setting(Flag(), True, "a.two")
    declared = Settings([one, two])
    assert list(declared) == [one, two]
    assert declared.find(" A.One ") is one
    assert "a.one" in declared and "a.three" not in declared
    assert declared.at(Level.SHOP) == (one, two)
    assert declared.at(Level.TILL) == ()
    with pytest.raises(UserError) as raised:
        declared.find("a.three")
    assert catalogue("en").text(raised.value.message) == "There is no setting a.three."
    with pytest.raises(BugError):
        Settings([one, one])


@given(st.integers(-999, 999), st.data())
def test_every_whole_number_within_its_bounds_comes_back(least: int, data: st.DataObject) -> None:
    kind = Whole(least, least + 1_000)
    number = data.draw(st.integers(least, least + 1_000))
    assert kind.parse(kind.format(number)) == number


@given(st.lists(st.integers(1, 100), unique=True, max_size=6))
def test_every_list_of_numbers_comes_back(numbers: list[int]) -> None:
    kind = Wholes(Whole(1, 100), 6)
    assert kind.parse(kind.format(tuple(numbers))) == tuple(numbers)


@given(st.text())
def test_no_text_brings_more_than_a_complaint(text: str) -> None:
    for kind in (Flag(), Whole(1, 9), Wholes(Whole(1, 9), 3), Choice(("a",)), Text(9)):
        setting = a_setting(kind, _some(kind))
        try:
            value = setting.parse(text)
        except UserError:
            continue
        assert setting.parse(setting.format(value)) == value


@pytest.mark.parametrize(
    ("value", "text"), [(True, "yes"), (False, "no"), (5, "5"), ("a b", "a b"), ([5, 10], "5,10"), ([], "")]
)
def test_a_toml_value_is_a_text(value: object, text: str) -> None:
    assert plain_text(value) == text


@pytest.mark.parametrize("value", [1.5, {"a": 1}, date(2026, 1, 1), None, [1.5]])
def test_other_toml_values_are_none(value: object) -> None:
    with pytest.raises(ValueError, match="no setting is a"):
        plain_text(value)
