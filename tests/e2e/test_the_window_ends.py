"""What ends after its window is gone is done all the same, and says nothing to a window that is not there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salondesk.app import backups
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock
from salondesk.domain.change import ChangeSet
from salondesk.storage.backup import BackupDone
from tests.e2e.conftest import open_counter
from tests.support.shop import open_copy
from tests.support.thread_guard import database_connections_ask


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_a_backup_that_ends_after_its_window_is_gone(
    qtbot: QtBot,
    qapp: QApplication,
    shop_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ends: str,
) -> None:
    real, begun, go_on = backups.back_up, threading.Event(), threading.Event()

    def slow(paths: ShopPaths, clock: Clock) -> BackupDone:
        begun.set()
        assert go_on.wait(10)
        if ends == "badly":
            raise OSError(5, "the stick was pulled")
        return real(paths, clock)

    monkeypatch.setattr(backups, "back_up", slow)
    with database_connections_ask():
        shop = open_copy(shop_template, tmp_path / "home", origin="window")
        counter = open_counter(qtbot, qapp, shop, "en")
        closed = ChangeSet(
            txn_id=shop.new_id(), seq=1, nouns=frozenset({"z_report"}), ids=frozenset(), dates=frozenset(),
            origin="window",
        )  # fmt: skip
        counter.work.committed.emit(closed)
        assert begun.wait(5)
        threading.Timer(0.2, go_on.set).start()
        counter.made.close()
        counter.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
    kept = list(shop.paths.backups.glob("*.db"))
    assert len(kept) == (1 if ends == "well" else 0)
