"""Choosing a client as a name or number is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from salondesk.services.reads.client.search import ClientHit, ClientSearch
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.picker import PickerEdit, PickerRow
from salondesk.ui.workplace import Workplace


class ClientPicker(Retranslated, PickerEdit):
    """Asks the clients' index off the interface thread; offers to make a new client of what was typed."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(self._find, parent)
        self._work = work
        self.retranslate()

    def retranslate(self) -> None:
        self.set_hint(_("Client: name or phone"))
        self.setAccessibleName(_("Client"))
        self.set_create_text(_("New client: {text}"))

    def _find(self, text: str, deliver: Callable[[Sequence[PickerRow]], None]) -> None:
        me, reads = self._work.me, self._work.reads
        self._work.ask(
            self, lambda: reads.ask(me, ClientSearch(text)), lambda hits: deliver([_row(hit) for hit in hits])
        )


def _row(hit: ClientHit) -> PickerRow:
    phone = formatter().phone(hit.phone) if hit.phone else hit.code
    return PickerRow(hit, hit.name, hit.alert, phone, "user", bool(hit.alert))
