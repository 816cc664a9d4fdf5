"""No question of a counter reads a whole table: the plan of every statement that runs, but for those named."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlcipher3 import dbapi2

import salondesk.storage
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import PinAttempt
from salondesk.domain.ledger import STOCK
from salondesk.domain.paper import PrintState
from salondesk.domain.sale.invoice import DocumentKind
from salondesk.engine.proposals import Proposal
from salondesk.services.booking.visits import MoveBooking
from salondesk.services.client.card import NewClient
from salondesk.services.paper.print_queue import RecordPrint
from salondesk.services.reads.booking.board import WEEK, DiaryBoard
from salondesk.services.reads.booking.conflict_facts import BoardFacts
from salondesk.services.reads.booking.desk import DeskDay
from salondesk.services.reads.booking.history import VisitSteps
from salondesk.services.reads.booking.verdict import ProposalVerdict
from salondesk.services.reads.booking.visit import VisitById
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.client.card import ClientById
from salondesk.services.reads.client.search import ClientSearch
from salondesk.services.reads.report.day_sheet import DaySheetLines
from salondesk.services.reads.report.sales import SalesOfDays
from salondesk.services.reads.report.takings import TakingsOfDays
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.invoice_by_number import InvoiceByNumber
from salondesk.services.reads.sale.invoice_list import InvoiceList
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.reads.till.z_by_number import ZByNumber
from salondesk.services.reads.till.z_list import ZList
from salondesk.services.reads.till.z_report import ZById
from salondesk.storage.queries import listing
from tests.support.shop import StaffedShop, open_copy
from tests.support.tampering import live_a_while

STORAGE = Path(salondesk.storage.__file__).parent
ROOMS = ("queries", "repos")
Asked = dict[str, Sequence[Any]]
"""Statements that ran, each with the parameters of its first run."""

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
    "number_series": "three for each generation of a till",
    "sqlite_sequence": "one row a table",
    "sqlite_schema": "one row a table or index",
    "sqlite_master": "likewise",
    "alembic_version": "one row",
}
"""Tables that are as large after ten years as after one: they may be read whole."""
WHOLE = {
    "SELECT id, phone_raw, name, phone, email, lang, code, alert, notes FROM client": "`list clients` lists all",
    "SELECT source_key FROM old_receipt_line": "an import compares its file with all that was imported",
    "SELECT head FROM change_txn ORDER BY seq DESC LIMIT 1": "stops at the first row: the newest",
}
"""Statements that read a table whole, by how they begin, and why they may."""


class _Recording(dbapi2.Connection):
    """A connection that remembers what the program asked it."""

    asked: Asked = {}

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if "tests" not in Path(sys._getframe(1).f_code.co_filename).parts:  # noqa: SLF001 - who asks
            self.asked.setdefault(sql, parameters)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> Any:
        rows = list(rows)
        if rows:
            self.asked.setdefault(sql, rows[0])
        return super().executemany(sql, rows)


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Record the statements of all connections that are opened meanwhile."""
    asked: Asked = {}
    real = dbapi2.connect

    class Recording(_Recording):
        pass

    Recording.asked = asked
    with monkeypatch.context() as patch:
        patch.setattr(dbapi2, "connect", lambda *a, **k: real(*a, factory=Recording, **k))
        yield asked


@contextmanager
def called() -> Iterator[set[CodeType]]:
    """Note the functions that this thread calls."""
    found: set[CodeType] = set()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call":
            found.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)


