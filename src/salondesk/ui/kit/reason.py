"""Why something is done: one of the usual reasons, or in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.form import FormRow
from salondesk.ui.kit.layout import column

MOST_CHARACTERS = 200


class ReasonChoice(Retranslated, QWidget):
    """The last choice is "another reason", which asks for words.

    Signals: changed() whenever the reason is another.
    """

    changed = Signal()

    def __init__(self, usual: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons = tuple(usual)
        self._is_hers = False
        self.usual = QComboBox()
        self.usual.addItems([""] * (len(self._reasons) + 1))
        self.words = QLineEdit()
        self.words.setMaxLength(MOST_CHARACTERS)
        self._usual_row, self._words_row = FormRow(self.usual), FormRow(self.words)
        self.setLayout(column(self._usual_row, self._words_row, gap=12))
        self.usual.currentIndexChanged.connect(lambda _index: self._update())
        self.usual.activated.connect(lambda _index: self._keep())
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        self.retranslate()
        self._update()

    def retranslate(self) -> None:
        for n, reason in enumerate(self._reasons):
            self.usual.setItemText(n, _(reason))
        self.usual.setItemText(len(self._reasons), _("Another reason"))
        self._usual_row.set_text(_("Reason"))
        self._words_row.set_text(_("In words"))

    def reason(self) -> str:
        """Return the reason in the language on screen, "" while there is none."""
        return self.words.text().strip() if self._asks_words() else self.usual.currentText()

    def set_reason(self, text: str) -> None:
        """Show a reason that was given before."""
        known = [_(reason) for reason in self._reasons]
        self.usual.setCurrentIndex(known.index(text) if text in known else len(known))
        self.words.setText("" if text in known else text)
        self._keep()

    def propose(self, number: int) -> None:
        """Choose a usual reason, unless a person has chosen already."""
        if not self._is_hers:
            self.usual.setCurrentIndex(number)

    def _keep(self) -> None:
        self._is_hers = True

    def _asks_words(self) -> bool:
        return self.usual.currentIndex() == len(self._reasons)

    def _update(self) -> None:
        self._words_row.setVisible(self._asks_words())
        self.changed.emit()
