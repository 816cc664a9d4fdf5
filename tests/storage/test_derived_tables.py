"""Derived tables: kept in the transaction, compared by `check`, made anew by `rebuild`; none can be off unseen."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.cli.upkeep import problems
from salondesk.app.workers.changes import OtherCommits
from salondesk.core.errors import UserError
from salondesk.domain.change import ChangeSet
from salondesk.domain.daily import Dim, Origin
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.services.hub import ChangeHub
from salondesk.services.reads.report.sales import SalesOfDays
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.shop.upkeep import SHOWS_DERIVED, Rebuild
from salondesk.storage.commit_signal import CommitSignal
from salondesk.storage.derived.rebuild import TABLES
from tests.support.shop import TODAY, StaffedShop
from tests.support.takings_oracle import stored_documents
from tests.support.tampering import checked, live_a_while


def contents(shop: StaffedShop) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all derived tables."""
    with shop.readers.lend() as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in TABLES}


def rebuilt(shop: StaffedShop) -> dict[str, int]:
    """Make what is derived anew, and say how many rows of each table differed."""
    return asdict(shop.executor.run(Rebuild(key=shop.new_id()), shop.console))


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
    assert not any(rebuilt(shop).values())
    shop.close()
    by_hand(shop, *(f"DELETE FROM {name}" for name in TABLES))
    again = shop.again()
    assert set(TABLES) - {"balance"} == {problem.rule for problem in problems(again)} - {"schema"}
    assert rebuilt(again) == {name: len(rows) for name, rows in kept.items()}
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
    assert {name for name, count in rebuilt(again).items() if count} == {table}
    assert contents(again) == kept
    again.close()


def test_a_rebuild_refuses_a_document_that_cannot_be_read_and_changes_nothing(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT")
    shop.close()
    by_hand(shop, "UPDATE invoice SET snapshot = '{}'", "DELETE FROM daily")
    again = shop.again()
    with pytest.raises(UserError, match="cannot be read"):
        rebuilt(again)
    assert again.value("SELECT count(*) FROM daily") == 0
    assert "snapshot" in {problem.rule for problem in checked(shop.paths)}


def test_a_rebuild_is_told_to_the_audit_and_to_other_windows_and_one_that_changed_nothing_is_not(
    shop: StaffedShop,
) -> None:
    shop.open_till()
    shop.sell("SHAMPOO")
    heard: list[ChangeSet] = []
    hub, signal = ChangeHub(), CommitSignal(shop.paths.database)  # of another window

    def hear(changes: ChangeSet) -> None:
        heard.append(changes)

    hub.subscribe(hear)
    changes = OtherCommits(shop.queries, signal, hub, shop.clock, origin="another window")
    before = shop.value("SELECT count(*) FROM change_txn")
    assert not any(rebuilt(shop).values())
    changes.step()
    assert (heard, shop.value("SELECT count(*) FROM change_txn")) == ([], before)
    with shop.storage.unit(shop.clock.now_ms()) as uow:
        uow.bookings.connection.execute("UPDATE balance SET amount = amount + 1")
        uow.bookings.connection.execute("UPDATE settlement SET state = 'unpaid'")
        uow.commit()
    differed = rebuilt(shop)
    assert differed["balance"] > 0 and differed["settlement"] == 1
    assert shop.value("SELECT count(*) FROM change_txn") == before + 1
    told = shop.value("SELECT body FROM change_body ORDER BY txn_seq DESC LIMIT 1")
    assert json.loads(told) == differed
    changes.step()
    assert [change.nouns for change in heard] == [SHOWS_DERIVED]
    assert list(problems(shop)) == []
    signal.close()


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
