"""Choosing a service as it is typed: by part of its name in either language, or its code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from salondesk.core.fold import fold
from salondesk.services.reads.catalog.items import ItemRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, language
from salondesk.ui.kit.picker import PickerEdit, PickerRow

_MOST = 60


class ServicePicker(Retranslated, PickerEdit):
    """Shows every service when it is entered, the matching ones while something is typed."""

    def __init__(
        self, currency: str, services: Sequence[ItemRow] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(self._offer, parent, show_all=True)
        self._currency, self._services = currency, list(services)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_hint(_("Service"))
        self.setAccessibleName(_("Service"))

    def set_services(self, services: Sequence[ItemRow]) -> None:
        """Say what there is to choose from; it may be read only after the picker is open."""
        self._services = list(services)
        if self.hasFocus() and self.chosen() is None:
            self.ask()

    def service(self) -> ItemRow | None:
        """Return what was chosen."""
        found = self.chosen()
        return found.key if found else None

    def _offer(self, text: str, deliver: Callable[[Sequence[PickerRow]], None]) -> None:
        wanted = fold(text).split()
        shown, lang = formatter(), language()
        rows = []
        for item in self._services:
            names = fold(f"{item.names.en} {item.names.ar} {item.code}")
            if all(part in names for part in wanted):
                price = shown.amount(item.price_minor, self._currency) if item.price_minor else ""
                rows.append(PickerRow(item, item.names.pick(lang), shown.duration(item.minutes), price))
        deliver(rows[:_MOST])
