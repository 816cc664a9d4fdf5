"""Line breaking, faces and shaping."""

import time

from salondesk.printing.text.fonts import REPLACEMENT, font_set
from salondesk.printing.text.text_flow import TextStyle, break_lines, measure

SENTENCE = (
    "يمكن استبدال المنتجات غير المفتوحة خلال سبعة أيام "
    "مع إبراز الفاتورة الأصلية رقم \u2066T1A-INV-000123\u2069"
)


def words(text: str, width: float) -> list[str]:
    """Return the words of each set line in reading order."""
    found = []
    for line in break_lines(text, "regular", width):
        runs = line.runs[::-1] if line.rtl else line.runs
        found.append("".join(run.text for run in runs))
    return found


def test_lines_break_in_reading_order_and_lose_no_word() -> None:
    lines = words(SENTENCE, 12_000)
    assert len(lines) > 3
    assert " ".join(lines).split() == SENTENCE.replace("\u2066", "").replace("\u2069", "").split()
    assert lines[0].startswith("يمكن")


def test_no_line_is_wider_than_the_room() -> None:
    for width in (1_500, 4_000, 9_000):
        assert all(line.advance <= width + 0.01 for line in break_lines(SENTENCE, "semibold", width))


def test_hard_breaks_stay_and_an_empty_text_is_one_line() -> None:
    assert len(break_lines("a\r\nb\n\nc", "regular", 1e6)) == 4
    assert len(break_lines("", "regular", 1e6)) == 1


def test_each_hard_line_has_its_own_direction_unless_told() -> None:
    assert [line.rtl for line in break_lines("Disc.\nخصم", "regular", 1e6)] == [False, True]
    assert [line.rtl for line in break_lines("Disc.\nخصم", "regular", 1e6, 1)] == [True, True]


def test_lam_alef_is_one_glyph_and_letters_join() -> None:
    arabic = font_set("regular").arabic
    assert [glyph.text for glyph in arabic.shape("لا", rtl=True).glyphs] == ["ال"]
    alone = arabic.shape("ب", rtl=True).glyphs[0].gid
    assert alone not in {glyph.gid for glyph in arabic.shape("ببب", rtl=True).glyphs}


def test_marks_take_no_room() -> None:
    arabic = font_set("regular").arabic
    assert arabic.shape("عَلَ", rtl=True).advance == arabic.shape("عل", rtl=True).advance


def test_arabic_digits_keep_their_order() -> None:
    shaped = font_set("regular").arabic.shape("١٢٣٫٥٠", rtl=False)
    assert "".join(glyph.text for glyph in shaped.glyphs) == "١٢٣٫٥٠"


def test_a_character_without_a_glyph_is_shown_as_a_replacement_and_copies_as_itself() -> None:
    latin = font_set("regular").latin
    (shown,) = latin.shape(REPLACEMENT, rtl=False).glyphs
    (emoji,) = latin.shape("😀", rtl=False).glyphs
    assert (emoji.gid, emoji.text) == (shown.gid, "😀")


def test_latin_digits_come_from_one_face_in_both_scripts() -> None:
    for text in ("خصم 12.50 درهم", "Discount 12.50"):
        (line,) = break_lines(text, "regular", 1e6)
        assert {run.face for run in line.runs if "12.50" in run.text} == {font_set("regular").latin}


def test_a_joiner_keeps_its_word_in_one_run() -> None:
    (line,) = break_lines("می\u200cخواهم", "regular", 1e6)
    assert len(line.runs) == 1


def test_a_name_of_ten_thousand_characters_is_set_whole_and_soon() -> None:
    for name in ("ا" * 10_000, "x" * 10_000, "م" * 9_999 + "َ", "Sara " * 2_000):
        start = time.perf_counter()
        lines = break_lines(name, "regular", 12_000)
        assert time.perf_counter() - start < 5
        text = "".join(run.text for line in lines for run in line.runs)
        assert text.replace(" ", "") == name.replace(" ", "")
        assert all(line.advance <= 12_000.01 for line in lines)


def test_measure_is_in_points() -> None:
    assert measure("00", TextStyle(10)) == 2 * measure("0", TextStyle(10))
    assert measure("0", TextStyle(20)) == 2 * measure("0", TextStyle(10))
