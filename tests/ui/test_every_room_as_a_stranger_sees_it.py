"""Every room, dialog and step at 1366 x 768: named, whole, in one language, and reached by Tab alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.till import MovementKind
from salondesk.services.client.card import NewClient
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.ui.kit.buttons import TileButton
from salondesk.ui.kit.dialog import ConfirmDialog, OverrideDialog, ReasonDialog
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.sale.buyer_dialog import BuyerDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.line_editor import LineDialog
from salondesk.ui.sale.page import SalePage
from salondesk.ui.sale.refund_dialog import RefundDialog
from salondesk.ui.sale.stock_dialog import StockDialog
from salondesk.ui.till.cash_dialog import CashDialog
from salondesk.ui.till.page import COUNTING, TillPage
from tests.e2e.conftest import Counter, counter  # noqa: F401 - the whole window instead of one room
from tests.support.lanes_at_rest import wait_for_lanes
from tests.support.shop import StaffedShop

_TABS = 90
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit)
INSIDE = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView, QPlainTextEdit)
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
MAY_BE_LATIN = re.compile(
    r"SalonDesk|English|T1A-\w+-\d+|\bF\d{1,2}\b|Ctrl|Shift|Del|Alt|Enter|Esc|Space|Tab|PgDown|PgUp|PIN|PDF|CSV|TRN|IBAN|AED|A4|mm"
    r"|Noura|Sara|Rana|Mona|Lina|Hind|[\w.]+@[\w.]+"
)
"""What stays Latin in Arabic: the brand, keys, numbers of documents, names of people and of papers."""
MAY_BE_ARABIC = re.compile(r"العربية|نورة")


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget of a window or dialog."""
    return (part for part in root.findChildren(QWidget) if part.isVisible())


def where(part: QWidget) -> str:
    """Say which widget it is."""
    chain, parent = [type(part).__name__], part.parentWidget()
    while parent is not None and len(chain) < 4:
        if not type(parent).__module__.startswith("PySide6"):
            chain.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(chain)


def nameless(root: QWidget) -> Iterator[str]:
    for part in shown(root):
        if not isinstance(part, CONTROLS) and part.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if part.objectName().startswith("qt_") or isinstance(part.parentWidget(), INSIDE):
            continue
        if isinstance(part, QScrollArea) or type(part).__name__ in ("QScrollBar", "QStackedWidget"):
            continue
        said = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        if not said.strip():
            yield f"no name: {where(part)}"


def cut(root: QWidget) -> Iterator[str]:
    """Labels and buttons whose words do not fit, or that lie outside of what holds them."""
    for part in shown(root):
        text = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
        if not text.strip() or isinstance(part, TileButton):
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            lacks = part.heightForWidth(part.width()) - part.height()
        elif isinstance(part, QPushButton | QToolButton | QCheckBox | QLabel):
            lacks = max(
                words_of(part) - part.contentsRect().width(), part.fontMetrics().height() - part.height()
            )
        else:
            continue
        if lacks > 1:
            yield f"cut by {lacks} px: {text!r} in {where(part)}"
        if not in_scroll_area(part) and not inside_of(root, part):
            yield f"outside the window: {text!r} in {where(part)}"


def words_of(part: QWidget) -> int:
    """The width its words need."""
    text = part.text().replace("&", "")  # type: ignore[attr-defined]  # labels and buttons have one
    lines = text.split("\n")
    words = max(part.fontMetrics().horizontalAdvance(line) for line in lines)
    if isinstance(part, QCheckBox):
        option = QStyleOptionButton()
        part.initStyleOption(option)
        box = part.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, part)
        return words + part.width() - box.width()
    if isinstance(part, QPushButton) and not part.icon().isNull():
        return words + part.iconSize().width() + 8
    return words


def in_scroll_area(part: QWidget) -> bool:
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def inside_of(root: QWidget, part: QWidget) -> bool:
    return root.rect().adjusted(-1, -1, 1, 1).contains(QRect(part.mapTo(root, QPoint(0, 0)), part.size()))


