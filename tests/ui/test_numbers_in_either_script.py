"""A number with arrows is typed in Arabic or in Latin digits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salondesk.ui.kit.spins import CountSpin, NumberSpin


def typed(spin: CountSpin | NumberSpin, text: str) -> None:
    spin.selectAll()
    for character in text:
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(spin, press)


@pytest.mark.parametrize("text", ["٣٠", "۳۰", "30"])
def test_a_count_takes_the_digits_of_either_script(qtbot: QtBot, text: str) -> None:
    spin = CountSpin()
    qtbot.addWidget(spin)
    spin.setRange(0, 9_999)
    typed(spin, text)
    assert (spin.value(), spin.cleanText()) == (30, "30")


@pytest.mark.parametrize("text", ["١٢٫٥", "12.5"])
def test_a_percentage_takes_the_arabic_point_too(qtbot: QtBot, text: str) -> None:
    spin = NumberSpin()
    qtbot.addWidget(spin)
    spin.setRange(0, 100)
    spin.setSuffix(" %")
    typed(spin, text)
    assert spin.value() == 12.5


def test_letters_are_no_number(qtbot: QtBot) -> None:
    spin = CountSpin()
    qtbot.addWidget(spin)
    typed(spin, "س")
    assert spin.value() == 0
