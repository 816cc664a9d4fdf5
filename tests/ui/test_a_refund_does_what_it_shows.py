"""What the refund dialog says goes back, and comes off a debt, is what the till does: after any history of payments."""

from __future__ import annotations

import random

import pytest
from pytestqt.qtbot import QtBot

from salondesk.core.errors import ConflictError
from salondesk.core.money import MILLI
from salondesk.services.reads.sale.invoice import InvoiceById, InvoiceFamily
from salondesk.services.sale.checkout import SaleDone
from salondesk.services.sale.refund import RefundLine
from salondesk.services.shop.edit import EditShop
from salondesk.ui.sale.refund_dialog import RefundDialog
from tests.support.accounts import History, bill, card, cash, client, due_of, leave, pay, refund
from tests.support.shop import StaffedShop


def family(shop: StaffedShop, done: SaleDone) -> InvoiceFamily:
    return shop.ask(InvoiceById(done.invoice_id))


def agrees(shop: StaffedShop, qtbot: QtBot, done: SaleDone, wanted: dict[int, int], step: int) -> bool:
    """Choose lines in the dialog, refund them, and hold the note to what was shown; False when nothing is left."""
    dialog = RefundDialog(family(shop, done), step)
    qtbot.addWidget(dialog)
    for choice in dialog.choices:
        qty = min(wanted.get(choice.line.n, 0), choice.left_milli)
        if qty:
            choice.quantity.setValue(qty / MILLI)
            choice.box.setChecked(True)
    plan = dialog.plan()
    if plan is None:
        return False
    note = refund(shop, done, *dialog.lines(), shown=dialog.shown())
    assert note.tenders == plan.tenders
    assert [(x.original_n, x.qty_milli, x.gross_minor) for x in note.lines] == [
        (x.original_n, x.qty_milli, x.gross_minor) for x in plan.lines
    ]
    assert (note.on_account_minor, note.rounding_minor) == (
        -plan.off_debt_minor,
        plan.settlement.rounding_minor,
    )
    return True


@pytest.mark.parametrize("step", [0, 25])
@pytest.mark.parametrize("seed", range(3))
def test_screen_and_till_agree_after_any_history(
    shop: StaffedShop, qtbot: QtBot, seed: int, step: int
) -> None:
    rng = random.Random(seed * 1_000 + step)
    row_id = shop.value("SELECT id FROM shop")
    if step:
        shop.run(
            EditShop(key=shop.new_id(), row_id=row_id, changes={"cash_step_minor": (0, step)}), shop.manager
        )
    shop.open_till(10**6)
    history = History(shop, rng, [client(shop, 10**7, name) for name in ("Noor", "Huda")])
    history.sell()
    agreed = 0
    for _ in range(14):
        rng.choices((history.sell, history.pay, history.day), weights=(4, 5, 1))[0]()
        done = rng.choice(history.sold)
        lines = {line.n: rng.choice((0, MILLI)) for line in family(shop, done).document.lines}
        agreed += agrees(shop, qtbot, done, lines, step)
    assert agreed > 1


def test_a_debt_comes_off_first_and_is_said(shop: StaffedShop, qtbot: QtBot) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT", "MANI"), 10_000, card(13_000))
    dialog = RefundDialog(family(shop, done), 0)
    qtbot.addWidget(dialog)
    dialog.choices[0].box.setChecked(True)
    said = dialog.money_text()
    assert "Taken off what is owed" in said and "100" in said
    assert "Card" in said and "50" in said
    assert agrees(shop, qtbot, done, {1: MILLI}, 0)


def test_money_that_came_later_is_shown_to_go_back(shop: StaffedShop, qtbot: QtBot) -> None:
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    pay(shop, done, 9_000, card(9_000, "B2"))
    dialog = RefundDialog(family(shop, done), 0)
    qtbot.addWidget(dialog)
    dialog.all_button.click()
    plan = dialog.plan()
    assert plan is not None
    assert (plan.off_debt_minor, [t.amount_minor for t in plan.tenders]) == (6_000, [-9_000])
    assert agrees(shop, qtbot, done, {1: MILLI}, 0)


def test_what_changed_since_it_was_shown_is_not_given_back(shop: StaffedShop, qtbot: QtBot) -> None:
    """Another window takes the rest while the dialog is open: what goes back is another sum now."""
    shop.open_till()
    done = leave(shop, bill(shop, client(shop), "CUT"), 15_000)
    dialog = RefundDialog(family(shop, done), 0)
    qtbot.addWidget(dialog)
    dialog.all_button.click()
    pay(shop, done, 15_000, *cash(15_000))
    with pytest.raises(ConflictError):
        refund(shop, done, *dialog.lines(), shown=dialog.shown())
    assert due_of(shop, done) == 0
    refund(shop, done, RefundLine(n=1, qty_milli=MILLI))
