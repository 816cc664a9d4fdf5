"""The client of a visit in the side panel: name, phone, alert, another client, the card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salondesk.domain.access import Permission
from salondesk.domain.client.card import Client
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.reads.booking.visit import VisitCard
from salondesk.ui.booking.visit.words import facts
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.kit.inputs import PhoneEdit
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.kit.picker import PickerRow
from salondesk.ui.people.client_form import ClientForm
from salondesk.ui.people.client_picker import ClientPicker
from salondesk.ui.workplace import Workplace


class VisitClient(Retranslated, QWidget):
    """Signals: client_chosen(client id): the visit is for somebody else; edited(): the client's card was saved."""

    client_chosen = Signal(bytes)
    edited = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._card: VisitCard | None = None
        self.name, self._phone = label("head", wrap=True), label("muted")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.alert = Banner("danger", closable=False)
        self._facts = label("muted", wrap=True)
        self.change_button = button("quiet", self.open_picker, icon_name="user-plus")
        self.edit_button = button("quiet", self.open_form, icon_name="pencil")
        self.picker = ClientPicker(work)
        self.picker.picked.connect(self._on_picked)
        self.picker.create_requested.connect(self._on_new)
        self.phone = PhoneEdit()
        self.phone.returnPressed.connect(self._add)
        self._add_button = button("", self._add)
        self._new = QWidget()
        line = row(self.phone, self._add_button, gap=6)
        line.setStretch(0, 1)
        self._new.setLayout(line)
        self.form = ClientForm(work)
        self.form.saved.connect(self._on_saved)
        self.form.cancelled.connect(self._close_form)
        for part in (self.picker, self._new, self.form, self.alert):
            part.hide()
        buttons = row(self.change_button, self.edit_button, None, gap=4)
        self.setLayout(
            column(
                self.name, self._phone, self.alert, self._facts, buttons, self.picker, self._new, self.form,
                gap=8,
            )
        )  # fmt: skip
        self.retranslate()

    def retranslate(self) -> None:
        self.edit_button.setText(_("Edit client"))
        self.phone.setPlaceholderText(_("Phone"))
        self.phone.setAccessibleName(_("Phone"))
        self._add_button.setText(_("Add"))
        if self._card is not None:
            self.show_visit(self._card)

    def show_visit(self, card: VisitCard) -> None:
        """Show whose visit it is."""
        before, client = self._card, card.client
        if (
            before is None
            or before.booking.id != card.booking.id
            or before.booking.client_id != card.booking.client_id
        ):
            self._close_picker()
            self.form.hide()
        self._card = card
        self.name.setText(client.name if client is not None else _("Walk-in"))
        phone = (client.phone or client.phone_raw) if client is not None else ""
        self._phone.setText(formatter().phone(phone) if phone else "")
        self._phone.setVisible(bool(phone))
        alert = client.alert if client is not None else ""
        if alert:
            self.alert.say(alert)
        self.alert.setVisible(bool(alert))
        found = facts(card, self._work.branch.zone)
        self._facts.setText("\n".join(found))
        self._facts.setVisible(bool(found))
        may = self._work.may
        self.change_button.setText(_("Change client") if client is not None else _("Say who it is"))
        self.change_button.setVisible(may(Permission.BOOKING_BOOK) and may(Permission.CLIENT_VIEW))
        self.edit_button.setVisible(
            client is not None and may(Permission.CLIENT_EDIT) and may(Permission.CLIENT_VIEW)
        )

    def alert_text(self) -> str:
        """Return the client's alert, "" when there is none."""
        client = self._card.client if self._card is not None else None
        return client.alert if client is not None else ""

    def open_picker(self) -> None:
        """Ask who it is."""
        self.picker.choose(None)
        self.picker.show()
        self.picker.setFocus()

    def open_form(self) -> None:
        """Edit the client's card."""
        client = self._card.client if self._card is not None else None
        if client is not None:
            self.form.show_client(client)
            self.form.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.picker.isVisible():
            self._close_picker()
            self.change_button.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self._close_form()
        else:
            super().keyPressEvent(event)

    def _close_picker(self) -> None:
        self.picker.hide_rows()
        self.picker.hide()
        self._new.hide()

    def _close_form(self) -> None:
        self.form.hide()
        self.edit_button.setFocus()

    def _on_picked(self, found: PickerRow) -> None:
        self._close_picker()
        self.client_chosen.emit(found.key.client_id)

    def _on_new(self, _text: str) -> None:
        self.phone.clear()
        self._new.show()
        self.phone.setFocus()

    def _add(self) -> None:
        name = self.picker.text().strip()
        new = NewClient(name=name, phone=self.phone.text(), lang=self._work.me.lang)
        self._work.do(self, AddClient(key=self._work.key(), client=new), self._on_added)

    def _on_added(self, client: Client) -> None:
        self._close_picker()
        self.client_chosen.emit(client.id)

    def _on_saved(self) -> None:
        self._close_form()
        self.edited.emit()
