"""The buyer's dialog asks for what the fiscal rules of the shop's country want, in the words of that country."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from salondesk.services.shop.edit import EditShop
from salondesk.ui.i18n import _
from salondesk.ui.sale.buyer_dialog import BuyerDialog
from salondesk.ui.sale.page import SalePage
from tests.support.rooms import RoomCounter

SAUDI = {"country": ("AE", "SA"), "tax_number": ("100123456700003", "310122393500003")}


def dialog_in(counter: RoomCounter, country: str) -> BuyerDialog:
    """Return the dialog of a bill of one haircut in a shop of that country."""
    shop = counter.shop
    shop.open_till()
    if country == "SA":
        row_id = shop.value("SELECT id FROM shop")
        shop.run(EditShop(key=shop.new_id(), row_id=row_id, changes=SAUDI), shop.manager)
        counter.work.shop = shop.queries.shop()
    page = counter.open(SalePage)
    page.bill.load(shop.ticket("CUT").id)
    counter.settle()
    page.ticket.buyer_button.click()
    dialog = counter.dialog(BuyerDialog)
    dialog.full.setChecked(True)
    return dialog


def texts(dialog: BuyerDialog) -> list[str]:
    return [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]


@pytest.mark.parametrize(("country", "word"), [("AE", "TRN"), ("SA", "VAT number")])
def test_the_tax_number_is_named_as_in_the_shops_country(
    counter: RoomCounter, country: str, word: str
) -> None:
    dialog = dialog_in(counter, country)
    assert _(word) in texts(dialog)
    dialog.reject()


def test_a_saudi_buyer_with_a_number_is_named_unrequested_whatever_the_total(counter: RoomCounter) -> None:
    dialog = dialog_in(counter, "SA")
    dialog.full.setChecked(False)
    assert _("A buyer with a tax number always gets a full tax invoice.") in texts(dialog)
    dialog.trn.setText("310122393500003")
    dialog.accept_button.click()
    assert dialog.isVisible()
    dialog.name.setText("Gulf Events")
    dialog.address.setText("Olaya Street")
    dialog.accept_button.click()
    counter.until(lambda: not dialog.isVisible())
    counter.settle()
    page = counter.window.findChild(SalePage)
    assert page is not None and page.bill.ticket is not None
    assert page.bill.ticket.buyer_tax_number == "310122393500003"
    assert _("Full tax invoice") in [part.text() for part in page.ticket.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("10012345670000", True),
        ("100123456700003", False),
        ("310122393500003", False),
        ("GB 123456789", False),
    ],
)
def test_only_a_number_that_begins_as_the_countrys_own_is_held_to_it(
    counter: RoomCounter, typed: str, fault: bool
) -> None:
    dialog = dialog_in(counter, "AE")
    dialog.name.setText("Gulf Events")
    dialog.address.setText("Corniche")
    dialog.trn.setText(typed)
    dialog.accept_button.click()
    assert dialog.isVisible() == fault
    assert (_("A TRN has 15 digits, and the first is 1.") in texts(dialog)) == fault
    dialog.reject()
    counter.settle()
