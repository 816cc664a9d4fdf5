"""The client's card in the side panel: name, phone, language, notes, alert."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from salondesk.domain.client.card import Client
from salondesk.services.client.card import EditClient
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.choice import choose
from salondesk.ui.kit.form import Form
from salondesk.ui.kit.inputs import PhoneEdit
from salondesk.ui.kit.layout import row
from salondesk.ui.workplace import Workplace


class ClientForm(Retranslated, QWidget):
    """Signals: saved(), cancelled()."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._client: Client | None = None
        self._form = Form()
        self.name, self.phone, self.email = QLineEdit(), PhoneEdit(), QLineEdit()
        self.lang = QComboBox()
        for key in ("", "en", "ar"):
            self.lang.addItem("", key)
        self.alert, self.notes = QLineEdit(), QPlainTextEdit()
        self.notes.setFixedHeight(90)
        self.notes.setTabChangesFocus(True)
        self._rows = {
            "name": self._form.add(self.name, lambda: "" if self.name.text().strip() else _("Enter a name")),
            "phone": self._form.add(self.phone),
            "email": self._form.add(self.email),
            "lang": self._form.add(self.lang),
            "alert": self._form.add(self.alert),
            "notes": self._form.add(self.notes),
        }
        self._save = button("primary", self._on_save)
        self._cancel = button("", self.cancelled.emit)
        for line in (self.name, self.phone, self.email, self.alert):
            line.returnPressed.connect(self._on_save)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._form)
        box.addLayout(row(None, self._cancel, self._save))
        self.retranslate()

    def retranslate(self) -> None:
        self._rows["name"].set_text(_("Name"))
        self._rows["phone"].set_text(_("Phone"))
        self._rows["email"].set_text(_("E-mail"))
        self._rows["lang"].set_text(_("Language"))
        self._rows["alert"].set_text(_("Alert"), _("Shown at booking, arrival and checkout"))
        self._rows["notes"].set_text(_("Notes"))
        for n, text in enumerate((_("As the shop"), "English", "العربية")):
            self.lang.setItemText(n, text)
        self._save.setText(_("Save"))
        self._cancel.setText(_("Cancel"))

    def show_client(self, client: Client) -> None:
        """Fill the form."""
        self._client = client
        self.name.setText(client.name)
        if client.phone:
            self.phone.set_e164(client.phone)
        else:
            self.phone.setText(client.phone_raw)
        self.email.setText(client.email)
        choose(self.lang, client.lang)
        self.alert.setText(client.alert)
        self.notes.setPlainText(client.notes)
        self._form.mark_clean()
        self.name.setFocus()

    def _on_save(self) -> None:
        client = self._client
        if client is None or not self._save.isEnabled() or not self._form.validate():
            return
        # A second Enter while it is written would be taken for somebody else's change.
        self._save.setEnabled(False)
        command = EditClient(
            key=self._work.key(),
            client_id=client.id,
            expected_version=client.version,
            name=self.name.text(),
            phone=self.phone.text(),
            email=self.email.text(),
            lang=self.lang.currentData(),
            notes=self.notes.toPlainText(),
            alert=self.alert.text(),
        )
        self._work.do(self, command, self._on_saved, lambda _error: self._save.setEnabled(True))

    def _on_saved(self, _client: Client) -> None:
        self._save.setEnabled(True)
        self.saved.emit()
