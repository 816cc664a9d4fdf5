"""Fiscal rules of the United Arab Emirates, after its VAT law and VAT Executive Regulation.

Form and fields: Regulation Art. 59(1) and (2) (Cabinet Decision 52/2017 as amended). A registered buyer's purchase
above AED 10,000 wants a full tax invoice. Deposits: the date of supply is the earliest of completion, payment and
invoice (VAT law Art. 25), so that the tax of a deposit is due at once. A TRN has 15 digits (Federal Tax Authority);
that the first is 1 says the e-invoice standard PINT AE 1.0.4 (rules ibr-132-ae, ibr-148-ae), which also wants 03 at
the end. Paper does not, so that it is not refused here.
"""

from dataclasses import replace

from salondesk.core.message import N_
from salondesk.engine.fiscal import generic

RULES = replace(
    generic.RULES,
    name="ae/1",
    tax_number_label=N_("TRN"),
    full_above_minor=1_000_000,
    tax_number_pattern=r"1[0-9]{14}",
    tax_number_start="1",
    tax_number_fault=N_("A TRN has 15 digits, and the first is 1."),
)
