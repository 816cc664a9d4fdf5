"""Derived tables: kept in the transaction, compared by `check`, made anew by `rebuild`; none can be off unseen."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import UserError
from salondesk.domain.daily import Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.reads.report.sales import SalesOfDays
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.storage.derived.rebuild import TABLES, rebuild_file
from tests.support.shop import TODAY, StaffedShop
from tests.support.takings_oracle import stored_documents
from tests.support.tampering import checked, live_a_while


def contents(shop: StaffedShop) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all derived tables."""
    with shop.readers.lend() as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in TABLES}


def by_hand(shop: StaffedShop, *statements: str) -> None:
    """Change the file behind the program's back."""
    connection = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_no_%'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for sql in statements:
        connection.execute(sql)
    connection.close()


def test_what_is_kept_in_the_transaction_is_what_a_rebuild_makes(shop: StaffedShop) -> None:
    live_a_while(shop)
    kept = contents(shop)
    assert all(kept.values())
    shop.close()
    assert not any(rebuild_file(shop.paths.database).values())
    by_hand(shop, *(f"DELETE FROM {name}" for name in TABLES))
    again = shop.again()
    assert set(TABLES) - {"balance"} == {problem.rule for problem in problems(again)} - {"schema"}
    again.close()
    assert rebuild_file(shop.paths.database) == {name: len(rows) for name, rows in kept.items()}
    again = shop.again()
    assert contents(again) == kept
    again.close()


HANDS = [
    ("ledger_entry", "UPDATE ledger_entry SET business_date = '2001-01-01' WHERE account = 'credit'"),
    ("ledger_entry", "UPDATE ledger_entry SET source_key = source_key || 'x' WHERE account = 'receivable'"),
    ("ledger_entry", "UPDATE ledger_entry SET at = at + 1 WHERE source_key LIKE '%/float'"),
    ("daily", "UPDATE daily SET net_minor = net_minor + 1 WHERE dim = 'staff'"),
    ("daily", "UPDATE daily SET key = 'x' WHERE dim = 'hour'"),
    ("daily", "UPDATE daily SET origin = 'till' WHERE origin = 'receipt'"),
    ("daily", "DELETE FROM daily WHERE origin = 'receipt'"),
    ("daily", "INSERT INTO daily SELECT branch_id, dim, '2001-01-01', origin, kind, key, 0, 0, 0, 0, 0, 0, 0"
              " FROM daily LIMIT 1"),
    ("settlement", "UPDATE settlement SET state = 'unpaid'"),
    ("settlement", "DELETE FROM settlement"),
    ("balance", "UPDATE balance SET amount = amount + 1"),
    ("balance", "INSERT INTO balance VALUES ('stock', x'00', 'piece', 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sql"), HANDS)
def test_a_derived_row_that_was_changed_is_named_and_put_in_order(
    shop: StaffedShop, table: str, sql: str
) -> None:
    live_a_while(shop)
    kept = contents(shop)
    shop.close()
    by_hand(shop, sql)
    again = shop.again()
    assert table in {problem.rule for problem in problems(again)}
    again.close()
    differed = rebuild_file(shop.paths.database)
    assert {name for name, count in differed.items() if count} == {table}
    again = shop.again()
    assert contents(again) == kept
    again.close()


def test_a_rebuild_refuses_a_document_that_cannot_be_read_and_changes_nothing(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT")
    shop.close()
    by_hand(shop, "UPDATE invoice SET snapshot = '{}'", "DELETE FROM daily")
    with pytest.raises(UserError, match="cannot be read"):
        rebuild_file(shop.paths.database)
    assert shop.again().value("SELECT count(*) FROM daily") == 0
    assert "snapshot" in {problem.rule for problem in checked(shop.paths)}


@pytest.mark.parametrize("seed", range(6))
def test_reports_say_what_the_documents_add_up_to(shop: StaffedShop, seed: int) -> None:
    """Random sales and refunds; each dimension sums to the documents, and `check` finds nothing."""
    rng = random.Random(seed)
    shop.open_till()
    for _ in range(5):
        codes = rng.choices(["CUT", "COLOUR", "MANI", "SHAMPOO", "OIL"], k=rng.randrange(1, 4))
        sale = shop.sell(*codes)
        if rng.random() < 0.5:
            lines = (RefundLine(n=1, qty_milli=1_000),) if rng.random() < 0.5 else ()
            request = RefundInvoice(
                key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy", lines=lines
            )
            shop.run(request, shop.manager)
    documents = stored_documents(shop)
    for dim in (Dim.ALL, Dim.STAFF, Dim.ITEM, Dim.HOUR, Dim.TAX):
        found = shop.ask(SalesOfDays(TODAY, TODAY, dim))
        for kind in DocumentKind:
            gross = sum(d.gross_minor for d in documents if d.kind is kind)
            assert sum(row.gross_minor for row in found if row.kind is kind) == gross
    money = shop.ask(SalesOfDays(TODAY, TODAY, Dim.TENDER))
    assert sum(row.gross_minor for row in money) == sum(d.payable_minor for d in documents)
    assert shop.ask(SalesOfDays(date(2000, 1, 1), date(2000, 1, 2))) == ()
    assert {row.origin for row in money} == {Origin.TILL}
    assert list(problems(shop)) == []
