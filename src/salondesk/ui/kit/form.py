"""Forms: a field with label, help and complaint; a form that knows whether it may be saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from salondesk.ui.kit.inputs import MoneyEdit, PhoneEdit
from salondesk.ui.kit.layout import column, label, restyle

Check = Callable[[], str]
"""Gives the complaint about a field in the language on screen, or "" when it is right."""


class FormRow(QWidget):
    """A field under its label, with a line for help or for what is wrong."""

    def __init__(self, field: QWidget, check: Check | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._check, self._help = field, check, ""
        self._label = label("field")
        self._label.setBuddy(field)
        self._note = label("small", wrap=True)
        self._note.hide()
        self.setLayout(column(self._label, field, self._note, gap=4))

    def set_text(self, text: str, help_text: str = "") -> None:
        """Name the field; the name is also what a screen reader says."""
        self._label.setText(text)
        self.field.setAccessibleName(text)
        self._help = help_text
        self._show("")

    def complaint(self) -> str:
        """Give what is wrong with the field without showing it."""
        return self._check() if self._check is not None else ""

    def validate(self) -> bool:
        """Show what is wrong with the field, if anything; True when it is right."""
        found = self.complaint()
        self._show(found)
        return not found

    def refuse(self, text: str) -> None:
        """Show a complaint that came from elsewhere, such as the service."""
        self._show(text)

    def _show(self, complaint: str) -> None:
        self._note.setText(complaint or self._help)
        self._note.setVisible(bool(complaint or self._help))
        restyle(self._note, "role", "error" if complaint else "small")
        restyle(self.field, "invalid", bool(complaint))
        self.field.setAccessibleDescription(complaint or self._help)


class Form(QWidget):
    """Rows one under another.

    Signals: edited() at each change; validity_changed(bool).
    """

    edited = Signal()
    validity_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FormRow] = []
        self._dirty, self._valid = False, True
        self._box = column(gap=12)
        self.setLayout(self._box)

    def add(self, field: QWidget, check: Check | None = None) -> FormRow:
        """Add a field; the row it gets is named in the page's retranslate()."""
        made = FormRow(field, check)
        self._rows.append(made)
        self._box.addWidget(made)
        _watch(field, self._on_edited)
        return made

    def is_dirty(self) -> bool:
        """Tell whether anything was changed since `mark_clean`."""
        return self._dirty

    def mark_clean(self) -> None:
        """Take the present values as saved."""
        self._dirty = False

    def is_valid(self) -> bool:
        """Tell whether every field is right, without showing complaints."""
        return not any(row.complaint() for row in self._rows)

    def validate(self) -> bool:
        """Show every complaint and move to the first wrong field; True when all is right."""
        wrong = [row for row in self._rows if not row.validate()]
        if wrong:
            wrong[0].field.setFocus()
        return not wrong

    def _on_edited(self) -> None:
        self._dirty = True
        valid = self.is_valid()
        if valid != self._valid:
            self._valid = valid
            self.validity_changed.emit(valid)
        self.edited.emit()


def _watch(field: QWidget, changed: Callable[[], None]) -> None:
    if isinstance(field, MoneyEdit | PhoneEdit | QLineEdit):
        field.textChanged.connect(lambda _text: changed())
    elif isinstance(field, QPlainTextEdit):
        field.textChanged.connect(changed)
    elif isinstance(field, QComboBox):
        field.currentIndexChanged.connect(lambda _index: changed())
    elif isinstance(field, QCheckBox):
        field.toggled.connect(lambda _on: changed())
