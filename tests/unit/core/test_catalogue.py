"""Messages said by a catalogue: plurals, nested messages, direction isolates, and a checkout without .mo."""

from __future__ import annotations

from pathlib import Path

import pytest

from salondesk.core.catalogue import ARABIC_PLURAL_FORMS, Catalogue, catalogue, has_rtl, load
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_, NP_
from tests.support.tool_modules import tool

PO = f"""msgid ""
msgstr ""
"Language: ar\\n"
"Plural-Forms: {ARABIC_PLURAL_FORMS}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Moved to {{time}}"
msgstr "نُقل إلى {{time}}"

msgid "{{client}}: {{what}}"
msgstr "{{client}}: {{what}}"

msgid "{{n}} visit"
msgid_plural "{{n}} visits"
msgstr[0] "zero"
msgstr[1] "one"
msgstr[2] "two"
msgstr[3] "few {{n}}"
msgstr[4] "many {{n}}"
msgstr[5] "other {{n}}"
"""


@pytest.fixture
def arabic(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "salondesk.po").write_text(PO, encoding="utf-8")
    return load("ar", tmp_path)


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other"),
     (102, "other"), (103, "few"), (111, "many")],
)  # fmt: skip
def test_arabic_counts_in_six_forms(arabic: Catalogue, n: int, form: str) -> None:
    assert arabic.text(Message.counted(NP_("{n} visit", "{n} visits"), n)).split()[0] == form


def test_english_counts_in_two_forms() -> None:
    english = catalogue("en")
    assert english.text(Message.counted(("{n} visit", "{n} visits"), 1)) == "1 visit"
    assert english.text(Message.counted(("{n} visit", "{n} visits"), 3)) == "3 visits"


def test_numbers_and_names_are_isolated_in_arabic(arabic: Catalogue) -> None:
    assert arabic.text(Message.of("Moved to {time}", time="14:30")) == "نُقل إلى \u206614:30\u2069"
    said = arabic.text(
        Message.of("{client}: {what}", client="Mariam", what=Message.of("Moved to {time}", time="9"))
    )
    assert said.startswith("\u2068Mariam\u2069")
    assert said.endswith("\u2068نُقل إلى \u20669\u2069\u2069")


def test_an_arabic_name_is_isolated_in_english_and_a_latin_one_is_not() -> None:
    english = catalogue("en")
    assert english.text(Message.of("Booked {client}", client="نورة")) == "Booked \u2068نورة\u2069"
    assert english.text(Message.of("Booked {client}", client="Noura")) == "Booked Noura"


def test_values_are_shown_by_the_callers_formatter() -> None:
    assert catalogue("en").text(Message.of("Pay {sum}", sum=5), show=lambda v: f"AED {v}") == "Pay AED 5"


def test_a_name_in_several_languages_is_said_in_this_one(arabic: Catalogue) -> None:
    message = Message.of("Moved to {time}", time=LocalText(en="Marwa", ar="مروة"))
    assert load("en", Path()).text(message) == "Moved to Marwa"
    assert "مروة" in arabic.text(message) and "LocalText" not in arabic.text(message)


def test_a_message_is_a_value() -> None:
    assert Message.of(N_("a"), x=1) == Message.of("a", x=1)
    assert {Message.of("a", x=1): 1}
    assert has_rtl("a نورة") and not has_rtl("Noura")


def test_an_unknown_language_speaks_english() -> None:
    assert catalogue("xx").lang == "en"


def test_a_compiled_catalogue_older_than_its_source_is_not_trusted(tmp_path: Path) -> None:
    import os

    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "salondesk.po").write_text(PO, encoding="utf-8")
    (folder / "salondesk.mo").write_bytes(b"damaged")
    os.utime(folder / "salondesk.mo", (1, 1))
    assert load("ar", tmp_path).has("Moved to {time}")


def test_the_arabic_catalogue_is_complete_current_and_keeps_its_fields() -> None:
    assert tool("catalogues").faults("ar") == []
