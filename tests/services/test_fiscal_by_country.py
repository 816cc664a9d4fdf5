"""What a country's fiscal rules mean at the counter: forms, required fields, thresholds, tax numbers and codes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salondesk.app.bootstrap import new_shop
from salondesk.app.cli.upkeep import problems
from salondesk.app.paths import ShopPaths
from salondesk.core import snapshot
from salondesk.core.errors import UserError
from salondesk.core.localtext import LocalText
from salondesk.domain.sale.invoice import Invoice, InvoiceForm
from salondesk.domain.shop import Shop
from salondesk.domain.till import TillReport
from salondesk.engine.fiscal import rules_of_document
from salondesk.services.editing import InvalidFields
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.refund import RefundInvoice
from salondesk.services.sale.ticket import SetBuyer
from salondesk.services.shop.edit import EditShop
from salondesk.services.shop.set_up import SetUpShop, ShopProfile
from salondesk.storage.checks.documents import unknown_rules
from tests.printing import samples
from tests.support.shop import StaffedShop, new_home, profile

OWN_NUMBERS = {
    "AE": "100123456700003",
    "SA": "310122393500003",
    "KW": "",
    "BH": "220012345600002",
    "OM": "OM1100012345",
}
CURRENCIES = {"AE": "AED", "SA": "SAR", "KW": "KWD", "BH": "BHD", "OM": "OMR"}
ZONES = {
    "AE": "Asia/Dubai",
    "SA": "Asia/Riyadh",
    "KW": "Asia/Kuwait",
    "BH": "Asia/Bahrain",
    "OM": "Asia/Muscat",
}
NAMES = {"AE": "ae/1", "SA": "sa/1", "KW": "generic/1", "BH": "generic/1", "OM": "generic/1"}
Made = Callable[[str], StaffedShop]


def profile_of(country: str) -> ShopProfile:
    return replace(
        profile(), country=country, currency=CURRENCIES[country], zone=ZONES[country], tax_number=OWN_NUMBERS[country]
    )  # fmt: skip


@pytest.fixture
def shop_in(tmp_path: Path) -> Iterator[Made]:
    """Sets up a shop of a country and opens it."""
    opened: list[StaffedShop] = []

    def made(country: str) -> StaffedShop:
        opened.append(new_home(tmp_path / country, profile_of(country)))
        return opened[-1]

    yield made
    for shop in opened:
        shop.close()


def settings_of(shop: StaffedShop) -> Shop:
    with shop.unit() as uow:
        return uow.shops.all()[0]


def document(shop: StaffedShop, done: SaleDone) -> Invoice:
    with shop.unit() as uow:
        return uow.invoices.get(done.invoice_id)


def sold_to(
    shop: StaffedShop, number: str, *, name: str = "", address: str = "", asked: bool = False
) -> Invoice:
    """Sell a haircut to a buyer and return the invoice."""
    ticket = shop.ticket("CUT")
    ticket = shop.run(
        SetBuyer(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, client_id=None, full_invoice=asked,
            buyer_name=name, buyer_tax_number=number, buyer_address=address,
        )
    )  # fmt: skip
    return document(shop, shop.pay(ticket))


def edited(shop: StaffedShop, **wanted: object) -> Shop:
    before = settings_of(shop)
    changes = {field: (getattr(before, field), value) for field, value in wanted.items()}
    shop.run(EditShop(key=shop.new_id(), row_id=before.id, changes=changes), shop.manager)
    return settings_of(shop)


# ---------------------------------------------------------------- what documents name


@pytest.mark.parametrize("country", NAMES)
def test_every_new_document_names_the_rules_of_its_country(shop_in: Made, country: str) -> None:
    shop = shop_in(country)
    shop.open_till()
    sale = shop.sell()
    shop.run(RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="broken"), shop.manager)
    shop.close_till()
    with shop.readers.lend() as connection:
        invoices = [
            snapshot.loads(Invoice, text) for (text,) in connection.execute("SELECT snapshot FROM invoice")
        ]
        (z,) = [
            snapshot.loads(TillReport, text)
            for (text,) in connection.execute("SELECT snapshot FROM z_report")
        ]
    assert [one.fiscal for one in (*invoices, z)] == [NAMES[country]] * 3
    assert list(problems(shop)) == []


@pytest.mark.parametrize("made", [samples.dubai_sale, samples.till_report])
def test_the_check_names_a_document_of_rules_it_does_not_know(made: Callable[[], Any]) -> None:
    assert list(unknown_rules(made())) == list(unknown_rules(replace(made(), fiscal="sa/1"))) == []
    (problem,) = unknown_rules(replace(made(), fiscal="ae/2"))
    assert (problem.rule, problem.id, problem.text.params) == ("fiscal", made().number, {"name": "ae/2"})


def test_a_z_of_rules_named_at_its_time_is_right_after_the_country_was_changed(shop_in: Made) -> None:
    shop = shop_in("AE")
    shop.open_till()
    shop.close_till()  # nothing was sold, so that the country is still open
    edited(shop, country="SA", tax_number=OWN_NUMBERS["SA"])
    assert list(problems(shop)) == []


# ---------------------------------------------------------------- form and required fields


@pytest.mark.parametrize(
    ("country", "form"),
    [("AE", InvoiceForm.SIMPLIFIED), ("SA", InvoiceForm.FULL), ("OM", InvoiceForm.SIMPLIFIED)],
)
def test_a_small_bill_of_a_registered_buyer_takes_the_form_of_its_country(
    shop_in: Made, country: str, form: InvoiceForm
) -> None:
    shop = shop_in(country)
    shop.open_till()
    sold = sold_to(shop, OWN_NUMBERS[country], name="Gulf Events", address="Corniche")
    assert sold.form is form
    assert sold_to(shop, "").form is InvoiceForm.SIMPLIFIED
    assert sold_to(shop, "", name="Noor", address="Corniche", asked=True).form is InvoiceForm.FULL


@pytest.mark.parametrize(("country", "above"), [("AE", 15_000), ("BH", 15_000)])
def test_the_shops_threshold_is_exceeded_by_the_last_unit(shop_in: Made, country: str, above: int) -> None:
    shop = shop_in(country)
    shop.open_till()
    edited(shop, full_invoice_above_minor=above)
    buyer = {"name": "Gulf Events", "address": "Corniche"}
    assert sold_to(shop, OWN_NUMBERS[country], **buyer).form is InvoiceForm.SIMPLIFIED
    edited(shop, full_invoice_above_minor=above - 1)
    assert sold_to(shop, OWN_NUMBERS[country], **buyer).form is InvoiceForm.FULL


@pytest.mark.parametrize("missing", ["name", "address"])
def test_a_full_invoice_without_its_buyers_particulars_is_refused(shop_in: Made, missing: str) -> None:
    shop = shop_in("SA")
    shop.open_till()
    buyer = {"name": "Gulf Events", "address": "Olaya Street"} | {missing: ""}
    with pytest.raises(UserError, match="name and address"):
        sold_to(shop, OWN_NUMBERS["SA"], **buyer)
    assert shop.value("SELECT count(*) FROM invoice") == 0


@pytest.mark.parametrize(
    ("country", "above"), [("AE", 1_000_000), ("SA", 0), ("KW", 10_000_000), ("OM", 10_000_000)]
)
def test_a_new_shop_starts_with_the_threshold_of_its_law(shop_in: Made, country: str, above: int) -> None:
    assert settings_of(shop_in(country)).full_invoice_above_minor == above


# ---------------------------------------------------------------- tax numbers


def set_up(home: Path, whose: ShopProfile) -> None:
    shop = new_shop(ShopPaths(home), origin="test")
    try:
        shop.executor.run(SetUpShop(key=shop.new_id(), profile=whose), shop.console)
    finally:
        shop.close()


@pytest.mark.parametrize(
    ("country", "number"), [("AE", OWN_NUMBERS["SA"]), ("AE", "GB123456789"), ("SA", "12")]
)
def test_a_shops_own_number_is_held_strictly_to_its_country(
    shop_in: Made, tmp_path: Path, country: str, number: str
) -> None:
    with pytest.raises(InvalidFields, match="15 digits"):
        set_up(tmp_path / "new", replace(profile_of(country), tax_number=number))
    with pytest.raises(InvalidFields, match="15 digits"):
        edited(shop_in(country), tax_number=number)


def test_a_shops_number_is_kept_in_plain_digits(shop_in: Made) -> None:
    assert edited(shop_in("AE"), tax_number=" 100 9876 5430 0003").tax_number == "100987654300003"


def test_a_shop_moves_to_another_country_with_a_number_of_that_country(shop_in: Made) -> None:
    shop = shop_in("AE")
    with pytest.raises(InvalidFields, match="VAT number"):
        edited(shop, country="SA")
    assert edited(shop, country="SA", tax_number=OWN_NUMBERS["SA"]).country == "SA"


def test_a_registered_shop_has_an_address(shop_in: Made, tmp_path: Path) -> None:
    with pytest.raises(InvalidFields, match="needs the address"):
        set_up(tmp_path / "new", replace(profile_of("AE"), address=LocalText()))
    with pytest.raises(InvalidFields, match="needs the address"):
        edited(shop_in("BH"), address=LocalText())
    kuwait = shop_in("KW")
    assert edited(kuwait, address=LocalText()).address == LocalText()


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("AE", "100 9998 8870 0003", "100999888700003"),
        ("AE", "3101 2239 3500 003", "310122393500003"),
        ("AE", " GB 123 4567 89 ", "GB 123 4567 89"),
        ("AE", "220012345600002", "220012345600002"),
        ("SA", "100999888700003", "100999888700003"),
        ("OM", "100 99", "100 99"),
    ],
)
def test_a_buyer_from_elsewhere_has_another_number(
    shop_in: Made, country: str, typed: str, kept: str
) -> None:
    shop = shop_in(country)
    shop.open_till()
    buyer = sold_to(shop, typed, name="Gulf Events", address="Corniche").buyer
    assert buyer is not None and buyer.tax_number == kept


@pytest.mark.parametrize(
    ("country", "typed"), [("AE", "10099988870000"), ("AE", "1"), ("SA", "310122393500004")]
)
def test_a_buyers_number_that_begins_as_the_shops_is_held_to_its_form(
    shop_in: Made, country: str, typed: str
) -> None:
    with pytest.raises(UserError, match="15 digits"):
        sold_to(shop_in(country), typed, name="Gulf Events", address="Corniche")


# ---------------------------------------------------------------- codes


def test_the_code_on_paper_is_that_of_the_rules_a_document_names(shop_in: Made) -> None:
    saudi, emirate = (shop_in(country) for country in ("SA", "AE"))
    codes = []
    for shop in (saudi, emirate):
        shop.open_till()
        sold = document(shop, shop.sell())
        codes.append(rules_of_document(sold.fiscal, sold.currency).code(sold))
    assert base64.b64decode(codes[0])[2:].startswith("صالون لؤلؤة".encode())
    assert OWN_NUMBERS["SA"].encode() in base64.b64decode(codes[0])
    assert codes[1].startswith("SD1|T1A-INV-000001|")
