"""Fiscal rules of Saudi Arabia, after its VAT regulations and the e-invoicing rules of ZATCA.

Form and fields: Implementing Regulations Art. 53. Since 4 December 2021 every business buyer gets a full (standard)
tax invoice, whatever its total; private persons get a simplified one. Art. 53 wants the invoice when money comes in,
where that is before the supply, so that a deposit is an invoice. A VAT number has 15 digits, the first and the last 3
(e-invoice rules BR-KSA-40, BR-KSA-44). What a till in the Kingdom needs beyond paper (stamps, reporting) is not here:
the code has the five tags of the first phase.
"""

import base64
from dataclasses import replace

from salondesk.core.message import N_
from salondesk.core.money import Money
from salondesk.domain.sale.invoice import Invoice
from salondesk.engine.fiscal import generic

LONGEST_VALUE = 255
"""Bytes that one tag of the code can hold: its length is one byte."""


def zatca_code(invoice: Invoice) -> str:
    """Return the square code's text: base64 of tag, length and UTF-8 value of seller, VAT number, time, total, VAT.

    The time is UTC, marked Z; amounts are in major units, as on paper. A seller's name longer than a tag can hold is
    cut between letters.
    """
    sign, currency = generic.paper_sign(invoice), invoice.currency
    values = (
        invoice.seller.names.pick("ar"),
        invoice.seller.tax_number,
        generic.issued(invoice).strftime("%Y-%m-%dT%H:%M:%SZ"),
        str(Money(invoice.gross_minor * sign, currency).as_decimal()),
        str(Money(invoice.tax_minor * sign, currency).as_decimal()),
    )
    tags = (bytes((tag, len(value))) + value for tag, value in enumerate(map(_value, values), 1))
    return base64.b64encode(b"".join(tags)).decode("ascii")


def _value(text: str) -> bytes:
    return text.encode()[:LONGEST_VALUE].decode(errors="ignore").encode()


RULES = replace(
    generic.RULES,
    name="sa/1",
    tax_number_label=N_("VAT number"),
    full_above_minor=0,
    registered_always_full=True,
    tax_number_pattern=r"3[0-9]{13}3",
    tax_number_start="3",
    tax_number_fault=N_("A VAT number has 15 digits; the first and the last are 3."),
    code=zatca_code,
)
