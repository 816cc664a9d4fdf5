"""Files of other systems: their encodings, their damage, and what a field says in them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.errors import UserError
from salondesk.services.imports.sheet import decode, read_sheet
from salondesk.services.imports.values import (
    RowError,
    read_amount,
    read_date,
    read_flag,
    read_minute,
    read_name,
    read_price,
    read_quantity,
    read_rounded,
)

TEXT = "Code,Name\nA,فاطمة\nB,Zoë\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_read_whatever_its_encoding(encoding: str) -> None:
    assert read_sheet(TEXT.encode(encoding)).rows[0].fields == {"Code": "A", "Name": "فاطمة"}


def test_windows_arabic_is_read_when_it_is_not_utf_8() -> None:
    assert decode("اسم,السعر".encode("cp1256")) == "اسم,السعر"


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UserError):
        decode("é".encode("latin-1"), "utf-8")
    with pytest.raises(UserError):
        decode(b"x", "klingon")


def test_damage_costs_one_row_and_not_the_rest() -> None:
    sheet = read_sheet(b'A,B\n1,2\n3\n"open,4\n5,6,7\n8,"x ""y"" z"\n\n9,"two\nlines"\n')
    assert [(r.row, r.fields["B"]) for r in sheet.rows] == [(2, "2"), (6, 'x "y" z'), (8, "two\nlines")]
    assert [r.row for r in sheet.damaged] == [3, 4, 5]
    assert sheet.read == 6


def test_semicolons_and_tabs_are_found_out() -> None:
    assert read_sheet(b"A;B\n1;2,5\n").rows[0].fields == {"A": "1", "B": "2,5"}
    assert read_sheet(b"A\tB\r\n1\t2\r\n").rows[0].fields == {"A": "1", "B": "2"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"A,A\n1,2\n"])
def test_a_file_without_a_sound_heading_is_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        read_sheet(data)


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    try:
        sheet = read_sheet(data)
    except UserError:
        return
    assert sheet.read == len(sheet.rows) + len(sheet.damaged)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("04/03/2018", "mdy"), ("3/4/2018", "dmy"), ("2018-04-03", "mdy"), ("03.04.2018", "mdy"), ("3 Apr 2018", "ymd"),
        ("03-April-2018", "ymd"), ("Apr 3, 2018", "dmy"), ("٠٣/٠٤/٢٠١٨", "dmy"), ("2018-04-03 10:20:00", "ymd"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_style(text: str, style: str) -> None:
    assert read_date(text, style) == date(2018, 4, 3)


@pytest.mark.parametrize(
    "text", ["", "13/40/2018", "31/12/2018", "tomorrow", "03/04/18", "1/1/0001", "2018-02-30"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(RowError):
        read_date(text, "mdy")


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("3:50:00 PM", 950),
        ("12:00 AM", 0),
        ("12:30 pm", 750),
        ("15:50", 950),
        ("٣:٥٠ م", 950),
        ("9:05 ص", 545),
    ],
)
def test_a_time_is_read_with_and_without_halves(text: str, minute: int) -> None:
    assert read_minute(text) == minute


@pytest.mark.parametrize("text", ["", "25:00", "13:00 PM", "10:75", "noon"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(RowError):
        read_minute(text)


def test_prices_are_not_negative_but_amounts_may_be() -> None:
    assert read_amount("-50", "CAD") == -5_000
    assert read_price("", "CAD") == 0
    for text in ("-1", "1e5", "NaN", "1.005", "abc"):
        with pytest.raises(RowError):
            read_price(text, "CAD")


def test_costs_are_rounded_and_quantities_exact() -> None:
    assert read_rounded("9.325", "CAD") == 933
    assert read_rounded("-1,234.505", "CAD") == -123_451
    assert read_quantity("-1.5") == -1_500
    for text in ("1.0005", "Infinity", "x"):
        with pytest.raises(RowError):
            read_quantity(text)


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert read_flag("TRUE") and read_flag("نعم")
    assert not read_flag("0")
    with pytest.raises(RowError):
        read_flag("perhaps")


def test_a_name_keeps_its_emoji_and_loses_what_would_turn_the_line_around() -> None:
    assert read_name("  Zoë 💇‍♀️ \u202egnp.exe ") == "Zoë 💇‍♀️ gnp.exe"
    with pytest.raises(RowError):
        read_name("x" * 10_000)


@pytest.mark.parametrize("text", ["40,50", "1,2345", ",5", "1,23,456", "12,", "1.5,000"])
def test_a_comma_that_does_not_part_thousands_is_never_dropped(text: str) -> None:
    for read in (read_amount, read_price, read_rounded):
        with pytest.raises(RowError):
            read(text, "CAD")


def test_commas_part_thousands() -> None:
    assert read_price("1,234.50", "AED") == 123_450
    assert read_price("١٬٢٣٤٫٥٠", "AED") == 123_450
    assert read_rounded("-1,234,567.891", "AED") == -123_456_789


def test_a_word_to_spreadsheets_is_no_heading() -> None:
    sheet = read_sheet(b"sep=;\nCode;Name\nA;x\n")
    assert (sheet.columns, sheet.rows[0].row) == (("Code", "Name"), 3)
    with pytest.raises(UserError):
        read_sheet(b"sep=;")
