"""Edits for one value each: money in minor units, phone numbers, search. Typing in either script's digits
works.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from salondesk.core.fold import digits
from salondesk.core.money import exponent_of, parse_minor
from salondesk.ui.format import formatter
from salondesk.ui.kit.layout import restyle
from salondesk.ui.kit.sides import stay_at_side
from salondesk.ui.theme.icons import icon


class _DirectedEdit(QLineEdit):
    """A line whose content always reads from the left but sits where its form begins or ends."""

    trailing = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        stay_at_side(self)

    def keep_side(self) -> None:
        """Put the content where the form begins or ends."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl != self.trailing else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def set_invalid(self, invalid: bool) -> None:
        """Mark the edit as wrong or right."""
        restyle(self, "invalid", invalid)


class MoneyEdit(_DirectedEdit):
    """An amount of one currency.

    Signals: amount_changed(object): minor units, or None while the text is no amount.
    """

    amount_changed = Signal(object)
    trailing = True

    def __init__(self, currency: str, parent: QWidget | None = None, *, allow_negative: bool = False) -> None:
        self._currency, self._allow_negative = currency, allow_negative
        super().__init__(parent)
        self.textChanged.connect(self._on_text_changed)

    def minor(self) -> int | None:
        """Give the amount in minor units; None when empty or wrong."""
        if not self.text().strip():
            return None
        try:
            value = parse_minor(self.text().replace("\u2212", "-"), self._currency)
        except ValueError:
            return None
        return value if value >= 0 or self._allow_negative else None

    def set_minor(self, minor: int | None) -> None:
        """Show an amount."""
        self.setText("" if minor is None else self._plain(minor))

    def is_wrong(self) -> bool:
        """Tell whether something is typed that is no amount."""
        return bool(self.text().strip()) and self.minor() is None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        minor = self.minor()
        if minor is not None:
            self.set_minor(minor)
        self.set_invalid(self.is_wrong())
        super().focusOutEvent(event)

    def _plain(self, minor: int) -> str:
        exponent = exponent_of(self._currency)
        whole, part = divmod(abs(minor), 10**exponent)
        text = f"{'-' if minor < 0 else ''}{whole}" + (f".{part:0{exponent}d}" if exponent else "")
        return formatter().digits(text)

    def _on_text_changed(self) -> None:
        if not self.is_wrong():
            self.set_invalid(False)
        self.amount_changed.emit(self.minor())


class PhoneEdit(_DirectedEdit):
    """A phone number; a local number is read as one of the shop's country.

    Signals: phone_changed(str): the number as +971501234567, or "" while it is none.
    """

    phone_changed = Signal(str)

    def __init__(self, region: str = "AE", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region = region
        self.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        self.textChanged.connect(self._on_text_changed)

    def e164(self) -> str:
        """Give the number in international form, or "" when it is none."""
        import phonenumbers  # takes 30 ms to load: only when a phone is typed

        text = self.text().strip()
        plus = "+" if text.startswith(("+", "00")) else ""
        bare = digits(text)
        if plus and text.startswith("00"):
            bare = bare[2:]
        try:
            parsed = phonenumbers.parse(plus + bare, self._region)
        except phonenumbers.NumberParseException:
            return ""
        if not phonenumbers.is_possible_number(parsed):
            return ""
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

    def set_e164(self, number: str) -> None:
        """Show a number in groups."""
        self.setText(formatter().phone(number).strip("\u2066\u2069") if number else "")

    def is_wrong(self) -> bool:
        """Tell whether something is typed that is no phone number."""
        return bool(self.text().strip()) and not self.e164()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        number = self.e164()
        if number:
            self.set_e164(number)
        self.set_invalid(self.is_wrong())
        super().focusOutEvent(event)

    def _on_text_changed(self) -> None:
        self.set_invalid(False)
        self.phone_changed.emit(self.e164() if len(self.text()) > 5 else "")


class SearchEdit(QLineEdit):
    """A search line with a magnifier and a clear button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addAction(icon("search", "text.muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

    def set_hint(self, text: str) -> None:
        """Say what can be searched."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
