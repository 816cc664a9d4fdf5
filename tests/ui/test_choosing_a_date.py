"""The month a day is chosen from: every number there, in the language's own words, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolButton
from pytestqt.qtbot import QtBot

from salondesk.ui import i18n
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.kit.dates import date_edit
from salondesk.ui.kit.month import MonthCalendar
from salondesk.ui.theme.current import theme

TODAY = date(2026, 11, 26)


@pytest.fixture(params=["en", "ar"])
def month(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[MonthCalendar]:
    theme().apply(qapp, "light")
    made = Formatter(request.param)
    set_formatter(made)
    i18n.set_language(qapp, request.param, made.show)
    shown = MonthCalendar(date(2026, 11, 20), lambda: TODAY)
    qtbot.addWidget(shown)
    shown.resize(shown.sizeHint())
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    set_formatter(Formatter("en"))
    i18n.set_language(qapp, "en", Formatter("en").show)


def grid(month: MonthCalendar) -> QAbstractItemView:
    found = month.findChild(QAbstractItemView)
    assert found is not None
    return found


def ink(picture: QImage, area: QRect) -> int:
    """Count the pixels of a cell that are not its ground."""
    ground = picture.pixel(area.left() + 1, area.center().y())
    return sum(
        picture.pixel(x, y) != ground
        for x in range(area.left() + 4, area.right() - 4)
        for y in range(area.top() + 4, area.bottom() - 4)
    )


def test_every_day_and_every_weekday_can_be_read(month: MonthCalendar) -> None:
    view = grid(month)
    picture = view.viewport().grab().toImage()
    model = view.model()
    for row in range(7):  # the weekdays, then six weeks
        for column in range(7):
            area = view.visualRect(model.index(row, column + (model.columnCount() - 7)))
            assert ink(picture, area) > 8, (row, column)


def test_the_month_is_called_as_the_language_calls_it(month: MonthCalendar) -> None:
    button = month.findChild(QToolButton, "qt_calendar_monthbutton")
    year = month.findChild(QToolButton, "qt_calendar_yearbutton")
    assert button is not None and year is not None
    arabic = i18n.language() == "ar"
    assert (button.text(), year.text()) == ("نوفمبر" if arabic else "November", "2026")
    assert (month.layoutDirection() == Qt.LayoutDirection.RightToLeft) == arabic
    assert month.firstDayOfWeek() == Qt.DayOfWeek.Monday


def test_a_day_is_chosen_by_keys_and_enter(month: MonthCalendar, qtbot: QtBot) -> None:
    view = grid(month)
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        QTest.keyClick(view, key)
    with qtbot.waitSignal(month.activated) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [QDate(2026, 12, 27)]


def test_a_date_edit_opens_the_same_month(month: MonthCalendar, qtbot: QtBot) -> None:
    edit = date_edit(TODAY, lambda: TODAY)
    qtbot.addWidget(edit)
    assert isinstance(edit.calendarWidget(), MonthCalendar)
    assert edit.calendarWidget().layoutDirection() == month.layoutDirection()
