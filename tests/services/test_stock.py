"""Stock is a ledger: what comes in is added, a count posts its difference, and neither is done by chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import ConflictError, UserError
from salondesk.domain.catalog import MOST_STOCK_MILLI
from salondesk.domain.ledger import STOCK
from salondesk.services.catalog.stock import CountStock, ReceiveStock
from tests.support.shop import StaffedShop


def on_hand(shop: StaffedShop, code: str = "SHAMPOO") -> int:
    with shop.unit() as uow:
        return uow.ledger.balance(STOCK, shop.products[code].id)


def count(shop: StaffedShop, counted: int, *, shown: int = 10_000, reason: str = "Broken") -> CountStock:
    return CountStock(
        key=shop.new_id(),
        product_id=shop.products["SHAMPOO"].id,
        counted_milli=counted,
        shown_milli=shown,
        reason=reason,
    )


def test_goods_received_are_added_once(shop: StaffedShop) -> None:
    request = ReceiveStock(
        key=shop.new_id(), product_id=shop.products["SHAMPOO"].id, qty_milli=6_000, reason="Delivery"
    )
    shop.run(request, shop.manager)
    shop.run(request, shop.manager)
    assert on_hand(shop) == 16_000
    assert list(problems(shop)) == []


@pytest.mark.parametrize("counted", [8_000, 0, 12_500])
def test_a_count_sets_the_stock_and_keeps_why(shop: StaffedShop, counted: int) -> None:
    shop.run(count(shop, counted), shop.manager)
    assert on_hand(shop) == counted
    assert shop.value("SELECT note FROM ledger_entry ORDER BY rowid DESC LIMIT 1") == "Broken"
    assert list(problems(shop)) == []


def test_a_count_that_is_right_writes_nothing(shop: StaffedShop) -> None:
    before = shop.value("SELECT count(*) FROM change_txn")
    shop.run(count(shop, 10_000, reason=""), shop.manager)
    assert shop.value("SELECT count(*) FROM change_txn") == before


def test_a_count_that_differs_needs_a_reason(shop: StaffedShop) -> None:
    with pytest.raises(UserError):
        shop.run(count(shop, 9_000, reason="  "), shop.manager)
    assert on_hand(shop) == 10_000


def test_a_count_beside_a_sale_is_counted_again(shop: StaffedShop) -> None:
    request = count(shop, 9_000)
    shop.open_till()
    shop.sell("SHAMPOO")
    with pytest.raises(ConflictError):
        shop.run(request, shop.manager)
    assert on_hand(shop) == 9_000
    shop.run(replace(count(shop, 8_000, shown=9_000)), shop.manager)
    assert on_hand(shop) == 8_000


@pytest.mark.parametrize("counted", [-1, MOST_STOCK_MILLI + 1])
def test_a_bar_code_is_no_number_of_pieces(shop: StaffedShop, counted: int) -> None:
    with pytest.raises(UserError):
        shop.run(count(shop, counted), shop.manager)
    received = ReceiveStock(
        key=shop.new_id(), product_id=shop.products["OIL"].id, qty_milli=MOST_STOCK_MILLI + 1, reason="x"
    )
    with pytest.raises(UserError):
        shop.run(received, shop.manager)
