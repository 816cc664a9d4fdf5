"""A day's takings."""

from typing import Any

from salondesk.core.message import Message
from tests.printing import samples


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
