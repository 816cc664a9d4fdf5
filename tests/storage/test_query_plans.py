"""No statement reads a table whole, and none takes longer in a larger shop, but for those named with a reason.

A busy day is lived in a young shop and in an older one. Whatever SQL ran is judged by its plan, and by the instructions
SQLite needed for it; every function that asks the database and every command has to have had its turn.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import CodeType
from typing import Any

import pytest
from sqlcipher3 import dbapi2

import salondesk
from salondesk.app.cli.upkeep import problems
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.commands import HANDLERS
from salondesk.services.imports.loading import LoadRecords
from salondesk.services.imports.trading_day import LoadTradingDay
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.shop.sealing import SealRecords
from salondesk.services.shop.set_up import SetUpShop
from salondesk.services.shop.upkeep import Rebuild
from salondesk.storage.driver import row_values
from tests.support.busy_day import ask_everything, days_before, list_everything
from tests.support.shop import StaffedShop, open_copy
from tests.support.statements import Asked, called, recorded

SOURCE = Path(salondesk.__file__).parent
YOUNG, OLD = 2, 8
"""Days of trade behind the two shops."""
TURN = "give it a turn in tests/support/busy_day.py, or name it here with the reason why it has none"
SLACK = 12
"""Instructions a statement may take more for nothing: a page more between two rows."""

SMALL = {
    "setting": "a row for each setting that was ever changed",
    "shop": "one row",
    "self": "one row",
    "s": "one row: self",
    "branch": "a few houses",
    "device": "a few computers",
    "till": "a few drawers",
    "staff": "as many people as ever worked here",
    "user": "likewise",
    "role": "a handful",
    "role_permission": "as many as roles have",
    "role_limit": "likewise",
    "tax_code": "a handful",
    "tax_component": "one or two for each of them",
    "service": "the price list",
    "product": "the shelf",
    "resource": "the rooms and chairs",
    "number_series": "three for each generation of a till",
    "sqlite_sequence": "one row a table",
    "sqlite_schema": "one row a table or index",
    "sqlite_master": "likewise",
    "alembic_version": "one row",
}
"""Tables that are as large after ten years as after one: they may be read whole."""
WHOLE = {
    "SELECT id, phone_raw, name, phone, email, lang, code, alert, notes FROM client": "`list clients` lists all",
    "SELECT head FROM change_txn ORDER BY seq DESC LIMIT 1": "stops at the first row: the newest",
    "DELETE FROM command_result WHERE n <": "looks no further than what it deletes, and one row",
}
"""Statements whose plan reads a table whole, by how they begin, and why they may."""
GROWS = {
    "SELECT id, phone_raw, name, phone, email, lang, code, alert, notes FROM client": "`list clients` lists all",
    "DELETE FROM command_result WHERE n <": "each result is deleted once",
    "SELECT id, staff_id, start_at, end_at, kind, reason FROM time_off": "who looks at a past day passes over the"
    " absences since: some hundred a year",
    "SELECT c.id, c.name, c.phone, c.phone_raw, c.alert, c.code, c.name_fold FROM client_fts f": "the index of words"
    " lies in a few parts, more or fewer",
    "COMMIT": "from time to time it merges parts of the client search",
}
"""Statements that take longer in an older shop, by how they begin, and why they may."""
NOT_ASKED = {
    "storage/checks/": "`check` reads everything: held to its own measure below",
    "app/cli/upkeep.py": "likewise",
    "storage/derived/": "`check` and `rebuild` add everything up again: likewise",
    "storage/backup.py": "a backup is a copy of the file, and verified whole",
    "storage/migrate.py": "an upgrade verifies the file",
    "storage/replacing.py": "takes the file for itself, asks no table",
    "storage/secret_file.py": "another file, of a handful of secrets",
    "storage/log_retention.py only_named": "once, in a shop that an earlier program wrote",
    "storage/uow.py seal_named": "likewise",
    "app/cli/paper.py _people": "the people and their codes",
}
"""Functions that ask the database and have no turn on the busy day: file and name, or the beginning of the path."""
NOT_RUN = {
    SetUpShop: "makes the shop",
    LoadRecords: "writes records in bulk, looking for nothing",
    LoadTradingDay: "carries out other commands",
    SealRecords: "once, in a shop that an earlier program wrote",
    Rebuild: "adds everything up again",
}
"""Commands that have no turn on the busy day."""


ASKS = ("execute", "executemany", "load_where", "where", "row_values")
"""What a function calls that asks the database."""


def asking_functions() -> set[str]:
    """Return file and name of every function of the program that asks the database."""
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        where, text = path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")
        answers = where.startswith("storage/queries/")
        if not where.startswith("storage/migrations/") and (answers or any(f"{w}(" in text for w in ASKS)):
            functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
            found |= {f"{where} {f.name}" for f in functions if _asks(f) or (answers and f.name == "answer")}
    return found


def _asks(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", "")) in ASKS
        for node in ast.walk(function)
    )


def whole_reads(connection: dbapi2.Connection, sql: str, parameters: Sequence[Any] = ()) -> list[str]:
    """Return the steps of a statement's plan that read a table or an index from end to end."""
    text = " ".join(sql.split())
    if not re.match(r"(WITH|SELECT|INSERT|UPDATE|DELETE)\b", text) or any(text.startswith(w) for w in WHOLE):
        return []
    if re.match(r"INSERT INTO \S+ \([^()]*\) VALUES \([?, ]*\)", text):
        return []  # its plan names what a broken reference would be looked for in: skipped while none is
    plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
    return [detail for *_, detail in plan if _is_whole(detail, text)]


