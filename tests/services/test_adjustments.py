"""Invoices and credit notes keep what changed their prices: how, by how much, who gave it and who approved it."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.cli.upkeep import problems
from salondesk.core import snapshot
from salondesk.domain.access import Permission
from salondesk.domain.sale.adjustment import AdjustmentKind
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import EditLine, GiveDiscount
from salondesk.storage.checks.documents import problems as problems_of_documents
from tests.support.shop import StaffedShop

PRICE, OFF = AdjustmentKind.PRICE, AdjustmentKind.DISCOUNT
FIVE_OFF = Discount(kind=DiscountKind.AMOUNT, value=500, reason="regular")
THIRD = Discount(kind=DiscountKind.PERCENT, value=330_000, reason="Friend of the house")


def document(shop: StaffedShop, done: SaleDone) -> Invoice:
    with shop.unit() as uow:
        return uow.invoices.get(done.invoice_id)


def three_cuts(shop: StaffedShop) -> Ticket:
    """Return a bill of three haircuts at a lowered price and a product, with discounts on a line and on the bill."""
    ticket = shop.ticket("CUT", "OIL")
    cut = ticket.lines[0]
    same = {"ticket_id": ticket.id}
    ticket = shop.run(
        EditLine(
            key=shop.new_id(),
            expected_version=ticket.version,
            line_id=cut.id,
            qty_milli=3_000,
            shares=cut.shares,
            note="",
            **same,
        )
    )
    ticket = shop.run(
        ChangePrice(
            key=shop.new_id(),
            expected_version=ticket.version,
            line_id=cut.id,
            unit_price_minor=14_999,
            reason="agreed",
            **same,
        )
    )
    ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(),
            expected_version=ticket.version,
            line_id=cut.id,
            discount=FIVE_OFF,
            **same,
        )
    )
    approval = shop.approval(Permission.SALE_DISCOUNT_BEYOND)
    made: Ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(),
            expected_version=ticket.version,
            line_id=None,
            discount=THIRD,
            override=approval,
            **same,
        )
    )
    return made  # fmt: skip


def test_an_invoice_keeps_who_gave_what_and_who_approved_it(shop: StaffedShop) -> None:
    shop.open_till()
    sold = document(shop, shop.pay(three_cuts(shop)))
    cut, oil = sold.lines
    assert [(a.kind, a.how.value, a.value, a.on_bill) for a in cut.adjustments] == [
        (PRICE, "set", 14_999, False), (OFF, "amount", 500, False), (OFF, "percent", 330_000, True),
    ]  # fmt: skip
    assert [(a.kind, a.on_bill) for a in oil.adjustments] == [(OFF, True)]
    giver, manager = shop.reception.user_id, shop.manager.user_id
    assert [(a.by, a.approver_id) for a in cut.adjustments] == [
        (giver, None),
        (giver, None),
        (giver, manager),
    ]
    assert cut.adjustments[0].amount_minor == 3
    assert sum(a.amount_minor for a in cut.adjustments) == 45_000 - cut.gross_minor
    (whole,) = sold.adjustments
    assert whole.amount_minor == sum(line.bill_discount_minor for line in sold.lines)
    assert (whole.by, whole.approver_id, whole.reason) == (giver, manager, "Friend of the house")
    assert list(problems(shop)) == []


def test_a_sale_without_any_says_nothing_of_them(shop: StaffedShop) -> None:
    shop.open_till()
    done = shop.sell("CUT")
    assert "adjustments" not in shop.value("SELECT snapshot FROM invoice WHERE id = ?", done.invoice_id)


def test_credit_notes_take_back_each_adjustment_to_the_last_unit(shop: StaffedShop) -> None:
    shop.open_till()
    done = shop.pay(three_cuts(shop))
    sold = document(shop, done)
    notes = []
    for _ in range(3):
        back = RefundInvoice(
            key=shop.new_id(), invoice_id=done.invoice_id, reason="unhappy", lines=(RefundLine(n=1, qty_milli=1_000),)
        )  # fmt: skip
        notes.append(document(shop, shop.run(back, shop.manager)))
    for at, a in enumerate(sold.lines[0].adjustments):
        assert sum(note.lines[0].adjustments[at].amount_minor for note in notes) == -a.amount_minor
    for note in notes:
        assert [a.amount_minor for a in note.adjustments] == [note.lines[0].bill_discount_minor]
    assert list(problems(shop)) == []


def test_a_bill_of_a_program_that_kept_no_givers_is_closed_without_one(shop: StaffedShop) -> None:
    shop.open_till()
    ticket = shop.ticket("CUT")
    ticket = shop.run(GiveDiscount(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=FIVE_OFF,
    ))  # fmt: skip
    assert ticket.discount is not None and ticket.discount.by == shop.reception.user_id
    connection = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    connection.execute("UPDATE ticket SET discount = json_remove(discount, '$.by')")
    connection.close()
    with shop.unit() as uow:
        ticket = uow.tickets.get(ticket.id)
    assert ticket.discount == FIVE_OFF
    assert [a.by for a in document(shop, shop.pay(ticket)).adjustments] == [None]


@pytest.mark.parametrize("path", ["$.lines[0].adjustments[1].amount_minor", "$.adjustments[0].amount_minor"])
def test_the_check_sees_adjustments_that_do_not_add_up(shop: StaffedShop, path: str) -> None:
    shop.open_till()
    done = shop.pay(three_cuts(shop))
    text = shop.value(f"SELECT json_set(snapshot, '{path}', 1) FROM invoice WHERE id = ?", done.invoice_id)
    assert snapshot.loads(Invoice, text).adjustments
    connection = dbapi2.connect(str(shop.paths.database), isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("DROP TRIGGER invoice_no_update")
    connection.execute("UPDATE invoice SET snapshot = ?", (text,))
    found = [one.text.key for one in problems_of_documents(connection) if one.rule == "invoice_sum"]
    connection.execute("ROLLBACK")
    connection.close()
    assert any("adjustments" in key for key in found)
