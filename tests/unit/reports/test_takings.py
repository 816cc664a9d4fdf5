"""A day's takings."""

from dataclasses import replace
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import PriceChange
from salondesk.reports.table import Report
from salondesk.reports.takings import takings
from tests.printing import samples
from tests.support.takings_oracle import figures_of


def table(title: str) -> dict[str, dict[str, Any]]:
    """Return a table's rows by their first text cell."""
    found = next(one for one in samples.day_takings().tables if one.title.key == title)
    keys = [column.key for column in found.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in found.rows]
    return {_name(row[keys[1] if title == "Documents" else keys[0]]): row for row in rows}


def _name(cell: object) -> str:
    return cell.key if isinstance(cell, Message) else str(getattr(cell, "en", cell))


def test_every_document_is_a_row_in_order_of_issue() -> None:
    rows = table("Documents")
    assert set(rows) == {"T1A-INV-000123", "T1A-INV-000124", "T1A-CRN-000007"}
    assert rows["T1A-CRN-000007"]["total"] == -36_300
    assert rows["T1A-INV-000123"]["rounding"] == 14


def test_tenders_split_sales_and_refunds() -> None:
    rows = table("Tenders")
    assert (rows["Cash"]["sales"], rows["Cash"]["refunds"], rows["Cash"]["total"]) == (37_350, -6_300, 31_050)
    assert rows["Bank transfer"]["refunds"] == 0


def test_people_and_nobody_add_up_to_the_net() -> None:
    documents, people = table("Documents"), table("By person")
    assert "Nobody named" in people
    assert sum(row["net"] for row in people.values()) == sum(row["net"] for row in documents.values())
    assert sum(row["net"] for row in table("By kind").values()) == sum(
        row["net"] for row in documents.values()
    )


def test_totals_are_only_under_summed_columns() -> None:
    for one in samples.day_takings().tables:
        for column, total in zip(one.columns, one.totals, strict=True):
            assert (total is not None) == column.summed


def report_of(*documents: Invoice) -> Report:
    """Return the takings of documents."""
    made = samples.day_takings()
    return takings(
        figures_of(documents),
        shop=made.shop,
        first_day=made.first_day,
        last_day=made.last_day,
        made_at=made.made_at,
        zone=made.zone,
        currency="AED",
    )


def test_a_changed_price_is_told_with_the_lists_and_why_and_goes_with_its_refund() -> None:
    sale = samples.dubai_sale()
    note = replace(samples.credit_note(), issued_at=sale.issued_at + 1)
    change = PriceChange(list_price_minor=5_000, reason="Longer hair", by=Id(bytes(16)))
    shampoo = replace(sale.lines[3], price_change=change)
    back = replace(shampoo, n=1, original_n=4, qty_milli=-1_000, list_minor=-6_333, line_discount_minor=0)
    report = report_of(replace(sale, lines=(*sale.lines[:3], shampoo)), replace(note, lines=(back,)))
    (found,) = [one for one in report.tables if one.title.key == "Changed prices"]
    assert [row[2:] for row in found.rows] == [
        (5_000, 6_333, 3_999, "Longer hair"),
        (5_000, 6_333, -1_333, "Longer hair"),
    ]
    assert found.totals == (None, None, None, None, 2_666, None)


def test_without_a_changed_price_the_takings_say_nothing_of_them() -> None:
    assert "Changed prices" not in {one.title.key for one in samples.day_takings().tables}
