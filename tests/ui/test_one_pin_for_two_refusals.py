"""A bill that needs two approvals asks for one PIN, in both languages; what was lent comes along where it asks again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salondesk.domain.access import Permission
from salondesk.domain.sale.ticket import Discount, DiscountKind, Ticket
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.line_price import ChangePrice
from salondesk.services.sale.ticket import GiveDiscount, RemoveLine
from salondesk.ui.kit.dialog import OverrideDialog
from salondesk.ui.sale.history_page import InvoicesPage
from tests.support.accounts import bill, client
from tests.support.rooms import RoomCounter
from tests.support.shop import PINS

WORDS = {
    "en": ("at most", "let a client pay later"),
    "ar": ("كحد أقصى", "بالدفع لاحقاً"),
}


def two_needed(counter: RoomCounter) -> Ticket:
    """A fixed discount that was within the limit until a line was taken off."""
    shop = counter.shop
    ticket = bill(shop, client(shop), "COLOUR", "CUT")
    discount = Discount(kind=DiscountKind.AMOUNT, value=5_000, reason="regular")
    ticket = shop.run(GiveDiscount(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=discount,
    ))  # fmt: skip
    made: Ticket = shop.run(RemoveLine(
        key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=ticket.lines[0].id,
    ))  # fmt: skip
    return made


def pin(dialog: OverrideDialog, reason: str = "") -> None:
    if reason:
        dialog.words_edit().setPlainText(reason)
    QTest.keyClicks(dialog.pin_pad(), PINS["manager"])
    QTest.keyClick(dialog.pin_pad(), Qt.Key.Key_Return)


def approvals_open() -> int:
    return sum(isinstance(w, OverrideDialog) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_one_pin_closes_a_bill_that_needs_two_approvals(counter: RoomCounter) -> None:
    counter.shop.open_till()
    counter.open(InvoicesPage)
    ticket, done = two_needed(counter), list[SaleDone]()
    command = CloseTicket(
        key=counter.work.key(), ticket_id=ticket.id, expected_version=ticket.version,
        shown_gross_minor=counter.shop.due(ticket), offered=(), on_account_minor=counter.shop.due(ticket),
    )  # fmt: skip
    counter.work.do(counter.window, command, done.append)
    dialog = counter.dialog(OverrideDialog)
    said = dialog.text_label.text()
    assert all(word in said for word in WORDS[counter.lang]), said
    pin(dialog, "our best client")
    counter.until(lambda: bool(done))
    counter.settle()
    assert approvals_open() == 0
    assert len(counter.errors) == 1


@pytest.mark.parametrize("holds", [True, False])
def test_what_was_lent_before_is_asked_for_again_with_what_else_is_needed(
    counter: RoomCounter, holds: bool
) -> None:
    """A right of the command itself is refused first; what it asks inside comes second and one approver lends both."""
    shop = counter.shop
    with shop.unit() as uow:
        for who, taken in ((shop.reception, Permission.SALE_PRICE), (shop.manager, Permission.SALE_PRICE)):
            if who is shop.reception or not holds:
                role = uow.roles.get(uow.users.get(who.user_id).role_id)
                uow.roles.save(role, replace(role, permissions=role.permissions - {taken}))
        uow.commit()
    counter.as_user("reception")
    counter.open(InvoicesPage)
    ticket, done = shop.ticket("CUT"), list[Ticket]()
    command = ChangePrice(
        key=counter.work.key(), ticket_id=ticket.id, expected_version=ticket.version,
        line_id=ticket.lines[0].id, unit_price_minor=1_000, reason="promised",
    )  # fmt: skip
    counter.work.do(counter.window, command, done.append)
    if not holds:  # nobody may: it is said, and nothing is asked
        counter.until(lambda: bool(counter.toast.isVisible()))
        assert approvals_open() == 0
        return
    first = counter.dialog(OverrideDialog)
    pin(first)
    counter.until(lambda: len(counter.errors) == 2)
    second = counter.dialog(OverrideDialog)
    assert second is not first
    assert second.words_edit().toPlainText() == "promised"
    pin(second)
    counter.until(lambda: bool(done))
    counter.settle()
    assert approvals_open() == 0
    assert done[0].lines[0].unit_price_minor == 1_000
