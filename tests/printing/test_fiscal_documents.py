"""Tax invoices and credit notes: what the law asks for, on both papers, in each language."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from salondesk.domain.sale.invoice import Invoice
from salondesk.printing.page.pages import PAPERS, PaperName
from salondesk.printing.papers import fiscal_words
from salondesk.printing.papers.document import fiscal_document
from salondesk.printing.papers.z_report import till_document
from salondesk.printing.text.wording import LANGUAGES, DocumentLanguage, wording
from salondesk.reports.z_report import debts
from tests.printing import samples
from tests.printing.reading import text_of, words_of

SALES: list[Callable[[], Invoice]] = [
    samples.dubai_sale,
    samples.full_sale,
    samples.credit_note,
    samples.kuwait_sale,
    samples.canada_sale,
]
ALL = [(paper, language) for paper in PAPERS for language in LANGUAGES]


def printed(
    sale: Invoice, paper: PaperName = "80mm", language: DocumentLanguage = "en", *, copy: bool = False
) -> bytes:
    return fiscal_document(sale, paper=paper, language=language, copy=copy).data


@pytest.mark.parametrize(("paper", "language"), ALL)
@pytest.mark.parametrize("make", SALES)
def test_every_document_names_what_it_must(
    make: Callable[[], Invoice], paper: PaperName, language: DocumentLanguage
) -> None:
    sale = make()
    words = words_of(printed(sale, paper, language))
    assert sale.number in words
    assert sale.legal_date.isoformat() in words
    assert "14:05" in words
    if sale.seller.tax_number.isdigit():
        assert sale.seller.tax_number in words
    name = sale.seller.names.pick("ar" if language == "ar" else "en")
    assert set(name.split()) <= words


@pytest.mark.parametrize(("paper", "language"), ALL)
def test_the_legal_words_stand_in_both_languages_on_every_document(
    paper: PaperName, language: DocumentLanguage
) -> None:
    text = text_of(printed(samples.dubai_sale(), paper, language))
    assert "Tax Invoice" in text
    assert {"فاتورة", "ضريبية"} <= set(text.split())
    note = text_of(printed(samples.credit_note(), paper, language))
    assert "Tax Credit Note" in note
    assert {"إشعار", "دائن", "ضريبي"} <= set(note.split())


def test_a_shop_without_a_tax_number_does_not_say_tax_invoice() -> None:
    assert "Tax Invoice" not in text_of(printed(samples.kuwait_sale()))


@pytest.mark.parametrize(("paper", "language"), ALL)
def test_only_a_copy_bears_the_stamp(paper: PaperName, language: DocumentLanguage) -> None:
    sale = samples.dubai_sale()
    assert {"Copy", "نسخة"} <= words_of(printed(sale, paper, language, copy=True))
    assert not {"Copy", "نسخة"} & words_of(printed(sale, paper, language))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_simplified_invoice_shows_gross_and_the_tax_inside(paper: PaperName) -> None:
    words = text_of(printed(samples.dubai_sale(), paper))
    assert "VAT included" in words
    for amount in ("1,216.99", "-43.63", "1,173.36", "55.88", "0.14", "1,173.50"):
        assert amount in words
    assert "Total before tax" not in words


@pytest.mark.parametrize("paper", PAPERS)
def test_payment_names_tender_approval_and_change_and_never_a_whole_card(paper: PaperName) -> None:
    text = text_of(printed(samples.dubai_sale(), paper))
    for part in ("4242", "012345", "800.00", "373.50", "400.00", "26.50", "Change given"):
        assert part in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_full_invoice_names_buyer_supply_date_and_each_lines_tax(paper: PaperName) -> None:
    sale = samples.full_sale()
    text = text_of(printed(sale, paper))
    for part in ("Gulf Events FZ-LLC", "100987654300003", "2026-11-19", "FT26324-7781"):
        assert part in text
    for line in sale.lines:
        for minor in (line.net_minor, line.tax_minor, line.gross_minor):
            assert f"{minor / 100:,.2f}" in text
    assert "1,117.48" in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_credit_note_refers_to_its_invoice_and_states_the_correction(paper: PaperName) -> None:
    text = text_of(printed(samples.credit_note(), paper))
    for part in (
        "T1A-INV-000123",
        "Colour not as agreed",
        "1,173.36",
        "810.36",
        "363.00",
        "17.29",
        "300.00",
        "63.00",
    ):
        assert part in text
    assert "-363.00" not in text


def test_each_person_discount_and_reason_is_on_the_slip() -> None:
    text = text_of(printed(samples.dubai_sale()))
    for part in ("Sara, Mona", "-42.00", "Discount: Birthday", "Discount: Loyal client", "Layla", "فاطمة"):
        assert part in text


def test_currencies_keep_their_own_decimals() -> None:
    assert {"12.500", "22.250"} <= words_of(printed(samples.kuwait_sale()))
    yen = replace(samples.an_invoice((samples.a_line(1, samples.CUT, 4_500),), currency="JPY"))
    assert "JPY 4,500" in text_of(printed(yen))


def test_taxes_on_top_are_named_as_in_the_snapshot() -> None:
    for paper in PAPERS:
        text = text_of(printed(samples.canada_sale(), paper))
        for part in ("GST 5%", "PST 8%", "4.63", "7.40", "92.50", "CAD 104.53"):
            assert part in text


def test_a_zero_rated_category_is_listed_with_its_base() -> None:
    zero = (("ZERO", samples.LocalText(en="Zero-rated", ar="صفرية"), "Z", 0),)
    lines = (samples.a_line(1, samples.CUT, 10_500), samples.a_line(2, samples.COLOUR, 5_000, taxes=zero))
    text = text_of(printed(replace(samples.an_invoice(lines), form=samples.InvoiceForm.FULL), "a4"))
    assert "VAT 5% on 100.00" in text
    assert "Zero-rated 0% on 50.00" in text


def test_currency_is_letters_never_the_new_glyph() -> None:
    assert "د.إ" in text_of(printed(samples.dubai_sale(), language="ar"))
    for language in LANGUAGES:
        assert not {"\u20c3", "\u20c1"} & set(text_of(printed(samples.dubai_sale(), language=language)))


def test_arabic_documents_hold_no_english_label() -> None:
    for make in (samples.full_sale, samples.credit_note):
        words = words_of(printed(make(), "a4", "ar"))
        assert not words & {
            "Date",
            "Total",
            "Net",
            "Cash",
            "Client",
            "Reason",
            "Subtotal",
            "Page",
            "Qty",
            "Till",
        }


@pytest.mark.parametrize("count", [60, 999])
def test_long_invoices_take_pages_with_repeated_heads_and_lose_no_line(count: int) -> None:
    sale = samples.long_sale(count)
    made = fiscal_document(sale, paper="a4", language="en")
    assert made.pages > count // 40
    text = text_of(made.data)
    assert text.count("Unit price") == made.pages or text.count("Unit price") == made.pages - 1
    assert f"Page {made.pages} of {made.pages}" in text
    for line in sale.lines:
        assert f"{line.gross_minor / 100:,.2f}" in text


def test_a_slip_of_999_lines_is_cut_into_pages_a_reader_can_open() -> None:
    made = fiscal_document(samples.long_sale(999), paper="80mm", language="both")
    assert made.pages > 1
    assert "19.98" in text_of(made.data)


@pytest.mark.parametrize(("paper", "language"), ALL)
def test_awkward_names_do_not_stop_a_print(paper: PaperName, language: DocumentLanguage) -> None:
    made = fiscal_document(samples.awkward_sale(), paper=paper, language=language)
    text = text_of(made.data)
    assert text.count("Sara") >= 1_000
    assert "100.00" in text
    if language != "ar":
        assert "evil" in text


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    one, two = (fiscal_document(samples.full_sale(), paper="a4", language="both") for _ in range(2))
    assert (one.data, one.sha256) == (two.data, two.sha256)
    assert one.sha256 != fiscal_document(samples.full_sale(), paper="a4", language="both", copy=True).sha256


def test_sums_lead_from_the_lines_to_what_is_due() -> None:
    sale = samples.dubai_sale()
    rows = fiscal_words.sums(sale, wording("en"))
    strong = [row.minor for row in rows if row.strong]
    assert strong == [sale.gross_minor, sale.payable_minor]
    assert rows[0].minor + rows[1].minor == sale.gross_minor
    assert strong[0] + next(row.minor for row in rows if row.label.en == "Cash rounding") == strong[1]


def test_every_tender_adds_up_to_what_is_paid() -> None:
    for make in SALES:
        sale = make()
        assert sum(tender.amount_minor for tender in sale.tenders) == sale.payable_minor


def test_the_properties_bear_title_shop_language_and_the_date_of_issue() -> None:
    reader = PdfReader(io.BytesIO(printed(samples.dubai_sale(), "a4", "ar")))
    properties = reader.metadata
    assert properties is not None
    assert properties.title == "فاتورة ضريبية T1A-INV-000123"
    assert properties.author == "صالون لؤلؤة الجمال ذ.م.م"
    assert properties.creation_date == datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
    assert reader.trailer["/Root"]["/Lang"] == "ar"


def test_what_is_paid_later_stands_below_the_payments() -> None:
    words = wording("en")
    later = replace(samples.dubai_sale(), on_account_minor=1_000)
    assert [(row.label.en, row.minor) for row in fiscal_words.tenders(later, words)][-1] == (
        "To be paid later",
        1_000,
    )
    note = replace(samples.credit_note(), on_account_minor=-1_000)
    assert [(row.label.en, row.minor) for row in fiscal_words.tenders(note, words)][-1] == (
        "Taken off what is owed", 1_000,
    )  # fmt: skip
    report = replace(samples.till_report(), on_account_minor=1_000, debts_paid_minor=500)
    assert [minor for _, minor in debts(report)] == [1_000, 500]
    assert list(debts(samples.till_report())) == []
    paper = till_document(report, paper="A4", language="en").data
    assert "Debts paid, in the above" in text_of(paper)
