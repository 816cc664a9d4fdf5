"""Money put down, amounts handed over, and what a scanner's typing means: without a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.money import known_currencies
from salondesk.domain.catalog import PriceBasis, TaxCode, TaxComponent
from salondesk.domain.sale.ticket import Discount, DiscountKind, LineKind, TenderKind, TicketLine
from salondesk.engine.cash import cash_of, handed_over
from salondesk.engine.pricing import price_ticket
from salondesk.engine.tendering import Offered, settle
from salondesk.ui.sale.scan import Burst, ScanListener, character_of
from salondesk.ui.sale.tendering import Tendering
from salondesk.ui.sale.totals import TotalsView

CASH, CARD = TenderKind.CASH, TenderKind.CARD


def cash(minor: int) -> Offered:
    return Offered(kind=CASH, amount_minor=minor)


def card(minor: int) -> Offered:
    return Offered(kind=CARD, amount_minor=minor, approval="A1", last4="1234")


def test_nothing_put_down_leaves_all_of_the_bill() -> None:
    money = Tendering(18_350)
    assert (money.rest_minor, money.change_minor, money.covers) == (18_350, 0, False)


def test_cash_above_the_bill_gives_change() -> None:
    money = Tendering(18_350).with_part(cash(20_000))
    assert money.covers
    assert money.change_minor == 1_650


def test_cash_twice_is_one_amount() -> None:
    money = Tendering(18_350).with_part(cash(10_000)).with_part(cash(10_000))
    assert [o.amount_minor for o in money.offered] == [20_000]


@pytest.mark.parametrize("gross", [18_350, 18_351, 18_349, 18_362, 18_363, 1, 12])
def test_exact_cash_with_rounding_to_coins_is_what_the_till_settles(gross: int) -> None:
    money = Tendering(gross, 25)
    if not money.cash_due_minor:
        return
    paid = money.with_part(cash(money.cash_due_minor))
    settled = settle(gross, paid.offered, cash_step_minor=25)
    assert paid.covers
    assert (paid.rounding_minor, paid.change_minor) == (settled.rounding_minor, 0)


def test_a_split_of_card_and_cash_is_what_the_till_settles() -> None:
    money = Tendering(136_751, 25).with_part(card(50_000)).with_part(cash(90_000))
    settled = settle(136_751, money.offered, cash_step_minor=25)
    assert money.change_minor == settled.change_minor
    assert money.rounding_minor == settled.rounding_minor


def test_card_may_take_no_more_than_what_is_left() -> None:
    assert Tendering(10_000).with_part(cash(4_000)).room_minor == 6_000


def test_what_was_put_down_can_be_taken_back() -> None:
    money = Tendering(10_000).with_part(card(4_000)).with_part(cash(6_000)).without(0)
    assert money.rest_minor == 4_000


def test_a_free_bill_is_covered_by_nothing() -> None:
    assert Tendering(0).covers


def test_the_notes_people_hand_over_are_offered_smallest_first() -> None:
    assert handed_over(18_350, "AED") == (18_500, 19_000, 20_000, 50_000)
    assert handed_over(5_250, "KWD") == (5_500, 6_000, 10_000, 20_000)
    assert handed_over(0, "AED") == ()
    assert handed_over(100, "LBP") == ()


@pytest.mark.parametrize("currency", known_currencies())
def test_notes_and_coins_are_listed_largest_first_and_once(currency: str) -> None:
    found = cash_of(currency)
    if found is not None:
        assert list(found.pieces) == sorted(set(found.pieces), reverse=True)


def test_dirhams_are_all_there() -> None:
    found = cash_of("AED")
    assert found is not None
    assert [p / 100 for p in found.pieces] == [1000, 500, 200, 100, 50, 20, 10, 5, 1, 0.5, 0.25]


# -- the scanner


def typed(burst: Burst, text: str, *, every_ms: int, start_ms: int = 1_000) -> int:
    now = start_ms
    for character in text:
        burst.put(character, now)
        now += every_ms
    return now


def test_fast_characters_and_enter_are_a_scan() -> None:
    burst = Burst()
    assert burst.end(typed(burst, "6291041500213", every_ms=8)) == "6291041500213"


def test_hands_are_too_slow_to_be_a_scan() -> None:
    burst = Burst()
    assert burst.end(typed(burst, "6291041500213", every_ms=120)) == ""


def test_a_few_characters_are_no_code() -> None:
    burst = Burst()
    assert burst.end(typed(burst, "500", every_ms=5)) == ""


def test_a_till_that_reads_late_still_tells_a_scanner_from_hands(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_at = iter(range(0, 100_000, 400))
    monkeypatch.setattr("salondesk.ui.sale.scan.monotonic_ms", lambda: next(read_at))
    page = QWidget()
    qtbot.addWidget(page)
    listener, heard = ScanListener(page), list[str]()
    listener.scanned.connect(heard.append)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.show()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    for every_ms in (8, 120):
        for n, (text, code) in enumerate(
            [*((digit, ord(digit)) for digit in "62910415"), ("\r", Qt.Key.Key_Return)]
        ):
            event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(10_000 * every_ms + n * every_ms)
            QApplication.sendEvent(page, event)
    assert heard == ["62910415"]


def test_what_hands_typed_before_is_no_part_of_a_scan() -> None:
    burst = Burst()
    typed(burst, "sham", every_ms=200, start_ms=0)
    assert burst.end(typed(burst, "62910415", every_ms=5, start_ms=2_000)) == "62910415"


def key(text: str, code: int = 0, shift: bool = False) -> QKeyEvent:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, code, held, text)


@pytest.mark.parametrize(
    ("event", "character"),
    [
        (key("6"), "6"), (key("٦"), "6"), (key("-"), "-"), (key("T", shift=True), "T"),
        (key("لإ", shift=True), "T"), (key("ِ", shift=True), "A"), (key("÷", shift=True), "I"),
        (key("آ", shift=True), "N"), (key("{", shift=True), "V"), (key("}", shift=True), "C"),
        (key("ٌ", shift=True), "R"), (key("ف"), "t"), (key(""), ""),
    ],
)  # fmt: skip
def test_a_code_reads_the_same_under_an_arabic_layout(
    qapp: QApplication, event: QKeyEvent, character: str
) -> None:
    assert character_of(event) == character


# -- the totals


def line(minor: int, basis: PriceBasis, code: TaxCode) -> TicketLine:
    return TicketLine(
        id=Id(bytes([1]) * 16), kind=LineKind.SERVICE, item_id=Id(bytes([2]) * 16), code="CUT",
        names=LocalText(en="Cut"), unit_price_minor=minor, basis=basis, tax_code_id=code.id,
    )  # fmt: skip


def taxes(*rates: tuple[str, int]) -> TaxCode:
    components = tuple(
        TaxComponent(key=name, names=LocalText(en=name), category="S", rate_ppm=ppm) for name, ppm in rates
    )
    same = Id(bytes([3]) * 16)
    return TaxCode(id=same, branch_id=same, code="std", names=LocalText(en="Standard"), components=components)


def test_tax_inside_is_told_under_the_total(qtbot: QtBot) -> None:
    code = taxes(("VAT", 50_000))
    view = TotalsView("AED")
    qtbot.addWidget(view)
    view.show_price(price_ticket([line(10_500, PriceBasis.INSIDE, code)], tax_codes={code.id: code}), None)
    assert view.rows_shown() == []
    assert "5.00" in view.inside_text()
    assert "105.00" in view.total_label.text()


def test_taxes_on_top_have_a_row_each_above_the_total(qtbot: QtBot) -> None:
    code = taxes(("GST", 50_000), ("PST", 80_000))
    view = TotalsView("CAD")
    qtbot.addWidget(view)
    discount = Discount(kind=DiscountKind.PERCENT, value=100_000, reason="Regular client")
    priced = price_ticket([line(10_000, PriceBasis.ON_TOP, code)], discount, tax_codes={code.id: code})
    view.show_price(priced, discount)
    assert [amount for _title, amount in view.rows_shown()] == [
        "100.00",
        "\u221210.00",
        "90.00",
        "4.50",
        "7.20",
    ]
    assert view.inside_text() == ""
    assert "101.70" in view.total_label.text()
