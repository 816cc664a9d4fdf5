"""The guards of tests/support notice what they are there for."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support import open_units as units
from tests.support.logfail import LogGuard
from tests.support.network import is_local
from tests.support.qt_guards import TimerWatch, leftover_threads, leftover_widgets, top_level_widgets


def test_a_thread_that_still_runs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.qt_guards.THREAD_GRACE_S", 0.0)
    before = set(threading.enumerate())
    stop = threading.Event()
    worker = threading.Thread(target=stop.wait, name="forgotten")
    worker.start()
    assert leftover_threads(before) == ["thread still runs: forgotten"]
    stop.set()
    worker.join()
    assert leftover_threads(before) == []


def test_a_window_left_open_is_named_and_a_deleted_one_is_not(qtbot: QtBot) -> None:
    before = top_level_widgets()
    window = QWidget()
    window.setObjectName("orphan")
    assert leftover_widgets(before) == ["top-level widget left: QWidget 'orphan' ''"]
    window.deleteLater()
    assert leftover_widgets(before) == []


def test_a_timer_that_still_ticks_is_named(qapp: QApplication, timer_watch: TimerWatch) -> None:
    timer = QTimer(qapp)
    timer.start(60_000)
    assert timer_watch.leftover() == ["timer still active: 60000 ms, of QApplication"]
    timer.stop()
    timer.deleteLater()


def test_a_stopped_timer_is_no_leftover(qapp: QApplication, timer_watch: TimerWatch) -> None:
    timer = QTimer()
    timer.setInterval(1_000)
    timer.start()
    timer.stop()
    assert timer_watch.leftover() == []


def test_an_unannounced_warning_is_a_complaint_and_an_announced_one_is_not() -> None:
    guard = LogGuard()
    guard.handle(logging.makeLogRecord({"name": "salondesk", "msg": "till 3 lost", "levelname": "WARNING"}))
    assert guard.complaints() == ["unexpected WARNING from salondesk: till 3 lost"]
    guard.allow(r"till \d lost")
    assert guard.complaints() == []


def test_an_expected_warning_that_never_comes_is_a_complaint() -> None:
    guard = LogGuard()
    guard.expect("paper is out")
    assert guard.complaints() == ["expected a log message matching 'paper is out', none came"]


def test_announced_warnings_pass_the_guard(
    allow_log: Callable[[str], None], expect_log: Callable[[str], None]
) -> None:
    allow_log("may come")
    expect_log("must come")
    logging.getLogger("salondesk.test").warning("this must come")


def test_an_open_unit_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_probes", [])
    units.register_open_unit_probe(lambda: ["booking"])
    assert units.open_units() == ["unit of work left open: booking"]


def test_other_machines_are_refused() -> None:
    with socket.socket() as connection, pytest.raises(OSError, match="do not leave this machine"):
        connection.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(
    ("address", "local"),
    [
        (("127.0.0.1", 1), True),
        (("::1", 1, 0, 0), True),
        ("/run/x", True),
        (("localhost", 1), True),
        (("", 1), True),
        (("10.0.0.1", 1), False),
        (("a.host", 1), False),
    ],
)
def test_only_loopback_addresses_are_local(address: object, local: bool) -> None:
    assert is_local(address) is local


def test_home_is_an_empty_one_of_the_tests() -> None:
    assert "salondesk-tests-" in str(Path.home())
    assert "SALONDESK_HOME" not in os.environ


def test_the_keyring_keeps_nothing() -> None:
    keyring.set_password("salondesk", "smtp", "secret")
    assert keyring.get_password("salondesk", "smtp") is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the process is fixed on Windows")
def test_the_machine_stands_in_a_zone_of_its_own() -> None:
    assert time.timezone == -(5 * 3600 + 45 * 60)


def test_the_screen_is_a_till_screen(qapp: QApplication) -> None:
    size = qapp.primaryScreen().size()
    assert (size.width(), size.height()) == (1920, 1080)


@pytest.mark.x11
def test_a_virtual_x_server_starts(x_server: str) -> None:
    assert x_server.startswith(":")
