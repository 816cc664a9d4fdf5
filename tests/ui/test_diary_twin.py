"""The table twin of the diary, and its legend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salondesk.services.reads.booking import board as b
from salondesk.ui import i18n
from salondesk.ui.booking.canvas.status_styles import STATUS_STYLES, flags_shown, style_of
from salondesk.ui.booking.page.day_list import DayList
from salondesk.ui.booking.page.legend import LegendPanel
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.theme.drawings import icon_names

COLUMNS = (b.BoardColumn(b"noura", "Noura"), b.BoardColumn(b"sara", "Sara"))
LATER = b.BoardBlock(b"later", b"1", b"sara", 720, 780, "confirmed", "Mariam", "Cut", flags=b.NOTE | b.ALERT)
EARLY = b.BoardBlock(b"early", b"2", b"noura", 600, 630, "done", "Reem", "Nails", flags=b.PAID)
BOARD = b.DayBoard("2026-11-20", 540, 1260, 15, COLUMNS, (LATER, EARLY))


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    set_formatter(Formatter(request.param))
    i18n.set_language(qapp, request.param)
    yield request.param
    set_formatter(Formatter("en"))
    i18n.set_language(qapp, "en")


@pytest.fixture
def twin(lang: str, qtbot: QtBot) -> DayList:
    made = DayList()
    made.resize(800, 400)
    qtbot.addWidget(made)
    made.show()
    made.set_board(BOARD)
    return made


def texts(twin: DayList, row: int) -> list[str]:
    model = twin.rows_model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_the_list_says_all_the_diary_shows(twin: DayList, lang: str) -> None:
    assert [block.line_id for block in twin.showing()] == [b"early", b"later"]
    first, second = texts(twin, 0), texts(twin, 1)
    assert "10:00" in first[0] and first[1:4] == ["Reem", "Nails", "Noura"]
    if lang == "en":
        assert first[4] == "Paid in full" and second[4:] == ["Confirmed", "Alert, Note"]


def test_on_a_wide_screen_the_words_of_a_row_stay_together(twin: DayList) -> None:
    twin.resize(1500, 400)
    head = twin.horizontalHeader()
    widths = [head.sectionSize(n) for n in range(twin.rows_model.columnCount())]
    assert max(widths[:-1]) <= 300
    assert sum(widths) == twin.viewport().width()
    twin.resize(800, 400)
    assert head.length() == twin.viewport().width()


def test_the_list_is_complete_by_keyboard(twin: DayList, qtbot: QtBot) -> None:
    twin.setFocus()
    with qtbot.waitSignal(twin.selection_changed) as said:
        qtbot.keyClick(twin, Qt.Key.Key_Down)
    twin.select(b"later")
    assert twin.selected() == b"later" and said.args is not None
    with qtbot.waitSignal(twin.block_activated) as opened:
        qtbot.keyClick(twin, Qt.Key.Key_Return)
    assert opened.args == [b"later"]
    with qtbot.waitSignal(twin.move_requested) as moved:
        QApplication.sendEvent(
            twin, QKeyEvent(QEvent.Type.KeyPress, 0x0629, Qt.KeyboardModifier.NoModifier, "ة")
        )
    assert moved.args == [b"later"]


def test_the_place_is_kept_when_the_board_changes(twin: DayList) -> None:
    twin.select(b"later")
    twin.set_board(BOARD._replace(blocks=(LATER._replace(start_min=540, end_min=590), EARLY)))
    assert twin.selected() == b"later"


def test_late_to_pay_and_paid_are_derived() -> None:
    assert style_of("booked", b.LATE).token == "late"
    assert style_of("in_service", b.LATE).token == "in_service"
    assert style_of("done", b.UNPAID).token == "to_pay" and style_of("done", b.PAID).token == "paid"
    assert set(b.STATUSES) <= STATUS_STYLES.keys()


def test_no_two_statuses_share_both_colour_and_icon_and_every_icon_is_bundled() -> None:
    styles = [look for key, look in STATUS_STYLES.items() if key != "rejected"]
    assert len({look.icon for look in styles}) == len(styles)
    assert {look.icon for look in (*styles, *flags_shown(0xFFFF))} <= set(icon_names())


def test_the_legend_opens_and_closes(lang: str, qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(900, 700)
    qtbot.addWidget(host)
    host.show()
    legend = LegendPanel(host)
    legend.toggle()
    assert legend.isVisible() and host.rect().contains(legend.geometry())
    qtbot.keyClick(legend, Qt.Key.Key_Escape)
    assert not legend.isVisible()