def _is_whole(detail: str, sql: str) -> bool:
    found = re.match(r"SCAN (\w+)(.*)", detail) or re.match(r"SEARCH (\w+)( USING AUTOMATIC.*)", detail)
    if found is None or detail == "SCAN CONSTANT ROW":
        return False
    name, how = found.groups()
    if "VIRTUAL TABLE INDEX" in how:
        return bool(re.search(r"VIRTUAL TABLE INDEX \d+:$", how))  # nothing stands behind the colon: no MATCH
    if re.search(rf"\) (AS )?{name}\b|\b{name}(\(\w+\))? AS \(", sql):
        return False  # rows of a subquery, which is held to its own plan
    tables = re.findall(rf'(?:FROM|JOIN|,) "?(\w+)"? (?:AS )?{name}\b', sql)
    return not {name, *tables} & SMALL.keys()


@dataclass(frozen=True)
class Lived:
    """A shop that lived through a busy day, and what ran on it; ``checked``: what `check` ran behind it."""

    shop: StaffedShop
    asked: Asked
    listed: Asked
    checked: Asked
    functions: set[CodeType]


def lived(template: Path, home: Path, days: int) -> Lived:
    """Return a shop after so many days of trade and a busy one; its connections go on being recorded."""
    rng = Random(days)
    shop = open_copy(template, home, rng=rng)
    shop.storage.hurry()
    days_before(shop, days)
    shop.close()
    with recorded() as asked, called() as functions:
        shop = open_copy(shop.paths.database, home.with_name(f"{home.name}-today"), rng=rng)
        shop.storage.hurry()
        ask_everything(shop)
    with recorded() as listed:
        again = shop.again()
        list_everything(again)
        again.close()
    with recorded() as checked:
        assert [f"{p.rule} {p.id}" for p in problems(shop)] == []
    return Lived(shop, asked, listed, checked, functions)


