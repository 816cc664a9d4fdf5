"""The language on screen changes while everything is open: our widgets, Qt's own buttons, the direction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salondesk.core.message import Message
from salondesk.ui import i18n
from salondesk.ui.booking.canvas.status_styles import STATUS_STYLES
from salondesk.ui.format import Formatter
from salondesk.ui.i18n import _, _n


@pytest.fixture(autouse=True)
def english_after(qapp: QApplication) -> Iterator[None]:
    i18n.set_language(qapp, "en", Formatter("en").show)
    yield
    i18n.set_language(qapp, "en", Formatter("en").show)


class _Said(i18n.Retranslated, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.rounds = 0
        self.label = QLabel()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        line = QVBoxLayout(self)
        line.addWidget(self.label)
        line.addWidget(self.buttons)
        self.retranslate()

    def retranslate(self) -> None:
        self.rounds += 1
        self.label.setText(_("Confirmed"))


def test_an_open_widget_says_itself_again_once_and_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    said = _Said()
    qtbot.addWidget(said)
    said.show()
    i18n.set_language(qapp, "ar")
    assert said.label.text() == "مؤكد" and said.rounds == 2
    assert said.layoutDirection() == Qt.LayoutDirection.RightToLeft
    i18n.set_language(qapp, "en")
    assert said.label.text() == "Confirmed" and said.rounds == 3
    assert said.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_hidden_widget_follows_too(qapp: QApplication, qtbot: QtBot) -> None:
    said = _Said()
    qtbot.addWidget(said)
    i18n.set_language(qapp, "ar")
    assert said.label.text() == "مؤكد"


def test_qts_own_buttons_follow(qapp: QApplication, qtbot: QtBot) -> None:
    said = _Said()
    qtbot.addWidget(said)
    said.show()
    cancel = said.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    save = said.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert (cancel.text(), save.text()) == ("Cancel", "Save")
    i18n.set_language(qapp, "ar")
    assert cancel.text() == _("Cancel") != "Cancel"
    assert save.text() != "Save"


def test_sentences_and_counts_are_filled(qapp: QApplication) -> None:
    assert _n("{n} digit typed", "{n} digits typed", 3) == "3 digits typed"
    assert i18n.fill("Moved to {time}", time="14:30") == "Moved to 14:30"
    assert i18n.say(Message.of("Moved to {time}", time="14:30")) == "Moved to 14:30"
    i18n.set_language(qapp, "ar", Formatter("ar").show)
    assert _n("{n} digit typed", "{n} digits typed", 2) == "أُدخل رقمان"
    assert "\u206614:30\u2069" in i18n.say(Message.of("Moved to {time}", time="14:30"))
    assert i18n.is_rtl() and i18n.language() == "ar"


def test_every_status_has_its_own_arabic_word(qapp: QApplication) -> None:
    i18n.set_language(qapp, "ar")
    names = [_(look.name) for look in STATUS_STYLES.values()]
    assert len(set(names)) == len(names) and not any(name.isascii() for name in names)
