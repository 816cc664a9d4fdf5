"""Whose bill it is: the client, and the buyer's particulars where a full tax invoice is wanted."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from salondesk.core.ids import Id
from salondesk.core.message import N_
from salondesk.domain.sale.invoice import InvoiceForm
from salondesk.domain.sale.ticket import Ticket
from salondesk.engine.fiscal import plain_buyer_number, rules_for
from salondesk.services.reads.read_models import ClientHit
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill, say
from salondesk.ui.kit.dialog import StandardDialog
from salondesk.ui.kit.form import Form
from salondesk.ui.kit.layout import column, label
from salondesk.ui.kit.picker import Deliver, PickerEdit, PickerRow
from salondesk.ui.workplace import Workplace

_NEEDED = N_("A full tax invoice needs the buyer's name and address.")


class BuyerDialog(StandardDialog):
    """Edits client and buyer of a bill; read the result from its attributes once accepted.

    Above the threshold a tax number alone makes the invoice a full one, so that there the buyer's particulars are
    asked for unrequested.
    """

    def __init__(
        self,
        work: Workplace,
        ticket: Ticket,
        client_name: str,
        parent: QWidget | None = None,
        *,
        gross_minor: int = 0,
    ) -> None:
        super().__init__(parent, width=460)
        self._work, self._gross_minor = work, gross_minor
        self._rules = rules_for(work.shop.country)
        self._is_above = self._form_for(registered=True) is InvoiceForm.FULL
        self.client_id: Id | None = ticket.client_id
        self.client = PickerEdit(self._find)
        if ticket.client_id is not None:
            self.client.choose(PickerRow(ticket.client_id, client_name))
        self.client.picked.connect(lambda found: self._set_client(Id(found.key)))
        self.client.cleared.connect(lambda: self._set_client(None))
        self._client_label = label("field")
        self._client_label.setBuddy(self.client)
        self.full = QCheckBox()
        self.full.setChecked(ticket.full_invoice)
        self.name, self.trn, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setText(ticket.buyer_name)
        self.trn.setText(ticket.buyer_tax_number)
        self.address.setText(ticket.buyer_address)
        self._form = Form()
        self._name_row = self._form.add(self.name, self._name_fault)
        self._trn_row = self._form.add(self.trn, self._trn_fault)
        self._address_row = self._form.add(self.address, self._address_fault)
        self.body.addLayout(column(self._client_label, self.client, gap=4))
        for part in (self._client_label, self.client):
            part.setVisible(work.may("client.view"))
        self.body.addWidget(self.full)
        self.body.addWidget(self._form)
        self._above_note = label("small", wrap=True)
        self._above_note.setVisible(self._is_above)
        self.body.insertWidget(self.body.indexOf(self._form), self._above_note)
        self.full.toggled.connect(self._show_form)
        self._show_form()
        self.retranslate()
        (self.name if ticket.full_invoice else self.client).setFocus()

    def retranslate(self) -> None:
        self.set_texts(_("Client and tax invoice"), "", _("Save"))
        self._client_label.setText(_("Client"))
        self.client.set_hint(_("Part of the name or phone"))
        self.full.setText(_("Full tax invoice to a named buyer"))
        self._name_row.set_text(_("Buyer's name"))
        self._trn_row.set_text(_(self._rules.tax_number_label), _("Empty if the buyer is not registered"))
        self._address_row.set_text(_("Buyer's address"))
        self._above_note.setText(self._above_text())

    def _above_text(self) -> str:
        if self._rules.registered_always_full:
            return _("A buyer with a tax number always gets a full tax invoice.")
        above = formatter().money(self._work.shop.full_invoice_above_minor, self._work.shop.currency)
        return fill(
            _("Above {amount} a buyer with a tax number always gets a full tax invoice."), amount=above
        )

    def _show_form(self) -> None:
        """Show the buyer's particulars where they may be wanted; what was typed before is never hidden."""
        typed = any(part.text().strip() for part in (self.name, self.trn, self.address))
        self._form.setVisible(self.full.isChecked() or self._is_above or typed)
        self.fit()

    def _is_full(self) -> bool:
        registered = bool(self.trn.text().strip())
        return self.full.isChecked() or self._form_for(registered=registered) is InvoiceForm.FULL

    def _form_for(self, *, registered: bool) -> InvoiceForm:
        """Return the form that this bill takes unrequested, for a registered buyer or any other."""
        return self._rules.form(
            requested=False,
            buyer_tax_number="registered" if registered else "",
            gross_minor=self._gross_minor,
            above_minor=self._work.shop.full_invoice_above_minor,
        )

    def _set_client(self, client_id: Id | None) -> None:
        self.client_id = client_id

    def _find(self, text: str, deliver: Deliver) -> None:
        me, reads = self._work.me, self._work.reads

        def rows(found: list[ClientHit]) -> None:
            shown = formatter()
            deliver(
                [
                    PickerRow(
                        hit.client_id,
                        hit.name,
                        shown.phone(hit.phone) if hit.phone else "",
                        icon_name="triangle-alert" if hit.alert else "user",
                        alert=bool(hit.alert),
                    )
                    for hit in found
                ]
            )

        self._work.ask(self, lambda: reads.client_search(me, text), rows)

    def _name_fault(self) -> str:
        return "" if self.name.text().strip() or not self._is_full() else _(_NEEDED)

    def _address_fault(self) -> str:
        return "" if self.address.text().strip() or not self._is_full() else _(_NEEDED)

    def _trn_fault(self) -> str:
        wrong = self._rules.buyer_number_problem(self.trn.text())
        return say(wrong) if wrong is not None else ""

    def on_accept(self) -> None:
        if self._form.validate():
            self.accept()

    def tax_number(self) -> str:
        """Return the buyer's tax number in plain digits where it is one."""
        return plain_buyer_number(self.trn.text())