def texts(root: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Whatever can be read or heard of a window."""
    for part in shown(root):
        if isinstance(part, QLabel | QAbstractButton):
            yield part.text(), part
        if isinstance(part, QComboBox):
            yield from ((part.itemText(n), part) for n in range(part.count()))
        if isinstance(part, QLineEdit | QPlainTextEdit):
            yield part.placeholderText(), part
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            model = part.model()
            for column in range(model.columnCount()):
                head = model.headerData(column, Qt.Orientation.Horizontal)
                yield head if isinstance(head, str) else "", part
                for row in range(model.rowCount()):
                    cell = model.index(row, column).data()
                    yield cell if isinstance(cell, str) else "", part
        yield part.accessibleName(), part
        yield part.toolTip(), part
    yield root.windowTitle(), root


def in_another_language(root: QWidget, lang: str) -> Iterator[str]:
    for text, part in texts(root):
        left = (MAY_BE_LATIN if lang == "ar" else MAY_BE_ARABIC).sub("", text)
        if (LATIN if lang == "ar" else ARABIC).search(left):
            yield f"not {lang}: {text!r} in {where(part)}"


def by_arrows(part: QAbstractButton, groups: set[QButtonGroup | None]) -> bool:
    """Tell whether the arrow keys come to a choice from the one of its group that Tab comes to."""
    return part.group() is not None and part.group() in groups


def unreached(root: QWidget) -> Iterator[str]:
    """Enabled controls that Tab alone does not come to."""
    wanted = {
        part
        for part in shown(root)
        if isinstance(part, CONTROLS) and part.isEnabled() and not isinstance(part.parentWidget(), INSIDE)
    }
    wanted = {
        p
        for p in wanted
        if not p.objectName().startswith("qt_") and p.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    seen: set[QWidget | None] = set()
    for _step in range(_TABS):
        QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    groups = {part.group() for part in seen if isinstance(part, QAbstractButton)}
    wanted = {p for p in wanted if not (isinstance(p, QAbstractButton) and by_arrows(p, groups))}
    yield from (f"not reached by Tab: {part.accessibleName()!r} {where(part)}" for part in wanted - seen)
    for part in shown(root):
        if (
            isinstance(part, QAbstractButton)
            and part.isEnabled()
            and part.focusPolicy() == Qt.FocusPolicy.NoFocus
            and not by_arrows(part, groups)
            and not part.property("pinkey")  # the pad itself takes the digits
        ):
            if not isinstance(part.parentWidget(), INSIDE) and not part.objectName().startswith("qt_"):
                yield f"the keyboard never comes to: {part.accessibleName() or part.text()!r} in {where(part)}"


def faults(root: QWidget, lang: str) -> list[str]:
    return sorted({*nameless(root), *cut(root), *in_another_language(root, lang), *unreached(root)})


def settle(counter: Counter) -> None:  # noqa: F811 - the fixture
    for _turn in range(3):
        wait_for_lanes(counter.made.lanes)
        counter.qtbot.wait(40)


def a_day(shop: StaffedShop) -> None:
    """Something in every room."""
    shop.open_till()
    client = NewClient(name="Noura", phone="0501234567")
    shop.book("MONA", "CUT", at="09:00", client=client)
    shop.book("LINA", "COLOUR", at="11:00", client=NewClient(name="Noura", phone="0507654321"))
    shop.sell("CUT", "SHAMPOO")
    shop.ticket("CUT", "OIL")


def sale_steps(counter: Counter, page: SalePage) -> Iterator[str]:  # noqa: F811 - the fixture
    counter.until(lambda: bool(page.catalogue.tiles()))
    settle(counter)
    yield "items"
    page.start_paying()
    settle(counter)
    yield "paying"
    page.pay.take(TenderKind.CARD)
    settle(counter)
    yield "slip"
    QApplication.sendPostedEvents()
    page.pay.start(page.pay.money.gross_minor)
    page.pay.take(TenderKind.CASH)
    page.pay.close_button.click()
    counter.until(page.done.isVisible)
    settle(counter)
    yield "done"


def till_steps(counter: Counter, page: TillPage) -> Iterator[str]:  # noqa: F811 - the fixture
    settle(counter)
    yield "open"
    page._on_count()  # noqa: SLF001 - what its button does
    settle(counter)
    assert page._left.currentIndex() == COUNTING  # noqa: SLF001
    yield "counting"
    page.view.button_of("earlier").click() if "earlier" in page.view._buttons else None  # noqa: SLF001
    settle(counter)
    yield "earlier"


@pytest.mark.parametrize("who", ["reception", "manager"])
def test_every_room(counter: Counter, who: str) -> None:  # noqa: F811 - the fixture
    lang, window = counter.made.settings.lang, counter.window
    counter.back(lambda: None)
    counter.made.lanes.write(lambda: a_day(counter.shop)).result(timeout=20)
    found: list[str] = []

    def look(place: str) -> None:
        found.extend(f"[{place}] {fault}" for fault in faults(window, lang))
        assert (window.width(), window.height()) == (1366, 768), f"{place} does not fit the window"

    counter.until(lambda: bool(window.sign_in.tiles()))
    settle(counter)
    found.extend(f"[sign-in] {f}" for f in {*cut(window.sign_in), *nameless(window.sign_in)})
    found.extend(f"[sign-in] {f}" for f in in_another_language(window.sign_in, lang))
    counter.sign_in(who)
    for key in ("diary", "desk", "invoices", "reports"):
        window.open_room(key)
        settle(counter)
        page = window.page(key)
        if isinstance(page, InvoicesPage):
            counter.until(lambda page=page: page.list.table.model().rowCount() > 0)  # type: ignore[misc]
            page.list.table.select_row(0)
            settle(counter)
        look(key)
    window.open_room("till")
    till = window.page("till")
    assert isinstance(till, TillPage)
    for step in till_steps(counter, till):
        look(f"till: {step}")
    window.open_room("sale")
    sale = window.page("sale")
    assert isinstance(sale, SalePage)
    for step in sale_steps(counter, sale):
        look(f"sale: {step}")
    window.banner.say("٠٠٠" * 30 if lang == "ar" else "000 " * 30, "danger")
    window.open_room("sale")
    settle(counter)
    look("with a banner")
    assert not found, "\n".join(found)


def dialogs(counter: Counter) -> Iterator[tuple[str, Callable[[], QDialog]]]:  # noqa: F811 - the fixture
    shop, window, work = counter.shop, counter.window, counter.work

    def make() -> tuple[object, ...]:
        shop.open_till()
        invoice_id = shop.sell("CUT", "SHAMPOO").invoice_id
        product = work.reads.ask(work.me, ItemList("product"))[0]
        bill = shop.ticket("CUT", "SHAMPOO")
        return (
            bill,
            shop.ask(InvoiceById(invoice_id)),
            work.reads.ask(work.me, PeopleOfDiary()),
            product,
        )

    ticket, family, staff, product = counter.made.lanes.write(make).result(timeout=20)
    approvers = [
        (user.user_id, user.names.pick(counter.made.settings.lang)) for _t, user in window.sign_in.tiles()
    ]
    yield "line", lambda: LineDialog(ticket.lines[0], staff, "AED", window)
    yield "stock", lambda: StockDialog(product, window)
    yield "discount", lambda: DiscountDialog("AED", base_minor=10_000, parent=window)
    yield "buyer", lambda: BuyerDialog(work, ticket, "", window)
    yield "refund", lambda: RefundDialog(family, 0, window)
    yield "cash in", lambda: CashDialog(MovementKind.IN, "AED", window)
    yield "cash out", lambda: CashDialog(MovementKind.OUT, "AED", window)
    yield (
        "preview",
        lambda: PreviewDialog(
            work, DocumentRequest("invoice", family.document.id), family.document.number, window
        ),
    )
    yield "reason", lambda: styled(ReasonDialog((), window))
    yield "approval", lambda: styled(OverrideDialog(approvers, window))
    yield "confirm", lambda: styled(ConfirmDialog(window))


def styled(dialog: ReasonDialog | OverrideDialog | ConfirmDialog) -> QDialog:
    dialog.set_texts("000", "000")
    return dialog


def test_every_dialog(counter: Counter) -> None:  # noqa: F811 - the fixture
    counter.sign_in("manager")
    settle(counter)
    found: list[str] = []
    for name, make in dialogs(counter):
        dialog = make()
        dialog.open()
        settle(counter)
        found.extend(f"[{name}] {fault}" for fault in faults(dialog, counter.made.settings.lang))
        assert dialog.height() <= 720 and dialog.width() <= 1300, f"{name} does not fit the screen"
        dialog.reject()
        dialog.deleteLater()
    assert not found, "\n".join(found)
