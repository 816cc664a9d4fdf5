"""The figures of a till session and of a day's takings."""

from dataclasses import replace

from salondesk.domain.sale.ticket import TenderKind
from salondesk.reports.z_report import as_report, tax_sums
from tests.printing import samples


def test_expected_cash_is_float_plus_cash_taken_less_cash_given() -> None:
    z = samples.till_report()
    assert z.cash_sales_minor == 37_350
    assert z.cash_refunds_minor == -6_300
    assert z.expected_minor == 50_000 + 37_350 - 6_300 + 10_000 - 2_550
    assert z.difference_minor == z.counted_minor - z.expected_minor == -25


def test_an_x_is_the_same_figures_without_number_or_count() -> None:
    x, z = samples.till_report(closed=False), samples.till_report()
    assert (x.number, x.counted_minor, x.difference_minor, x.closed_at) == ("", None, None, None)
    counted = {
        "number",
        "seq",
        "closed_at",
        "closed_by",
        "counted_minor",
        "difference_minor",
        "difference_reason",
    }
    assert replace(z, **{name: getattr(x, name) for name in counted}) == x


def test_sales_are_counted_net_of_credit_notes_and_tenders_settle_them() -> None:
    z = samples.till_report()
    assert (z.invoice_count, z.credit_count) == (2, 1)
    assert (z.first_invoice, z.last_invoice) == ("T1A-INV-000123", "T1A-INV-000124")
    assert z.net_minor + z.tax_minor == z.gross_minor
    assert sum(one.sales_minor + one.refunds_minor for one in z.tenders) == z.gross_minor + z.rounding_minor
    assert z.grand_total_minor == 12_345_678 + z.gross_minor
    card = next(one for one in z.tenders if one.kind is TenderKind.CARD)
    assert (card.sales_minor, card.refunds_minor, card.count) == (80_000, -30_000, 2)


def test_taxes_add_up_per_category_and_keep_their_difference() -> None:
    sale = samples.dubai_sale()
    (vat,) = tax_sums([sale, sale])
    assert vat.amount_minor == 2 * sale.tax_minor
    assert vat.base_minor == 2 * sale.net_minor
    assert vat.difference_minor == vat.amount_minor - vat.category_amount_minor
    assert tax_sums([]) == ()


def test_an_empty_session_is_all_zeros_but_its_float() -> None:
    z = samples.empty_till_report()
    assert (z.gross_minor, z.invoice_count, z.first_invoice, z.tenders) == (0, 0, "", ())
    assert z.expected_minor == 50_000


def test_a_z_lays_out_as_tables_with_its_figures() -> None:
    report = as_report(samples.till_report())
    assert report.name == "z"
    figures = {row[0].key: row[1] for table in report.tables for row in table.rows if hasattr(row[0], "key")}
    assert figures["Counted"] == 88_475
    assert as_report(samples.till_report(closed=False)).name == "x"
