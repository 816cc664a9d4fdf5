"""Switching the language of a window of 400 widgets, against turning it round and setting the same texts by
hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

from benchmarks.harness import alternate, report
from benchmarks.qt_stage import application
from salondesk.ui.booking.canvas.status_styles import FLAG_STYLES, STATUS_STYLES
from salondesk.ui.i18n import Retranslated, _, set_language
from salondesk.ui.theme.current import theme

_TEXTS = [look.name for look in (*STATUS_STYLES.values(), *FLAG_STYLES.values())]
_FORMS, _FIELDS = 10, 10


class _Form(QWidget):
    """Forty widgets: labels, edits, buttons, boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[QLabel | QPushButton | QCheckBox] = []
        grid = QGridLayout(self)
        for row in range(_FIELDS):
            label, button, box = QLabel(), QPushButton(), QCheckBox()
            edit: QWidget = QComboBox() if row % 3 == 0 else QLineEdit()
            for column, part in enumerate((label, edit, box, button)):
                grid.addWidget(part, row, column)
            self.fields += [label, button, box]
        self.say(str)

    def say(self, words: Callable[[str], str]) -> None:
        """Set every text."""
        for number, field in enumerate(self.fields):
            field.setText(words(_TEXTS[number % len(_TEXTS)]))


class _OurForm(Retranslated, _Form):
    """The same form, retranslated the house's way."""

    def retranslate(self) -> None:
        self.say(_)


def _window(forms: Sequence[_Form]) -> QTabWidget:
    tabs = QTabWidget()
    for form in forms:
        tabs.addTab(form, "form")
    theme().apply_style(tabs)
    tabs.resize(1000, 600)
    tabs.show()
    return tabs


def main() -> None:
    """Measure and print."""
    app = application()
    plain = [_Form() for _number in range(_FORMS)]
    ours = [_OurForm() for _number in range(_FORMS)]
    windows = [_window(plain), _window(ours)]
    app.processEvents()
    set_language(app, "ar")
    arabic = {text: _(text) for text in _TEXTS}
    set_language(app, "en")
    state = {"floor": "en", "ours": "en"}

    def floor() -> None:
        state["floor"] = "ar" if state["floor"] == "en" else "en"
        right = state["floor"] == "ar"
        windows[0].setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        for form in plain:
            form.say(lambda text: arabic[text] if right else text)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def switch() -> None:
        state["ours"] = "ar" if state["ours"] == "en" else "en"
        set_language(app, state["ours"])
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    report("language_switch", alternate(floor, switch, rounds=40), goal_ratio=2.5, rows=_FORMS * _FIELDS * 4)


if __name__ == "__main__":
    main()
