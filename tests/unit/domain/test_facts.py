"""The rules that live on the facts themselves: numbers, limits, parties and names."""

from __future__ import annotations

import pytest

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.access import Limit, LimitKey, Role
from salondesk.domain.client.card import NAME_LIMIT, clean_name
from salondesk.domain.sale.invoice import CategoryTotal, DocumentKind, NumberSeries
from salondesk.domain.shop import Shop

ID = Id(bytes(16))


@pytest.mark.parametrize(
    ("kind", "seq", "number"),
    [
        (DocumentKind.INVOICE, 123, "T1A-INV-000123"),
        (DocumentKind.CREDIT_NOTE, 1, "T1A-CRN-000001"),
        (DocumentKind.Z_REPORT, 1_234_567, "T1A-Z-1234567"),
    ],
)
def test_a_number_is_till_generation_kind_and_running_number(
    kind: DocumentKind, seq: int, number: str
) -> None:
    series = NumberSeries(
        id=ID, branch_id=ID, till_id=ID, kind=kind, till_code="T1", generation="A", next_seq=1, last_hash=""
    )
    assert series.number(seq) == number


def test_the_difference_of_the_two_roundings_is_told() -> None:
    total = CategoryTotal(
        key="VAT",
        names=LocalText(en="VAT"),
        category="S",
        rate_ppm=50_000,
        base_minor=11_070,
        amount_minor=558,
        category_amount_minor=554,
    )
    assert total.difference_minor == 4


def test_a_role_without_a_limit_may_give_nothing() -> None:
    role = Role(id=ID, branch_id=ID, key="desk", names=LocalText(en="Reception"))
    assert role.limit(LimitKey.DISCOUNT_PPM) == 0


def test_a_role_has_its_own_limit() -> None:
    limits = (Limit(key="other", value=1), Limit(key="discount_ppm", value=100_000))
    role = Role(id=ID, branch_id=ID, key="desk", names=LocalText(en="Reception"), limits=limits)
    assert role.limit(LimitKey.DISCOUNT_PPM) == 100_000


def test_the_seller_is_copied_from_the_shop() -> None:
    shop = Shop(
        id=ID,
        branch_id=ID,
        names=LocalText(en="Lotus", ar="لوتس"),
        address=LocalText(en="Dubai"),
        tax_number="100000000000003",
        phone="+97142223333",
        email="desk@lotus.example",
        country="AE",
        currency="AED",
    )
    seller = shop.as_party()
    assert (seller.names, seller.tax_number, seller.phone) == (shop.names, shop.tax_number, shop.phone)
    assert (seller.address, seller.email) == (shop.address, shop.email)


def test_a_name_is_kept_legible_and_short() -> None:
    assert clean_name("  نورة \u202e الكعبي ") == "نورة الكعبي"
    assert len(clean_name("x" * 10_000)) == NAME_LIMIT


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u0000"])
def test_a_name_with_nothing_legible_is_refused(name: str) -> None:
    with pytest.raises(UserError):
        clean_name(name)
