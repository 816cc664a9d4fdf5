"""The till rooms as everybody meets them: named for screen readers, switched while they are open, no word lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from salondesk.core.catalogue import catalogue
from salondesk.domain.sale.ticket import TenderKind
from salondesk.domain.till import MovementKind
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.ui import i18n
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.paper.preview import PreviewDialog
from salondesk.ui.report.page import ReportsPage
from salondesk.ui.room import RoomPage
from salondesk.ui.sale.buyer_dialog import BuyerDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.history_page import InvoicesPage
from salondesk.ui.sale.line_editor import LineDialog
from salondesk.ui.sale.page import SalePage
from salondesk.ui.sale.refund_dialog import RefundDialog
from salondesk.ui.sale.stock_dialog import StockDialog
from salondesk.ui.theme.current import theme
from salondesk.ui.till.cash_dialog import CashDialog
from salondesk.ui.till.page import TillPage
from tests.support.rooms import RoomCounter

PAGES = (SalePage, InvoicesPage, TillPage, ReportsPage)
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


def nameless(root: QWidget) -> Iterator[str]:
    """Controls that a screen reader could not name."""
    for part in root.findChildren(QWidget):
        if not isinstance(part, _CONTROLS) or part.objectName().startswith("qt_"):
            continue
        inside = part.parentWidget()
        if isinstance(inside, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView):
            continue
        if type(part).__module__.startswith("PySide6") and not part.isVisibleTo(root):
            continue
        if isinstance(inside, EmptyState) and not part.isVisibleTo(inside):
            continue  # an empty state without a first step has no button
        said = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        if not said.strip():
            yield f"{type(part).__name__} in {type(inside).__name__}"


def opened(counter: RoomCounter, make: type[RoomPage]) -> RoomPage:
    counter.shop.open_till()
    done = counter.shop.sell("CUT", "SHAMPOO")
    counter.as_user("manager")
    page = counter.open(make)
    if isinstance(page, InvoicesPage):
        page.find_document(done.number)
    if isinstance(page, SalePage):
        page.bill.load(counter.shop.ticket("CUT", "SHAMPOO").id)
    counter.settle()
    return page


@pytest.mark.parametrize("make", PAGES)
def test_every_control_of_a_room_has_a_name(counter: RoomCounter, make: type[RoomPage]) -> None:
    page = opened(counter, make)
    header = page.header()
    assert header is not None
    assert [*nameless(page), *nameless(header)] == []


def test_every_control_of_the_dialogs_has_a_name(counter: RoomCounter) -> None:
    page = opened(counter, InvoicesPage)
    assert isinstance(page, InvoicesPage)
    assert page.panel.family is not None
    ticket = counter.shop.ticket("CUT")
    dialogs = [
        LineDialog(ticket.lines[0], counter.work.reads.ask(counter.work.me, PeopleOfDiary()), "AED"),
        DiscountDialog("AED", base_minor=10_000),
        StockDialog(counter.work.reads.ask(counter.work.me, ItemList("product"))[0]),
        BuyerDialog(counter.work, ticket, ""),
        RefundDialog(page.panel.family, 0),
        CashDialog(MovementKind.OUT, "AED"),
    ]
    for dialog in dialogs:
        counter.qtbot.addWidget(dialog)
        assert list(nameless(dialog)) == []


class ShownWindows(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_building_rooms_and_dialogs_flashes_no_window(counter: RoomCounter, qapp: QApplication) -> None:
    page = opened(counter, InvoicesPage)
    assert isinstance(page, InvoicesPage)
    family, ticket = page.panel.family, counter.shop.ticket("CUT")
    assert family is not None
    seen = ShownWindows()
    qapp.installEventFilter(seen)
    pages = [make(counter.work) for make in PAGES]
    made: list[QWidget] = [
        *pages,
        *(header for page in pages if (header := page.header()) is not None),
        LineDialog(ticket.lines[0], counter.work.reads.ask(counter.work.me, PeopleOfDiary()), "AED"),
        DiscountDialog("AED", base_minor=10_000),
        StockDialog(counter.work.reads.ask(counter.work.me, ItemList("product"))[0]),
        BuyerDialog(counter.work, ticket, ""),
        RefundDialog(family, 0),
        CashDialog(MovementKind.OUT, "AED"),
        PreviewDialog(counter.work, DocumentRequest("invoice", family.document.id), family.document.number),
    ]
    qapp.removeEventFilter(seen)
    for widget in made:
        counter.qtbot.addWidget(widget)
    counter.settle()
    assert seen.names == []


def texts(root: QWidget) -> set[str]:
    """Everything that is written on labels and buttons."""
    found = set()
    for part in root.findChildren(QWidget):
        if isinstance(part, QLabel | QAbstractButton) and part.isVisibleTo(root):
            found.add(part.text().strip())
    return {text for text in found if any(c.isalpha() for c in text)}


@pytest.mark.parametrize("make", PAGES)
def test_a_room_switches_language_and_theme_while_it_is_open(
    counter: RoomCounter, make: type[RoomPage], qapp: QApplication
) -> None:
    page = opened(counter, make)
    if isinstance(page, SalePage):
        page.start_paying()
        page.pay.take(TenderKind.CASH)
    before = texts(page)
    other = "ar" if counter.lang == "en" else "en"
    made = Formatter(other)
    set_formatter(made)
    i18n.set_language(qapp, other, made.show)
    theme().apply(qapp, "dark")
    counter.work.set_lang(other)
    counter.settle()
    kept = before & texts(page)
    english = {text for text in kept if catalogue("ar").has(text) and text.isascii() and len(text) > 3}
    assert english == set()
    assert not counter.errors
    theme().apply(qapp, "light")
