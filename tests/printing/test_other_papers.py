"""Till reports, day sheets and reports on paper."""

from dataclasses import replace

import pytest

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.printing.page.pages import PAPERS, PaperName
from salondesk.printing.papers.day_sheet import day_sheet_document
from salondesk.printing.papers.report import report_document
from salondesk.printing.papers.z_report import _tenders, movement_label, till_document
from salondesk.printing.text.bidi import first_strong, levels, visual_order
from salondesk.printing.text.wording import LANGUAGES, DocumentLanguage, wording
from salondesk.reports.table import Column, ColumnKind, ReportTable
from tests.printing import samples
from tests.printing.reading import pages_of, text_of, words_of


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_z_shows_its_number_the_count_and_the_difference(
    paper: PaperName, language: DocumentLanguage
) -> None:
    words = words_of(till_document(samples.till_report(), paper=paper, language=language).data)
    assert {
        "T1A-Z-000031",
        "2026-11-20",
        "500.00",
        "885.00",
        "884.75",
        "-0.25",
        "1,983.72",
        "125,440.50",
    } <= words


def test_an_x_is_marked_as_one_and_has_no_count() -> None:
    text = text_of(till_document(samples.till_report(closed=False), paper="80mm", language="en").data)
    assert "X report" in text
    assert "The till is still open" in text
    assert "Counted" not in text
    assert "Signature" not in text


def test_the_count_of_a_tender_is_read_after_its_times_sign_in_arabic() -> None:
    labels = [row.label.pick("ar") for row in _tenders(samples.till_report(), wording("ar")) if row.strong]
    assert labels
    for label in labels:
        placed = list(zip(label, levels(label, 1), strict=True))
        shown = "".join(letter for letter, _level in visual_order(placed, lambda one: one[1]))
        count, _times, _name = shown.partition("×")
        assert any(letter.isdigit() for letter in count), shown


def test_a_z_lists_documents_tenders_and_petty_cash() -> None:
    text = text_of(till_document(samples.till_report(), paper="80mm", language="en").data)
    for part in (
        "T1A-INV-000124",
        "T1A-CRN-000007",
        "Coffee and milk",
        "-25.50",
        "Short of small coins",
        "Mona",
    ):
        assert part in text
    assert "Copy" in words_of(till_document(samples.till_report(), paper="a4", language="en", copy=True).data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_sheet_tells_when_who_what_and_the_alert(language: DocumentLanguage) -> None:
    text = text_of(day_sheet_document(samples.day_sheet(), language=language).data)
    for part in (
        "08:00–09:15",
        "Allergy: ammonia",
        "Hind Al Marri",
        "+971 50 123 4567",
        "Prefers cooler water",
    ):
        assert part in text
    assert ("الجمعة" in text) == (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_takings_print_with_totals_that_add_up(language: DocumentLanguage) -> None:
    words = words_of(report_document(samples.day_takings(), language=language).data)
    assert {"1,889.25", "94.47", "1,983.72", "1,983.86", "310.50", "-363.00"} <= words


def test_a_cash_movement_runs_from_the_right_in_arabic_whatever_its_reason_is_written_in() -> None:
    label = movement_label("10:00", "milk", LocalText(en="Sara", ar="سارة"))
    assert first_strong(label.ar) == 1
    assert not first_strong(label.en)


def test_a_total_never_stands_alone_on_a_page() -> None:
    columns = (
        Column(key="item", title=Message.of("Item")),
        Column(key="net", title=Message.of("Net"), kind=ColumnKind.MONEY, summed=True),
    )
    whole = samples.day_takings()
    pages = set()
    for count in range(33, 41):
        rows = tuple((f"row{n}", 100) for n in range(count))
        table = ReportTable(
            title=Message.of("Net"), columns=columns, rows=rows, currency="AED", zone="Asia/Dubai"
        )
        report = report_document(replace(whole, tables=(table,)), language="en")
        texts = pages_of(report.data)
        pages.add(len(texts))
        assert f"row{count - 1}" in texts[-1]
    assert pages == {1, 2}