@pytest.fixture(scope="module")
def young(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A shop of a few days."""
    found = lived(shop_template, tmp_path_factory.mktemp("young") / "home", YOUNG)
    yield found
    found.shop.close()


@pytest.fixture(scope="module")
def old(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """One of more days."""
    found = lived(shop_template, tmp_path_factory.mktemp("old") / "home", OLD)
    yield found
    found.shop.close()


def begins(sql: str, named: dict[str, str]) -> bool:
    """Tell whether a statement is named by how it begins."""
    text = " ".join(sql.split())
    return any(text.startswith(begin) for begin in named)


def test_no_statement_reads_a_table_whole(old: Lived) -> None:
    statements = {**old.asked.first, **old.listed.first}
    with old.shop.readers.lend() as connection:
        assert connection.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"
        ).fetchone() == (0,)
        found = {sql: whole_reads(connection, sql, parameters) for sql, parameters in statements.items()}
    assert {sql: steps for sql, steps in found.items() if steps} == {}
    assert len(statements) > 150


def test_no_statement_takes_longer_in_an_older_shop(young: Lived, old: Lived) -> None:
    found = {
        sql: (young.asked.steps.get(sql, 0), steps)
        for sql, steps in old.asked.steps.items()
        if steps > young.asked.steps.get(sql, 0) + SLACK and not begins(sql, GROWS)
    }
    assert found == {}
    assert len(old.asked.steps) > 150


def test_the_check_takes_no_longer_for_a_record_of_an_older_shop(young: Lived, old: Lived) -> None:
    """What it asks once may take as much longer as the shop is older; what it asks of each record, no longer at all."""
    found = {}
    for sql, steps in old.checked.steps.items():
        before = young.checked.steps.get(sql, 0) + SLACK
        once = old.checked.runs[sql] == young.checked.runs[sql]
        if steps > (before * OLD / YOUNG if once else before):
            found[sql] = (before, steps)
    assert found == {}


def test_every_function_that_asks_was_asked(old: Lived) -> None:
    files = [(Path(code.co_filename), code.co_name) for code in old.functions]
    ran = {f"{f.relative_to(SOURCE).as_posix()} {name}" for f, name in files if f.is_relative_to(SOURCE)}
    left = asking_functions() - ran
    assert {where for where in left if not begins(where, NOT_ASKED)} == set(), TURN
    assert {name for name in NOT_ASKED if not any(where.startswith(name) for where in left)} == set()


def test_every_command_was_carried_out(old: Lived) -> None:
    left = {command for command in HANDLERS if HANDLERS[command].run.__code__ not in old.functions}
    assert left == NOT_RUN.keys(), TURN


def test_statements_named_as_an_exception_are_still_there(young: Lived, old: Lived) -> None:
    ran = [" ".join(sql.split()) for sql in (*old.asked.first, *old.asked.steps, *old.listed.first)]
    named = [*WHOLE, *GROWS]
    assert [begin for begin in named if not any(text.startswith(begin) for text in ran)] == []


PLANTED = (
    "SELECT * FROM booking WHERE status = 'done'",
    "SELECT count(*) FROM invoice i WHERE i.gross_minor > 0",
    "SELECT b.id FROM booking b JOIN invoice i ON i.prev_hash = b.id",
    "SELECT x.id FROM booking x LEFT JOIN (SELECT document_id FROM print_job WHERE state = 'queued') j"
    " ON j.document_id = x.note",
    "SELECT sum(amount) FROM ledger_entry",
    "UPDATE booking SET note = '' WHERE source = 'import'",
    "DELETE FROM claim WHERE held = 0",
    "INSERT INTO balance SELECT account, holder_id, unit, sum(amount) FROM ledger_entry GROUP BY 1, 2, 3",
    "SELECT rowid FROM client_fts",
    "WITH seen(id) AS (SELECT id FROM booking UNION SELECT x'01') SELECT id FROM seen",
    "SELECT id FROM service WHERE EXISTS (SELECT 1 FROM booking_line l WHERE l.requested = 1)",
    "SELECT id FROM booking ORDER BY branch_id, business_date",
)
HARMLESS: tuple[str, ...] = (
    "SELECT * FROM booking WHERE id = x'00'",
    "SELECT id FROM service WHERE active = 1 ORDER BY sort",
    "SELECT 1",
    "SELECT max(seq) FROM change_txn",
    "SELECT v.id FROM (SELECT id FROM booking WHERE client_id = x'00') v",
    "WITH seen(id) AS (SELECT id FROM booking WHERE client_id = x'00' UNION SELECT x'01') SELECT id FROM seen",
)


@pytest.mark.parametrize("sql", PLANTED)
def test_a_planted_scan_is_caught(shop: StaffedShop, sql: str) -> None:
    with shop.readers.lend() as connection:
        assert whole_reads(connection, sql)


@pytest.mark.parametrize("sql", HARMLESS)
def test_a_statement_that_finds_its_rows_by_an_index_passes(shop: StaffedShop, sql: str) -> None:
    with shop.readers.lend() as connection:
        assert whole_reads(connection, sql) == []


def test_a_missing_index_is_caught(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT")
    with recorded() as asked:
        again = shop.again()
        again.ask(InvoiceList(shop.today(), shop.today()))
        again.close()
    assert _whole_of(shop, asked) == []
    hand = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    hand.execute("DROP INDEX ix_invoice_branch_date")
    hand.execute("DROP INDEX ix_invoice_legal_date")
    hand.close()
    assert _whole_of(shop, asked) == ["SCAN i"]


def _whole_of(shop: StaffedShop, asked: Asked) -> list[str]:
    connection = dbapi2.connect(str(shop.paths.database))
    try:
        return [step for sql, values in asked.first.items() for step in whole_reads(connection, sql, values)]
    finally:
        connection.close()


def test_work_that_grows_is_counted(shop: StaffedShop) -> None:
    """A search by an index that picks nearly all is a scan by another name: only the instructions tell."""
    sql = "SELECT count(*) FROM client WHERE name_fold > ?"
    counted = []
    for n in range(0, 60, 30):
        for k in range(n):
            shop.run(AddClient(key=shop.new_id(), client=NewClient(name=f"Noor {k}")))
        with recorded() as asked:
            again = shop.again()
            with again.readers.lend() as connection:
                assert whole_reads(connection, sql, ("a",)) == []
                row_values(connection, sql, ("a",))
            again.close()
        counted.append(asked.steps[sql])
    assert counted[1] > counted[0] + 30
