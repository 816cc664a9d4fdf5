"""The guard of the interface thread sees what it must and lets the lanes work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.support.thread_guard import (
    InterfaceThreadBusyError,
    database_connections_ask,
    interface_thread_is_free,
)


def read_a_file(home: Path) -> None:
    (home / "shop.db").read_bytes()


def start_a_program(home: Path) -> None:
    subprocess.run([sys.executable, "--version"], check=True, stdout=subprocess.DEVNULL)


def open_the_database(home: Path) -> None:
    dbapi2.connect(str(home / "shop.db")).close()


def make_a_pdf(home: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    Canvas("unused.pdf")


WORK = [read_a_file, start_a_program, open_the_database, make_a_pdf]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "shop.db").touch()
    return tmp_path


@pytest.mark.parametrize("work", WORK)
def test_work_on_the_interface_thread_is_caught(home: Path, work: Callable[[Path], None]) -> None:
    with database_connections_ask(), pytest.raises(InterfaceThreadBusyError), interface_thread_is_free(home):
        work(home)


@pytest.mark.parametrize("work", WORK)
def test_the_same_work_on_a_lane_passes(home: Path, work: Callable[[Path], None]) -> None:
    failures: list[BaseException] = []

    def lane() -> None:
        try:
            work(home)
        except BaseException as error:
            failures.append(error)

    with database_connections_ask(), interface_thread_is_free(home):
        thread = threading.Thread(target=lane)
        thread.start()
        thread.join()
    assert failures == []


def test_a_swallowed_breach_is_told_at_the_end(home: Path) -> None:
    with pytest.raises(InterfaceThreadBusyError, match="open .*shop.db"), interface_thread_is_free(home):
        try:
            read_a_file(home)
        except InterfaceThreadBusyError:
            pass  # what an event handler that catches everything would do


def test_a_query_over_an_open_connection_is_caught(home: Path) -> None:
    with database_connections_ask():
        connection = dbapi2.connect(str(home / "shop.db"), check_same_thread=False)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        for ask in (
            lambda: connection.execute("SELECT 1"),
            lambda: connection.executemany("SELECT ?", [(1,)]),
            lambda: connection.cursor(),
        ):
            with pytest.raises(InterfaceThreadBusyError), interface_thread_is_free(home):
                ask()
        connection.close()


def test_reading_a_resource_is_no_breach(home: Path) -> None:
    with interface_thread_is_free(home):
        assert Path(__file__).read_text(encoding="utf-8")