def asking_functions() -> set[tuple[str, str]]:
    """Return (file, function) of whatever asks the database in the rooms that a counter waits for."""
    found = set()
    for room in ROOMS:
        for path in sorted((STORAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and (node.name == "answer" or _asks(node)):
                    found.add((path.relative_to(STORAGE).as_posix(), node.name))
    return found


def _asks(function: ast.FunctionDef) -> bool:
    wanted = {"execute", "load_where", "where", "row_values"}
    return any(
        isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", "")) in wanted
        for node in ast.walk(function)
    )


def ask_everything(shop: StaffedShop) -> None:
    """Do what a counter does, and ask what its screens and its command line ask."""
    live_a_while(shop)
    _ask_screens(shop)
    _ask_inside(shop)
    with shop.readers.lend() as connection:
        for kind in ("bookings", "invoices", "receipts", "z", "clients", "staff", "services", "products"):
            for first in (shop.today(), None):
                list(listing.rows(connection, kind, first, None, zone="Asia/Dubai", currency="AED"))


def _ask_screens(shop: StaffedShop) -> None:
    asked, today = shop.queries, shop.today()
    till, person = shop.console.till_id, shop.people["MONA"]
    shop.book("LINA", at="15:00", client=NewClient(name="Amal", phone="+971509876543", lang="ar"))
    for one in (None, person):
        shop.ask(DiaryBoard(today, staff_id=one))
        shop.ask(DiaryBoard(today - timedelta(days=3), WEEK, one))
    (
        asked.shop(),
        asked.branch(),
        asked.user_tiles(today),
        asked.settings(),
        asked.grant_level(),
        asked.log_sealed(),
    )
    asked.permissions(shop.manager.user_id)
    for text in ("am", "a m", "amal", "amal x", "0509876", "50987 am"):
        shop.ask(ClientSearch(text))
    visit = shop.ask(VisitById(shop.value("SELECT id FROM booking WHERE client_id IS NOT NULL"))).booking
    assert visit.client_id is not None
    shop.ask(VisitSteps(visit.id)), shop.ask(BoardFacts(shop.ask(DiaryBoard(today)), visit.id))
    shop.ask(ProposalVerdict(Proposal.of(visit, None)))
    moved = shop.book("LINA", at="17:00")
    shop.run(
        MoveBooking(
            key=shop.new_id(), booking_id=moved.id, expected_version=moved.version, line_id=None, delta_ms=0,
            staff_id=shop.people["HIND"], from_staff_id=shop.people["LINA"],
        )
    )  # fmt: skip
    shop.ask(VisitSteps(moved.id)), shop.ask(DeskDay(today))
    for query in (
        ClientById(visit.client_id), ItemList("service"), ItemList("product"), TaxCodes(), PeopleOfDiary(),
        DaySheetLines(person, today), OpenBills(), BillById(shop.value("SELECT id FROM ticket")),
        InvoiceList(today, today), TakingsOfDays(today, today), ZList(today, today), SalesOfDays(today, today),
        InvoiceById(shop.value("SELECT id FROM invoice")), OpenSession(), XReport(),
        InvoiceByNumber(shop.value("SELECT number FROM invoice")), ZById(shop.value("SELECT id FROM z_report")),
        ZByNumber(shop.value("SELECT number FROM z_report")),
    ):  # fmt: skip
        shop.ask(query)
    asked.unsettled_prints(till), asked.last_seq(), asked.changes_since(0)


def _ask_inside(shop: StaffedShop) -> None:
    """Ask what only some transactions ask."""
    z = shop.ask(ZByNumber(shop.value("SELECT number FROM z_report")))
    with shop.unit() as uow:
        uow.apply("z_report", z), uow.knows(shop.console.user_id)
        day = shop.today()
        uow.bookings.on_date(shop.console.branch_id, day)
        uow.time_off.between(TimeSpan(shop.at("09:00"), shop.at("10:00")))
        client = uow.clients.find(shop.value("SELECT id FROM client"))
        assert client is not None
        uow.clients.with_phone(client.phone), uow.clients.with_code("C1"), uow.clients.erased()
        uow.bookings.of_client(client.id), uow.tickets.of_client(client.id)
        uow.settlements.for_client(client.id), uow.old_bodies(uow.now_ms + 1, 9), uow.forget_results(1)
        uow.products.find_code("OIL"), uow.history.by_number("7"), uow.history.known_sources()
        visit, invoice = shop.value("SELECT booking_id, id FROM invoice WHERE booking_id IS NOT NULL"), None
        invoice = uow.invoices.get(uow.settlements.for_booking(visit)[0].root_id)
        (
            uow.apply("invoice", invoice),
            uow.invoices.by_number(invoice.number),
            uow.invoices.get(invoice.id),
            uow.invoices.credits_of(invoice.id),
        )
        uow.settlements.due_of(invoice.id), uow.settlements.owed_by(client.id)
        uow.tickets.open_for_booking(visit)
        uow.invoices.last_issued_at(shop.console.till_id)
        uow.ledger.balance(STOCK, shop.products["OIL"].id)
        uow.pins.record(PinAttempt(user_id=shop.reception.user_id)), uow.pins.attempts(shop.reception.user_id)
        uow.prints.unsettled(shop.console.till_id), uow.prints.file(invoice.id)
        role = uow.roles.all()[0]
        uow.roles.save(role, replace(role, limits=()))
        series = uow.series.open_for(shop.console.till_id, DocumentKind.INVOICE)
        uow.series.close(series, at=1, reason="test")
    job = shop.value("SELECT id FROM print_job WHERE state = 'queued'")
    shop.run(RecordPrint(key=shop.new_id(), job_id=job, state=PrintState.DONE))


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


@pytest.fixture(scope="module")
def everything(
    shop_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[StaffedShop, Asked, set[CodeType]]]:
    """A shop that was asked everything: what it ran, and which functions did."""
    patch = pytest.MonkeyPatch()
    with recorded(patch) as asked, called() as functions:
        shop = open_copy(shop_template, tmp_path_factory.mktemp("asked") / "home")
        ask_everything(shop)
    patch.undo()
    yield shop, dict(asked), functions
    shop.close()


def test_no_statement_of_a_counter_reads_a_table_whole(everything: Any) -> None:
    shop, asked, _ = everything
    with shop.readers.lend() as connection:
        assert connection.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"
        ).fetchone() == (0,)
        found = {sql: whole_reads(connection, sql, parameters) for sql, parameters in asked.items()}
    assert {sql: steps for sql, steps in found.items() if steps} == {}
    assert len(asked) > 150


def test_every_function_that_asks_was_asked(everything: Any) -> None:
    *_, functions = everything
    files = [(Path(code.co_filename), code.co_name) for code in functions]
    ran = {(f.relative_to(STORAGE).as_posix(), name) for f, name in files if f.is_relative_to(STORAGE)}
    assert asking_functions() - ran == set()


def test_statements_named_as_reading_all_are_still_there(everything: Any) -> None:
    _, asked, _ = everything
    texts = [" ".join(sql.split()) for sql in asked]
    assert [begin for begin in WHOLE if not any(text.startswith(begin) for text in texts)] == []


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


def test_a_missing_index_is_caught(shop: StaffedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.open_till()
    shop.sell("CUT")
    with recorded(monkeypatch) as asked:
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
        return [
            step for sql, parameters in asked.items() for step in whole_reads(connection, sql, parameters)
        ]
    finally:
        connection.close()
