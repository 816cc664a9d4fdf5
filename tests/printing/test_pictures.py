"""Emoji on paper: left out with everything that joins them, kept in the record, never a box."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salondesk.core.localtext import LocalText
from salondesk.printing.page.pages import PAPERS, PaperName
from salondesk.printing.papers.document import fiscal_document
from salondesk.printing.text.emoji import NOTHING_LEFT, without_pictures
from salondesk.printing.text.fonts import REPLACEMENT, font_set
from salondesk.printing.text.text_flow import break_lines
from tests.printing import samples
from tests.printing.reading import text_of


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Bridal package 💍✨", "Bridal package"),
        ("💅 Nails", "Nails"),
        ("Cut 💇🏽‍♀️ and colour", "Cut and colour"),
        ("عروس 👰‍♀️ وحناء", "عروس وحناء"),
        ("From 🇦🇪 with ❤️", "From with"),
        ("Room 2️⃣", "Room 2"),
        ("\U0001fae8\U0001faa9", NOTHING_LEFT),
        ("👩‍👩‍👧‍👦", NOTHING_LEFT),
        ("first 💐\nsecond", "first\nsecond"),
        ("Wella® ™ © 5 ½", "Wella® ™ © 5 ½"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a  b", "a  b"),
        ("", ""),
    ],
)
def test_pictures_leave_no_trace_and_the_words_stay(text: str, printed: str) -> None:
    assert without_pictures(text) == printed


def test_a_letter_that_no_face_has_still_shows_that_something_stands_there() -> None:
    (line,) = break_lines("नमस्ते", "regular", 1e6)
    boxes = font_set("regular").latin.shape(REPLACEMENT, rtl=False).glyphs
    assert {glyph.gid for run in line.runs for glyph in run.shaped.glyphs} == {boxes[0].gid}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_document_shows_no_box_for_an_emoji_and_its_record_keeps_it(paper: PaperName) -> None:
    plain = samples.an_invoice((samples.a_line(1, LocalText(en="Nails", ar="أظافر"), 10_000),))
    smiling = replace(
        plain, lines=(replace(plain.lines[0], names=LocalText(en="Nails 💅🏽✨", ar="أظافر 💅🏽✨")),)
    )
    assert "💅" in smiling.lines[0].names.en
    printed = text_of(fiscal_document(smiling, paper=paper, language="both").data)
    assert printed == text_of(fiscal_document(plain, paper=paper, language="both").data)
