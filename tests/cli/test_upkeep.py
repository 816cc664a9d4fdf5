"""`list`, `document`, `report`, `check`, `backup`, `restore`: a shop after a day of work, from the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlcipher3 import dbapi2

from salondesk.app.backups import back_up, restore
from salondesk.app.documents import PaperDesk
from salondesk.core.errors import DataError, TransientError
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.sale.refund import RefundInvoice
from salondesk.storage import driver
from salondesk.storage.backup import rotate
from tests.cli.conftest import Run
from tests.support.shop import StaffedShop


@pytest.fixture
def day(shop: StaffedShop) -> Iterator[StaffedShop]:
    """A shop in which two sales and a refund were made, and the till was closed."""
    shop.open_till()
    first = shop.pay(shop.ticket(booking=shop.book(at="10:00")))
    shop.sell("CUT", "SHAMPOO")
    shop.run(RefundInvoice(key=shop.new_id(), invoice_id=first.invoice_id, reason="unhappy"), shop.manager)
    shop.close_till()
    yield shop


def _text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_lists_have_their_records_oldest_first(day: StaffedShop, run: Run) -> None:
    home = day.paths.home
    invoices = run("list", "invoices", "--home", home, "--json").data
    assert invoices["kind"] == "invoices"
    assert [(r["number"], r["total_minor"], r["date"], r["currency"]) for r in invoices["rows"]] == [
        ("T1A-INV-000001", 15_000, "2026-11-20", "AED"),
        ("T1A-INV-000002", 23_500, "2026-11-20", "AED"),
        ("T1A-CRN-000001", -15_000, "2026-11-20", "AED"),
    ]
    (booking,) = run("list", "bookings", "--home", home, "--json").data["rows"]
    assert (booking["start"], booking["status"]) == ("2026-11-20T10:00:00+04:00", "done")
    assert [(x["service"], x["staff"]) for x in booking["lines"]] == [("CUT", "MONA")]
    assert run("list", "bookings", "--from", "2026-11-21", "--home", home, "--json").data["rows"] == []
    for kind, count in (
        ("staff", 3),
        ("services", 4),
        ("products", 2),
        ("z", 1),
        ("clients", 0),
        ("receipts", 0),
    ):
        assert len(run("list", kind, "--home", home, "--json").data["rows"]) == count
        assert run("list", kind, "--home", home).code == 0


@pytest.mark.parametrize("paper", ["a4", "80mm"])
def test_a_document_is_written_as_a_copy_and_audited(day: StaffedShop, run: Run, paper: str) -> None:
    out = day.paths.home / "copy.pdf"
    said = run(
        "document", "T1A-INV-000002", "--paper", paper, "--lang", "en", "--out", out, "--home", day.paths.home
    )
    assert said.code == 0
    assert "Copy" in _text(out)
    assert "T1A-INV-000002" in _text(out)
    assert day.value("SELECT count(*) FROM change_txn WHERE command = 'NoteReprint'") == 1
    assert run("document", "T1A-INV-000099", "--out", out, "--home", day.paths.home).code == 1


def test_reports_are_written_as_pdf_and_csv(day: StaffedShop, run: Run) -> None:
    home = day.paths.home
    out = home / "takings.csv"
    date = ("--date", "2026-11-20", "--home", home)
    assert run("report", "takings", *date, "--out", out).code == 0
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert any("T1A-INV-000002" in row for row in rows)
    z = run("report", "z", *date, "--json").data["z"]
    assert [one["number"] for one in z] == ["T1A-Z-000001"]
    for kind in ("takings", "z", "daysheet"):
        assert run("report", kind, *date, "--out", home / f"{kind}.pdf", "--lang", "both").code == 0
        assert len(PdfReader(home / f"{kind}.pdf").pages) >= 1
    sheet = run("report", "daysheet", *date, "--staff", "mona", "--json").data["sheets"]
    assert [s["staff"] for s in sheet] == ["Mona"]
    assert run("report", "daysheet", *date, "--staff", "nobody").code == 1
    assert run("report", "z", "--date", "2026-11-01", "--home", home).code == 1
    assert run("report", "takings", *date, "--out", home / "x.docx").code == 1


def test_a_sound_shop_has_no_problems(day: StaffedShop, run: Run) -> None:
    assert run("check", "--home", day.paths.home, "--json").data == {
        "ok": True,
        "problems": [],
        "given_twice": [],
    }


TAMPERING = [
    ("number_gap", "UPDATE number_series SET next_seq = next_seq + 1 WHERE kind = 'INV'"),
    ("hash_chain", "UPDATE number_series SET last_hash = 'x' WHERE kind = 'Z'"),
    ("hash_chain", "UPDATE invoice SET snapshot = replace(snapshot, 'Pearl', 'Peril')"),
    ("invoice_columns", "UPDATE invoice SET gross_minor = gross_minor + 1 WHERE number = 'T1A-INV-000001'"),
    ("invoice_columns", "UPDATE invoice_tender SET amount_minor = 1"),
    ("invoice_columns", "UPDATE invoice_line SET net_minor = 1"),
    ("snapshot", "UPDATE invoice SET snapshot = '{}'"),
    (
        "invoice_sum",
        "UPDATE invoice SET snapshot = json_set(snapshot, '$.lines[0].price_change',"
        ' json(\'{"list_price_minor":1,"reason":"","by":"00"}\'))',
    ),
    ("payment", "UPDATE payment SET amount_minor = 1"),
    ("payment", "UPDATE payment SET source = 'T1A-INV-000001/t0'"),
    ("payment", "UPDATE allocation SET amount_minor = 1"),
    ("ledger_entry", "UPDATE ledger_entry SET amount = -2000 WHERE source_key LIKE '%/n2'"),
    ("ledger_entry", "DELETE FROM ledger_entry WHERE source_key LIKE '%/float'"),
    (
        "ledger_entry",
        "UPDATE ledger_entry SET source_key = 'T1A-INV-000077/t0' WHERE source_key LIKE '%/float'",
    ),
    ("z_figures", "UPDATE z_report SET gross_minor = 1"),
    ("z_figures", "UPDATE till_session SET counted_minor = 1"),
    ("ticket", "UPDATE ticket SET status = 'open'"),
    ("claim", "UPDATE claim SET end_at = end_at + 60000"),
    ("reference", "DELETE FROM staff"),
]


@pytest.mark.parametrize(("rule", "sql"), TAMPERING)
def test_whoever_changes_the_file_by_hand_is_found_out(
    day: StaffedShop, run: Run, rule: str, sql: str
) -> None:
    day.close()
    connection = dbapi2.connect(str(day.paths.database), isolation_level=None)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        if trigger.endswith(("_no_update", "_no_delete")):
            connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(sql)
    connection.close()
    said = run("check", "--home", day.paths.home, "--json")
    assert said.code == 1
    assert not said.data["ok"]
    assert rule in {p["rule"] for p in said.data["problems"]}


def test_the_database_itself_refuses_to_change_facts(day: StaffedShop) -> None:
    with day.unit() as uow:
        for sql in (
            "UPDATE invoice SET gross_minor = 0",
            "DELETE FROM payment",
            "UPDATE allocation SET amount_minor = 0",
            "DELETE FROM stock_movement",
            "DELETE FROM change_row",
        ):
            with pytest.raises(dbapi2.IntegrityError, match="never changed"):
                uow.bookings.connection.execute(sql)


def test_a_changed_or_lost_archive_file_is_found_out(day: StaffedShop, run: Run) -> None:
    desk = PaperDesk(ReadDesk(day.queries, day.clock), day.queries, day.executor, day.paths, day.clock)
    with day.readers.lend() as connection:
        jobs = [
            row[0] for row in connection.execute("SELECT id FROM print_job WHERE document_kind = 'invoice'")
        ]
    desk.print_job(jobs[0], day.reception)
    desk.print_job(jobs[1], day.reception)
    assert run("check", "--home", day.paths.home).code == 0
    one, two = sorted(day.paths.documents.rglob("*.pdf"))
    one.write_bytes(one.read_bytes() + b" ")
    two.unlink()
    found = run("check", "--home", day.paths.home, "--json").data["problems"]
    assert [p["rule"] for p in found] == ["archive", "archive"]


def test_a_backup_is_whole_and_has_its_checksum(day: StaffedShop, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere/one.db"
    said = run("backup", "--out", out, "--home", day.paths.home, "--json")
    assert said.code == 0
    assert out.with_name("one.db.sha256").read_text().split()[0] == said.data["sha256"]
    assert sorted(p.name for p in out.parent.iterdir()) == ["one.db", "one.db.sha256"]
    own = run("backup", "--home", day.paths.home, "--json").data["file"]
    assert Path(own).parent == day.paths.backups


def test_restoring_goes_on_under_the_next_letter_and_keeps_the_old_file(
    day: StaffedShop, run: Run, tmp_path: Path
) -> None:
    backup = tmp_path / "one.db"
    back_up(day.paths, day.clock, out=backup)
    day.open_till()
    day.sell()
    day.close()
    said = run("restore", backup, "--home", day.paths.home, "--json")
    assert said.code == 0
    assert said.data["generation"] == "B"
    assert Path(said.data["kept"]).exists()
    again = day.again()
    again.open_till()
    assert again.sell().number == "T1B-INV-000001"
    again.close_till()
    again.close()
    assert run("check", "--home", day.paths.home, "--json").data["problems"] == []
    assert run("restore", backup, "--home", day.paths.home, "--json").data["generation"] == "C"


def test_a_damaged_present_does_not_stop_a_restore(day: StaffedShop, run: Run, tmp_path: Path) -> None:
    backup = tmp_path / "one.db"
    back_up(day.paths, day.clock, out=backup)
    day.close()
    (day.paths.documents / "2026").mkdir(parents=True)
    (day.paths.documents / "2026/T1D-INV-000004.pdf").write_bytes(b"")
    day.paths.database.write_bytes(b"not a database, " * 600)
    said = run("restore", backup, "--home", day.paths.home, "--json")
    assert said.code == 0, said.err
    assert said.data["generation"] == "E"


def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(
    day: StaffedShop, run: Run, tmp_path: Path
) -> None:
    good = tmp_path / "good.db"
    back_up(day.paths, day.clock, out=good)
    bad = tmp_path / "bad.db"
    for data in (b"", b"hello", good.read_bytes()[:-8_192], good.read_bytes()[:50_000] + b"\xff" * 20_000):
        bad.write_bytes(data)
        said = run("restore", bad, "--home", day.paths.home)
        assert said.code == 1
        assert said.err.count("\n") == 1
    good.write_bytes(good.read_bytes()[:-1] + b"x")
    with pytest.raises(DataError):
        restore(day.paths, good, day.clock)
    assert run("list", "invoices", "--home", day.paths.home, "--json").code == 0


def test_an_open_window_is_in_the_way_of_a_restore(day: StaffedShop, tmp_path: Path) -> None:
    from PySide6.QtCore import QLockFile

    backup = tmp_path / "one.db"
    back_up(day.paths, day.clock, out=backup)
    window = QLockFile(str(day.paths.lock))
    assert window.tryLock(0)
    try:
        with pytest.raises(TransientError):
            restore(day.paths, backup, day.clock)
    finally:
        window.unlock()


def test_old_backups_are_thinned_out_to_the_newest_and_one_a_month(tmp_path: Path) -> None:
    for month in range(1, 11):
        for day in (3, 27):
            (tmp_path / f"shop-2026-{month:02d}-{day:02d}T220000.db").write_bytes(b"")
    gone = rotate(tmp_path)
    left = sorted(p.name[5:15] for p in tmp_path.iterdir())
    assert len(gone) == 3
    assert left[:4] == ["2026-01-27", "2026-02-27", "2026-03-27", "2026-04-03"]


def test_a_damaged_file_is_a_problem_and_not_a_crash(day: StaffedShop, run: Run) -> None:
    day.close()
    connection = dbapi2.connect(str(day.paths.database))
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    whole = day.paths.database.read_bytes()
    for start in (100, 4_096 * 3, 4_096 * 20, 4_096 * 60, 4_096 * 90):
        day.paths.database.write_bytes(whole[:start] + b"\xee" * 9_000 + whole[start + 9_000 :])
        said = run("check", "--home", day.paths.home, "--json")
        assert said.code == 1, start
        assert said.data["problems"][0]["rule"] == "integrity"
        for words in (
            ("list", "bookings"),
            ("backup",),
            ("document", "T1A-INV-000001", "--out", day.paths.home / "x.pdf"),
        ):
            assert run(*words, "--home", day.paths.home).code in (0, 1)


def test_a_newer_shop_is_refused_by_every_command(day: StaffedShop, run: Run) -> None:
    day.close()
    connection = dbapi2.connect(str(day.paths.database), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in (("check",), ("migrate",), ("list", "staff")):
        said = run(*words, "--home", day.paths.home)
        assert said.code == 1
        assert "newer" in said.err


def test_another_process_in_the_shop_is_in_the_way_of_a_restore(
    day: StaffedShop, run: Run, tmp_path: Path
) -> None:
    backup = tmp_path / "one.db"
    back_up(day.paths, day.clock, out=backup)
    with day.readers.lend() as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM booking").fetchone()
        said = run("restore", backup, "--home", day.paths.home)
        connection.execute("ROLLBACK")
    assert said.code == 1
    assert not (day.paths.home / "restoring").exists()
    assert run("check", "--home", day.paths.home).code == 0


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(
    day: StaffedShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salondesk.storage import backup

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(backup, "verify", full)
    with pytest.raises(TransientError):
        back_up(day.paths, day.clock, out=tmp_path / "out/one.db")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_shop_that_is_busy_is_no_damaged_shop(
    day: StaffedShop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BUSY_MS", 50)
    with day.unit():
        said = run("check", "--home", day.paths.home, "--json")
    assert said.code == 1
    assert "busy" in said.err
    assert said.data["problems"] == []
    assert run("check", "--home", day.paths.home).code == 0
