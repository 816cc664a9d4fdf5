"""The words of a credit note beside those of an invoice: the document it corrects, and by how much.

UAE VAT Executive Regulation Art. 60: value on the tax invoice, corrected value, difference, tax on the
difference, a brief reason, a reference to the supply. Drawn by receipt.py and invoice.py like the rest.
"""

from __future__ import annotations

from salondesk.core.message import N_
from salondesk.domain.sale.invoice import Invoice
from salondesk.printing.papers.fiscal_words import Field, Sum, same, sign
from salondesk.printing.text import wording as w
from salondesk.printing.text.wording import Wording


def correction_fields(invoice: Invoice, words: Wording) -> list[Field]:
    """Return which invoice a credit note corrects, and why (Art. 60)."""
    fields = []
    if invoice.original is not None:
        fields.append(Field(words.say(N_("For invoice")), same(invoice.original.number), True))
        fields.append(Field(words.say(N_("Date of that invoice")), same(w.day(invoice.original.legal_date))))
    if invoice.reason:
        fields.append(Field(words.say(N_("Reason")), same(w.plain(invoice.reason))))
    if invoice.approver is not None and invoice.approver:
        fields.append(Field(words.say(N_("Approved by")), w.plain_local(invoice.approver)))
    return fields


def correction_sums(invoice: Invoice, words: Wording) -> list[Sum]:
    """Return the value before, the corrected value, their difference and its tax (Art. 60)."""
    if invoice.original is None:
        return []
    before, after = invoice.original.value_before_minor, invoice.original.value_after_minor
    return [
        Sum(words.say(N_("Value on the invoice")), before),
        Sum(words.say(N_("Corrected value")), after),
        Sum(words.say(N_("Difference")), before - after),
        Sum(words.say(N_("Tax on the difference")), invoice.tax_minor * sign(invoice)),
    ]
