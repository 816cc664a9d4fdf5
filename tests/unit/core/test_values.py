"""Small words of the core: clocks, ids, texts in two languages, errors, messages and the finder of resources."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core import resources
from salondesk.core.clock import FixedClock, SystemClock, monotonic_ms
from salondesk.core.errors import BugError, PermissionRefused, SalonDeskError, SlotTaken, UserError
from salondesk.core.ids import id_source, id_text, parse_id, seeded_id_source
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_, NP_

NOW = 1_795_170_600_000


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOW)
    assert clock.now_ms() == NOW
    clock.advance(1_500)
    assert clock.now_ms() == NOW + 1_500
    clock.move_to(5)
    assert clock.now_ms() == 5


def test_the_system_clock_is_the_machines() -> None:
    assert abs(SystemClock().now_ms() - time.time() * 1_000) < 5_000
    assert monotonic_ms() <= monotonic_ms()


def test_ids_are_uuid7_of_the_clocks_instant() -> None:
    fresh = id_source(FixedClock(NOW))
    made = fresh()
    assert len(made) == 16
    assert int.from_bytes(made[:6], "big") == NOW
    assert (made[6] >> 4, made[8] >> 6) == (7, 2)
    assert len({fresh() for _ in range(1_000)}) == 1_000


def test_ids_sort_by_the_time_they_were_made() -> None:
    clock = FixedClock(NOW)
    fresh = id_source(clock)
    made = []
    for _ in range(50):
        made.append(fresh())
        clock.advance(1)
    assert made == sorted(made)


def test_seeded_ids_come_again_with_the_same_seed() -> None:
    one, two = (seeded_id_source(FixedClock(NOW), random.Random(7)) for _ in range(2))
    made = [one() for _ in range(5)]
    assert made == [two() for _ in range(5)]
    assert all((value[6] >> 4, value[8] >> 6) == (7, 2) for value in made)
    assert int.from_bytes(made[0][:6], "big") == NOW


@given(st.binary(min_size=16, max_size=16))
def test_the_text_of_an_id_reads_back_with_and_without_dashes(value: bytes) -> None:
    text = id_text(value)
    assert [len(part) for part in text.split("-")] == [8, 4, 4, 4, 12]
    assert parse_id(text) == parse_id(text.replace("-", "")) == value


@pytest.mark.parametrize("text", ["", "abcd", "zz" * 16, "00" * 17])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_id(text)


@pytest.mark.parametrize(
    ("text", "lang", "picked"),
    [
        (LocalText(en="Cut", ar="قص"), "ar", "قص"),
        (LocalText(en="Cut", ar="قص"), "en", "Cut"),
        (LocalText(en="Cut"), "ar", "Cut"),
        (LocalText(ar="قص"), "en", "قص"),
        (LocalText(), "en", ""),
    ],
)
def test_a_text_stands_in_for_the_language_it_lacks(text: LocalText, lang: str, picked: str) -> None:
    assert text.pick(lang) == picked
    assert bool(text) is bool(picked)
    assert LocalText.from_json(text.to_json()) == text


def test_a_language_of_a_newer_program_is_ignored() -> None:
    assert LocalText.from_json('{"en": "Cut", "ur": "کٹ"}') == LocalText(en="Cut")


def test_errors_carry_a_message_and_the_permission_that_would_help() -> None:
    message = Message.of(N_("Taken by {client}."), client="Mona")
    for kind in (PermissionRefused, SlotTaken):
        error = kind(message, "booking.overlap")
        assert isinstance(error, UserError)
        assert (error.message, error.permission, str(error)) == (
            message,
            "booking.overlap",
            "Taken by {client}.",
        )
    assert not issubclass(BugError, SalonDeskError)


def test_a_counted_message_fills_its_count() -> None:
    message = Message.counted(NP_("{n} booking of {day}", "{n} bookings of {day}"), 3, day="Friday")
    assert (message.key, message.plural, message.count) == (
        "{n} booking of {day}",
        "{n} bookings of {day}",
        3,
    )
    assert message.params == {"n": 3, "day": "Friday"}


def test_a_checkout_finds_its_own_folders() -> None:
    root = Path(__file__).resolve().parents[3]
    assert resources.resource("fonts") == root / "resources" / "fonts"
    assert resources.translations_dir() == root / "translations"
