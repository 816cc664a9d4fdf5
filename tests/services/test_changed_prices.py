"""Another price than the list's: with a reason, within one's limit, or with a manager's PIN; kept to the credit note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from salondesk.app.cli.upkeep import problems
from salondesk.core.errors import ConflictError, PermissionRefused, UserError
from salondesk.domain.access import Actor, Permission
from salondesk.domain.sale.ticket import Discount, DiscountKind, PriceChange, Ticket
from salondesk.engine.tendering import Offered, TenderKind
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.sale.line_price import MOST_PRICE_MINOR, ChangePrice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import EditLine, GiveDiscount, RemoveLine, ScanCode
from tests.support.shop import BARCODE, StaffedShop


def price(shop: StaffedShop, ticket: Ticket, minor: int | None, *, n: int = 0, **more: Any) -> ChangePrice:
    """Return the request to charge something else for a line."""
    return ChangePrice(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        line_id=ticket.lines[n].id,
        unit_price_minor=minor,
        **{"reason": "Agreed on the phone", **more},
    )


def off(shop: StaffedShop, ticket: Ticket, ppm: int, *, n: int | None = 0) -> GiveDiscount:
    """Return the request to give a discount on a line, or on the bill."""
    return GiveDiscount(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        line_id=None if n is None else ticket.lines[n].id,
        discount=Discount(kind=DiscountKind.PERCENT, value=ppm, reason="Regular client"),
    )


def test_a_higher_price_is_charged_with_its_reason(shop: StaffedShop) -> None:
    ticket = shop.ticket("COLOUR")
    ticket = shop.run(price(shop, ticket, 42_000, reason=" Longer\nhair "))
    (line,) = ticket.lines
    assert (line.unit_price_minor, line.list_price_minor) == (42_000, 35_000)
    assert line.price_change == PriceChange(
        list_price_minor=35_000, reason="Longer hair", by=shop.reception.user_id
    )
    assert shop.due(ticket) == 42_000


def test_a_price_within_the_limit_needs_nobody(shop: StaffedShop) -> None:
    ticket = shop.run(price(shop, shop.ticket("COLOUR"), 31_500))
    assert shop.due(ticket) == 31_500


def test_a_price_beyond_the_limit_needs_a_managers_pin(shop: StaffedShop) -> None:
    ticket = shop.ticket("COLOUR")
    request = price(shop, ticket, 31_499)
    with pytest.raises(PermissionRefused) as refused:
        shop.run(request)
    assert refused.value.permission == Permission.SALE_DISCOUNT_BEYOND
    assert (
        refused.value.message.params["limit"] == 10
    )  # per cent: what she may do is said, not only that she may not
    approved = shop.run(replace(request, override=shop.approval(Permission.SALE_DISCOUNT_BEYOND)))
    change = approved.lines[0].price_change
    assert (change.by, change.approver_id) == (shop.reception.user_id, shop.manager.user_id)
    assert shop.value("SELECT override FROM change_txn ORDER BY seq DESC LIMIT 1") is not None


def test_what_the_manager_charges_is_closed_by_reception(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.ticket("COLOUR")
    ticket = shop.run(price(shop, ticket, 10_000), shop.manager)
    assert shop.pay(ticket).payable_minor == 10_000


def test_a_stylist_may_not_change_a_price(shop: StaffedShop) -> None:
    with pytest.raises(PermissionRefused) as refused:
        shop.run(price(shop, shop.ticket("CUT"), 20_000), shop.stylist)
    assert refused.value.permission == Permission.SALE_PRICE


@pytest.mark.parametrize("first", ["price", "discount"])
def test_a_lower_price_and_a_discount_do_not_add_up_past_the_limit(shop: StaffedShop, first: str) -> None:
    ticket = shop.ticket("COLOUR")
    steps = [lambda t: price(shop, t, 33_000), lambda t: off(shop, t, 90_000)]
    if first == "discount":
        steps.reverse()
    ticket = shop.run(steps[0](ticket))
    with pytest.raises(PermissionRefused) as refused:
        shop.run(steps[1](ticket))
    assert refused.value.permission == Permission.SALE_DISCOUNT_BEYOND


def test_a_lower_price_and_a_discount_on_the_bill_do_not_add_up_past_the_limit(shop: StaffedShop) -> None:
    ticket = shop.run(price(shop, shop.ticket("COLOUR", "CUT"), 31_500))
    with pytest.raises(PermissionRefused):
        shop.run(off(shop, ticket, 50_000, n=None))


def test_taking_the_other_lines_off_does_not_leave_too_low_a_bill(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.run(price(shop, shop.ticket("COLOUR", "CUT"), 32_000))
    ticket = shop.run(off(shop, ticket, 35_000, n=None))  # 30 and 16.45 of 500: just within
    drop = RemoveLine(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[1].id
    )
    ticket = shop.run(drop)
    with pytest.raises(PermissionRefused):
        shop.pay(ticket)


@pytest.mark.parametrize("lines", ["CUT", "TEST"])
def test_the_list_price_is_charged_again_when_the_change_is_taken_back(shop: StaffedShop, lines: str) -> None:
    before = shop.ticket(lines)
    ticket = shop.run(price(shop, before, 18_000))
    ticket = shop.run(price(shop, ticket, None, reason=""))
    assert ticket.lines == before.lines
    changed = shop.run(price(shop, ticket, 18_000))
    again = shop.run(price(shop, changed, before.lines[0].unit_price_minor, reason=""))
    assert again.lines == before.lines


def test_a_second_change_still_knows_the_lists_own_price(shop: StaffedShop) -> None:
    ticket = shop.run(price(shop, shop.ticket("CUT"), 20_000))
    ticket = shop.run(price(shop, ticket, 14_000))
    assert ticket.lines[0].list_price_minor == 15_000
    with pytest.raises(PermissionRefused):
        shop.run(
            price(shop, ticket, 12_600)
        )  # a tenth of the changed price is more than a tenth of the list's


def test_a_price_that_is_charged_already_changes_nothing(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    assert shop.run(price(shop, ticket, 15_000, reason="")) == ticket


@pytest.mark.parametrize(
    ("minor", "reason"),
    [(18_000, ""), (18_000, " \n "), (-1, "x"), (MOST_PRICE_MINOR + 1, "x"), (18_000, "4111 1111 1111 1111")],
)
def test_a_price_without_a_reason_or_below_nothing_is_refused(
    shop: StaffedShop, minor: int, reason: str
) -> None:
    ticket = shop.ticket("CUT")
    for actor in (shop.reception, shop.manager):
        with pytest.raises(UserError):
            shop.run(price(shop, ticket, minor, reason=reason), actor)


def test_a_line_that_is_gone_is_a_conflict(shop: StaffedShop) -> None:
    ticket = shop.ticket("CUT")
    with pytest.raises(ConflictError):
        shop.run(replace(price(shop, ticket, 18_000), line_id=shop.new_id()))
    shop.run(price(shop, ticket, 18_000))
    with pytest.raises(ConflictError):
        shop.run(price(shop, ticket, 19_000))


def test_a_price_changed_twice_under_one_key_is_changed_once(shop: StaffedShop) -> None:
    request = price(shop, shop.ticket("CUT"), 18_000)
    assert shop.run(request) == shop.run(request)


def test_one_more_of_a_product_with_a_changed_price_is_a_line_of_its_own(shop: StaffedShop) -> None:
    ticket = shop.run(price(shop, shop.ticket("SHAMPOO"), 8_000))
    scan = ScanCode(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, code=BARCODE)
    ticket = shop.run(scan)
    assert [line.unit_price_minor for line in ticket.lines] == [8_000, 8_500]


def test_a_booked_visit_can_be_charged_otherwise_than_it_was_booked(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.run(price(shop, shop.ticket(booking=shop.book()), 17_500))
    assert shop.pay(ticket).payable_minor == 17_500
    assert list(problems(shop)) == []


def sold(shop: StaffedShop, approver: Actor | None = None) -> Any:
    """Sell three shampoos at another price with a discount, and a cut; return the invoice."""
    shop.open_till()
    ticket = shop.ticket("SHAMPOO", "CUT")
    edit = EditLine(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[0].id,
        qty_milli=3_000, shares=(),
    )  # fmt: skip
    ticket = shop.run(edit)
    ticket = shop.run(price(shop, ticket, 7_333), approver or shop.manager)
    ticket = shop.run(off(shop, ticket, 100_000, n=0), shop.manager)
    return shop.ask(InvoiceById(shop.pay(ticket).invoice_id)).document


def test_the_invoice_bears_the_price_charged_and_keeps_the_lists(shop: StaffedShop) -> None:
    invoice = sold(shop)
    line = invoice.lines[0]
    assert (line.unit_price_minor, line.list_minor, line.line_discount_minor) == (7_333, 21_999, 2_200)
    assert line.price_change.list_price_minor == 8_500
    assert invoice.lines[1].price_change is None
    assert list(problems(shop)) == []


def test_a_credit_note_mirrors_a_changed_price_in_parts_and_whole(shop: StaffedShop) -> None:
    invoice = sold(shop)
    part = RefundInvoice(
        key=shop.new_id(), invoice_id=invoice.id, reason="broken", lines=(RefundLine(n=1, qty_milli=1_000),)
    )
    first = shop.ask(InvoiceById(shop.run(part, shop.manager).invoice_id)).document
    rest = RefundInvoice(key=shop.new_id(), invoice_id=invoice.id, reason="void")
    second = shop.ask(InvoiceById(shop.run(rest, shop.manager).invoice_id)).document
    assert first.lines[0].unit_price_minor == 7_333
    assert first.lines[0].price_change == invoice.lines[0].price_change
    assert first.gross_minor + second.gross_minor == -invoice.gross_minor
    assert list(problems(shop)) == []


def test_a_price_changed_after_the_total_was_shown_stops_the_sale(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.ticket("CUT")
    request = CloseTicket(
        key=shop.new_id(),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        shown_gross_minor=15_000,
        offered=(Offered(kind=TenderKind.CASH, amount_minor=15_000),),
    )
    changed = shop.run(price(shop, ticket, 18_000))
    with pytest.raises(ConflictError):
        shop.run(request)
    with pytest.raises(ConflictError):
        shop.run(replace(request, key=shop.new_id(), expected_version=changed.version))
