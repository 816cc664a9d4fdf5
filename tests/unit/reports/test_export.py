"""Reports as CSV and JSON."""

import csv
import io
import json

import pytest

from salondesk.core.catalogue import catalogue
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.reports.day_sheet import as_report
from salondesk.reports.export import decimal_text, safe_text, to_csv, to_json
from salondesk.reports.table import Column, ColumnKind, Report, ReportTable
from tests.printing import samples


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_opens_in_excel_with_its_own_figures() -> None:
    data = to_csv(samples.day_takings(), catalogue("en"))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read(data)
    assert rows[0] == ["Documents"]
    assert rows[1][:3] == ["Time", "Number", "Client"]
    assert [
        "2026-11-20 14:05",
        "T1A-CRN-000007",
        "فاطمة الزهراء",
        "-345.71",
        "-17.29",
        "-363.00",
        "0.00",
        "-363.00",
    ] in rows
    assert ["", "", "", "1889.25", "94.47", "1983.72", "0.14", "1983.86"] in rows


def test_csv_speaks_the_language_it_is_given() -> None:
    assert read(to_csv(samples.day_takings(), catalogue("ar")))[0] == ["المستندات"]


@pytest.mark.parametrize("text", ["=1+1", "+971 50", "-2", "@cmd", "\t=1", "  =1", "\u2066=HYPERLINK(1)"])
def test_texts_that_look_like_formulas_are_disarmed(text: str) -> None:
    assert safe_text(text).startswith("'")


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("Sara", "سارة", "", "10 % off", "a=b"):
        assert safe_text(text) == text


def test_a_formula_in_a_name_is_disarmed_and_a_negative_amount_is_not() -> None:
    columns = (
        Column(key="name", title=Message.of("Client")),
        Column(key="net", title=Message.of("Net"), kind=ColumnKind.MONEY, summed=True),
        Column(key="rate", title=Message.of("Rate"), kind=ColumnKind.RATE),
    )
    table = ReportTable(
        title=Message.of("Taxes"),
        columns=columns,
        rows=(("=cmd|' /C calc'!A0", -1_250, 50_000), (LocalText(en="@x"), None, 99_750)),
        currency="KWD",
        zone="Asia/Kuwait",
    )
    day = samples.day_sheet().day
    report = Report(
        name="t",
        title=Message.of("Taxes"),
        shop=LocalText(en="S"),
        first_day=day,
        last_day=day,
        made_at=0,
        zone="UTC",
        tables=(table,),
    )
    rows = read(to_csv(report, catalogue("en")))
    assert rows[2] == ["'=cmd|' /C calc'!A0", "-1.250", "0.05"]
    assert rows[3] == ["'@x", "", "0.09975"]
    assert rows[4] == ["", "-1.250", ""]


def test_json_keeps_minor_units_and_offsets() -> None:
    data = json.loads(to_json(samples.day_takings(), catalogue("en")))
    assert data["report"] == "takings"
    assert data["from"] == "2026-11-20"
    first = data["tables"][0]
    assert first["rows"][0]["time"] == "2026-11-20T14:05:00+04:00"
    assert first["totals"]["total"] == 198_372
    assert data["tables"][1]["rows"][0]["tender"] == "Cash"


def test_a_day_sheet_exports_too() -> None:
    rows = read(to_csv(as_report(samples.day_sheet()), catalogue("en")))
    assert rows[2][2] == "فاطمة الزهراء"
    assert rows[2][3] == "'+971 50 123 4567"
    assert rows[5][5] == "Cancelled"


def test_decimals_follow_the_currency() -> None:
    assert decimal_text(-5, "AED") == "-0.05"
    assert decimal_text(1_234_567, "KWD") == "1234.567"
    assert decimal_text(45, "JPY") == "45"


def test_a_row_must_have_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="cells"):
        ReportTable(title=Message.of("x"), columns=(), rows=((1,),), currency="AED", zone="UTC")
