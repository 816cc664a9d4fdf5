"""What a power cut left unprinted is taken up at the next start: archived, offered once, never printed unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from salondesk.app import saved_files
from salondesk.app.cli.upkeep import problems
from salondesk.app.documents import PaperDesk
from salondesk.core.errors import PermissionRefused, TransientError
from salondesk.core.ids import Id
from salondesk.domain.paper import PrintState
from salondesk.services.paper.print_queue import (
    ClaimPrint,
    DismissPrints,
    RecordPrint,
    RecoveredPrints,
    RecoverPrints,
)
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.sale.invoice_list import InvoiceList
from tests.printing.reading import text_of
from tests.support.shop import NOW_MS, StaffedShop, open_copy, open_home

ROOT = Path(__file__).resolve().parents[2]
DAY_MS = 86_400_000


def desk_of(shop: StaffedShop, left: tuple[Id, ...] = ()) -> PaperDesk:
    reads = ReadDesk(shop.queries, shop.clock)
    return PaperDesk(reads, shop.queries, shop.executor, shop.paths, shop.clock, left)


def left_of(shop: StaffedShop) -> tuple[Id, ...]:
    return tuple(one.job.id for one in shop.queries.unsettled_prints(shop.reception.till_id))


def recover(shop: StaffedShop, actor: str = "reception") -> RecoveredPrints:
    command = RecoverPrints(key=shop.new_id(), job_ids=left_of(shop))
    taken: RecoveredPrints = shop.run(command, getattr(shop, actor))
    return taken


def state(shop: StaffedShop, job_id: Id) -> str:
    with shop.readers.lend() as connection:
        return str(connection.execute("SELECT state FROM print_job WHERE id = ?", (job_id,)).fetchone()[0])


def test_a_receipt_that_never_reached_the_printer_is_printed_as_the_original(
    shop: StaffedShop, qapp: QApplication, printed: list[bytes]
) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    taken = recover(shop)
    assert [one.number for one in taken.asked] == [sale.number]
    assert printed == []  # nothing unasked
    desk_of(shop).print_job(sale.print_job_id, shop.reception)
    assert len(printed) == 1
    assert "Copy" not in text_of(printed[0])
    assert state(shop, sale.print_job_id) == PrintState.DONE
    assert recover(shop).asked == ()


def test_one_that_was_being_printed_is_unsure_for_ever_and_comes_out_as_a_copy(
    shop: StaffedShop, qapp: QApplication, printed: list[bytes]
) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    shop.run(ClaimPrint(key=shop.new_id(), job_id=sale.print_job_id))
    (asked,) = recover(shop).asked
    assert asked.job.state is PrintState.UNSURE
    assert asked.job.copy
    desk = desk_of(shop)
    shop.run(ClaimPrint(key=shop.new_id(), job_id=sale.print_job_id))
    failed = RecordPrint(key=shop.new_id(), job_id=sale.print_job_id, state=PrintState.FAILED)
    shop.run(failed)
    desk.print_job(sale.print_job_id, shop.reception)
    assert "Copy" in text_of(printed[0])
    kept = shop.paths.documents / "2026" / f"{sale.number}.pdf"
    assert "Copy" not in text_of(kept.read_bytes())


def test_the_archive_is_made_good_without_paper(
    shop: StaffedShop, qapp: QApplication, printed: list[bytes]
) -> None:
    shop.open_till()
    shop.sell("CUT")
    shop.run(ClaimPrint(key=shop.new_id(), job_id=shop.sell("MANI").print_job_id))
    desk = desk_of(shop)
    for one in recover(shop).found:
        desk.make_good(one.job, shop.reception)
    assert shop.value("SELECT count(*) FROM document_file") == 2
    assert printed == []
    assert list(problems(shop)) == []


def test_a_file_that_was_written_but_not_noted_is_noted(shop: StaffedShop, qapp: QApplication) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    desk = desk_of(shop)
    (one,) = recover(shop).found
    desk.make_good(one.job, shop.reception)
    kept = shop.paths.documents / "2026" / f"{sale.number}.pdf"
    original = kept.read_bytes()
    with shop.storage.unit(NOW_MS) as uow:
        uow.prints._connection.execute("DROP TRIGGER IF EXISTS document_file_no_delete")  # noqa: SLF001
        uow.prints._connection.execute("DELETE FROM document_file")  # noqa: SLF001
        uow.commit()
    desk.make_good(one.job, shop.reception)
    assert kept.read_bytes() == original
    assert shop.value("SELECT count(*) FROM document_file") == 1


def test_one_of_an_earlier_day_is_archived_and_not_asked_about(shop: StaffedShop, qapp: QApplication) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    shop.close()
    later = open_home(shop.paths.home, now_ms=NOW_MS + DAY_MS)
    try:
        taken = recover(later)
        assert [one.number for one in taken.found] == [sale.number]
        assert taken.asked == ()
        assert state(later, sale.print_job_id) == PrintState.LEFT
        desk_of(later).make_good(taken.found[0].job, later.reception)
        assert (later.paths.documents / "2026" / f"{sale.number}.pdf").exists()
    finally:
        later.close()


def test_a_z_waits_for_somebody_who_may_close_the_till(shop: StaffedShop, qapp: QApplication) -> None:
    shop.open_till()
    closed = shop.close_till()
    with shop.storage.unit(NOW_MS) as uow:
        roles = {role.key: role for role in uow.roles.all()}
        reception = roles["reception"]
        uow.roles.save(reception, replace(reception, permissions=reception.permissions - {"till.close"}))
        uow.commit()
    assert recover(shop).found == ()
    assert [one.number for one in recover(shop, "manager").asked] == [closed.number]


def test_who_may_not_sell_takes_nothing_up(shop: StaffedShop) -> None:
    shop.open_till()
    shop.sell("CUT")
    with pytest.raises(PermissionRefused):
        recover(shop, "stylist")


def test_what_is_left_stays_findable_and_can_be_printed_later(
    shop: StaffedShop, qapp: QApplication, printed: list[bytes]
) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    shop.run(DismissPrints(key=shop.new_id(), job_ids=(sale.print_job_id,)))
    assert recover(shop).asked == ()
    today = shop.ask(InvoiceById(sale.invoice_id)).document
    assert today is not None
    (row,) = shop.ask(InvoiceList(today.business_date, today.business_date))
    assert row.unprinted_job_id == sale.print_job_id
    desk_of(shop).print_job(sale.print_job_id, shop.reception)
    assert "Copy" not in text_of(printed[0])
    (row,) = shop.ask(InvoiceList(today.business_date, today.business_date))
    assert row.unprinted_job_id is None


def test_a_finished_job_never_brings_out_a_second_original(
    shop: StaffedShop, qapp: QApplication, printed: list[bytes]
) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    desk = desk_of(shop)
    desk.print_job(sale.print_job_id, shop.reception)
    desk.print_job(sale.print_job_id, shop.reception)
    assert ["Copy" in text_of(data) for data in printed] == [False, True]


def test_a_document_that_cannot_be_drawn_leaves_a_failed_job_behind(
    shop: StaffedShop, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.open_till()
    sale = shop.sell("CUT")

    def broken(*_what: object, **_how: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(saved_files, "write_durably", broken)
    with pytest.raises(TransientError, match="could not be kept"):
        desk_of(shop).print_job(sale.print_job_id, shop.reception)
    assert state(shop, sale.print_job_id) == PrintState.FAILED


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("claim", PrintState.UNSURE), ("print", PrintState.UNSURE), ("commit", PrintState.QUEUED)],
)
def test_a_process_killed_on_the_way_to_the_paper_is_taken_up_by_the_next(
    shop_template: Path, tmp_path: Path, qapp: QApplication, moment: str, expected: PrintState
) -> None:
    home = tmp_path / "home"
    open_copy(shop_template, home).close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_paper", str(home), moment],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (-signal.SIGKILL if os.name != "nt" else 9, 9), done.stderr
    shop = open_home(home)
    try:
        (asked,) = recover(shop).asked
        assert asked.job.state is expected
        assert asked.number == "T1A-INV-000001"
        desk_of(shop).make_good(asked.job, shop.reception)
        assert shop.value("SELECT count(*) FROM document_file") == 1
        assert list(problems(shop)) == []
    finally:
        shop.close()


def test_a_file_to_give_away_is_marked_and_audited_as_a_copy(shop: StaffedShop, qapp: QApplication) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    data = desk_of(shop).file(DocumentRequest("invoice", sale.invoice_id, "a4"), shop.reception)
    assert "Copy" in text_of(data)
    assert shop.value("SELECT count(*) FROM change_txn WHERE command = 'NoteReprint'") == 1
    kept = shop.paths.documents / "2026" / f"{sale.number}.pdf"
    assert "Copy" not in text_of(kept.read_bytes())
