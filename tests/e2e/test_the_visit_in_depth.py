"""The visit in the side panel: note, services, client, history, alert at arrival; whose turn; a stylist's own day."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.client.card import EditClient, NewClient
from salondesk.services.reads.client.card import ClientById
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.booking.visit.open_bill import OpenBillDialog
from salondesk.ui.i18n import _
from salondesk.ui.kit.choice import choose
from tests.e2e.conftest import Counter
from tests.support.shop import StaffedShop


def book(shop: StaffedShop, alert: str = "", *, at: str = "11:00", name: str = "Noura") -> Booking:
    booking = shop.book("MONA", "CUT", at=at, client=NewClient(name=name, phone="0501234567"))
    if alert:
        assert booking.client_id is not None
        client = shop.ask(ClientById(booking.client_id)).client
        command = EditClient(
            key=shop.new_id(), client_id=client.id, expected_version=client.version, name=client.name,
            phone=client.phone, email="", lang="", notes="", alert=alert,
        )  # fmt: skip
        shop.run(command)
    return booking


def opened(counter: Counter, booking: Booking, role: str = "reception") -> DiaryPage:
    """Sign in and show a booking in the panel."""
    counter.sign_in(role)
    page = counter.diary()
    counter.until(lambda: bool(page.staff) and page.grid.board().block_of(booking.lines[0].id) is not None)
    page.grid.setFocus()
    page.grid.select(booking.lines[0].id)
    counter.until(lambda: page.panel.booking() is not None)
    return page


def shown(page: DiaryPage) -> Booking:
    booking = page.panel.booking()
    assert booking is not None
    return booking


def test_the_note_is_kept_when_it_is_left_and_escape_takes_it_back(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop)))
    note = page.panel.note
    note.setFocus()
    QTest.keyClicks(note, "Window seat")
    counter.press(Qt.Key.Key_Tab)
    counter.until(lambda: shown(page).note == "Window seat")
    note.setFocus()
    QTest.keyClicks(note, " please")
    counter.press(Qt.Key.Key_Escape)
    assert note.toPlainText() == "Window seat"


def test_enter_keeps_what_was_changed_on_the_clients_card(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop)))
    client = page.panel.client
    client.open_form()
    counter.until(client.form.isVisible)
    client.form.alert.setFocus()
    QTest.keyClicks(client.form.alert, "Allergic to acetone")
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Return)  # out of habit: it is written once
    counter.until(lambda: not client.form.isVisible())
    counter.until(client.alert.isVisible)
    assert "Allergic to acetone" in client.alert.text()


def test_a_service_is_added_after_the_last_one_and_taken_off_again(counter: Counter) -> None:
    shop = counter.shop
    page = opened(counter, counter.back(lambda: book(shop)))
    parts = page.panel.services
    parts.open_picker()
    counter.until(lambda: len(parts.picker.rows_shown()) == 4)
    counter.type_into("مانيكير" if counter.made.settings.lang == "ar" else "mani")
    counter.until(lambda: len(parts.picker.rows_shown()) == 1)
    counter.press(Qt.Key.Key_Return)
    choose(parts.person, shop.people["LINA"])
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: len(shown(page).lines) == 2)
    added = shown(page).lines[1]
    assert added.staff_id == shop.people["LINA"] and added.span.start_ms == shop.at("11:45")
    parts.dropped.emit(shown(page).lines[0].id)
    counter.until(lambda: len(shown(page).lines) == 1)
    assert shown(page).lines[0].id == added.id


def test_a_walk_in_gets_a_name(counter: Counter) -> None:
    shop = counter.shop
    walk_in = counter.back(lambda: shop.book("MONA", "CUT", at="11:00"))
    counter.back(lambda: book(shop, at="15:00", name="Maryam"))
    page = opened(counter, walk_in)
    page.panel.client.open_picker()
    counter.type_into("maryam")
    counter.until(lambda: bool(page.panel.client.picker.rows_shown()))
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: page.panel.client.name.text() == "Maryam")
    assert shown(page).client_id is not None


def test_a_paid_visit_offers_its_invoice_and_not_the_till(counter: Counter) -> None:
    def paid() -> Booking:
        made = book(counter.shop)
        counter.shop.open_till()
        counter.shop.pay(counter.shop.ticket(booking=made))
        return made

    page = opened(counter, counter.back(paid))
    counter.until(lambda: _("Paid in full") in page.panel.status_text())
    assert not page.panel.checkout_button.isVisible()
    went: list[tuple[str, object]] = []
    page.route_requested.connect(lambda room, what: went.append((room, what)))
    page.check_out()
    number = counter.back(lambda: counter.shop.value("SELECT number FROM invoice"))
    assert went == [("invoices", number)]


def test_the_small_hours_say_that_they_follow_the_evening(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop, at="24:30")))
    counter.until(lambda: any(_("after midnight") in part.text() for part in page.panel.findChildren(QLabel)))


def test_an_alert_is_shown_when_its_client_arrives_until_it_is_put_away(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop, "Nut allergy")))
    assert page.panel.client.alert_text() == "Nut allergy"
    counter.press(Qt.Key.Key_A)
    counter.until(lambda: page.arrival.isVisible() and "Nut allergy" in page.arrival.text())
    assert QApplication.activeModalWidget() is None
    page.grid.setFocus()
    counter.press(Qt.Key.Key_Escape)
    assert not page.arrival.isVisible()


def test_the_history_is_folded_and_says_who_did_what(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop)))
    history = page.panel.history
    assert history.texts() == []
    history.fold.click()
    counter.until(lambda: len(history.texts()) == 1)
    page.panel.set_status(BookingStatus.CONFIRMED)
    counter.until(lambda: len(history.texts()) == 2)


def test_a_stylist_begins_with_her_next_client_and_may_print_her_day(counter: Counter) -> None:
    shop = counter.shop
    counter.back(lambda: book(shop, at="09:00", name="Early"))  # over by now
    counter.back(lambda: book(shop, "Nut allergy", at="12:00", name="Next"))
    counter.back(lambda: book(shop, at="14:00", name="Later"))
    counter.sign_in("stylist")
    page = counter.diary()
    counter.until(lambda: page.panel.client.name.text() == "Next")
    assert page.panel.client.alert_text() == "Nut allergy"
    assert page.sheet.may() and page.sheet.person() == shop.people["MONA"]
    assert not page.panel.client.change_button.isVisible() and not page.panel.checkout_button.isVisible()


def test_blocks_and_free_columns_have_names_and_places_for_a_screen_reader(counter: Counter) -> None:
    booking = counter.back(lambda: book(counter.shop))
    page = opened(counter, booking)
    tree = QAccessible.queryAccessibleInterface(page.grid)
    children = [tree.child(n) for n in range(tree.childCount())]
    columns = [c for c in children if c.role() == QAccessible.Role.Column]
    blocks = [c for c in children if c.role() == QAccessible.Role.ListItem]
    assert len(columns) == 3 and len(blocks) == 1
    assert all(c.text(QAccessible.Text.Name) and c.rect().width() > 100 for c in columns)
    assert "Noura" in blocks[0].text(QAccessible.Text.Name)
    view = page.grid.viewport()
    there = page.grid.rect_of(booking.lines[0].id)
    assert blocks[0].rect().topLeft() == view.mapToGlobal(there.topLeft())
    where = blocks[0].rect().center()
    assert tree.childAt(where.x(), where.y()) is blocks[0]
    assert tree.parent() is not None


def test_every_control_of_the_diary_has_an_accessible_name(counter: Counter) -> None:
    page = opened(counter, counter.back(lambda: book(counter.shop, "Nut allergy")))
    page.panel.services.open_picker()
    page.panel.client.open_picker()
    page.book_at(counter.shop.people["LINA"], 900)
    nameless = [
        f"{type(part).__name__} in {type(part.parentWidget()).__name__}"
        for part in [*page.findChildren(QWidget), *page.bar.findChildren(QWidget)]
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name(part)
    ]
    assert nameless == []


def _name(part: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(part)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def test_the_card_at_a_glance_comes_with_rest_and_goes_with_the_pointer(counter: Counter) -> None:
    booking = counter.back(lambda: book(counter.shop, "Nut allergy"))
    counter.back(lambda: counter.shop.book("LINA", "CUT", at="11:00"))
    page = opened(counter, booking)
    page.grid.select(b"")
    counter.until(lambda: page.grid.board().block_of(booking.lines[0].id) is not None)
    view = page.grid.viewport()
    QTest.mouseMove(view, page.grid.rect_of(booking.lines[0].id).center())
    counter.until(lambda: page.hover_card.is_open())
    assert page.rect().contains(page.hover_card.card.geometry())
    QTest.mouseMove(view, QPoint(page.grid.point_of(counter.shop.people["HIND"], 17 * 60)))
    counter.until(lambda: not page.hover_card.is_open())


def test_cancelling_a_visit_with_an_open_bill_asks_what_becomes_of_the_bill(counter: Counter) -> None:
    def parked() -> Booking:
        made = book(counter.shop)
        counter.shop.ticket(booking=made)
        return made

    made = counter.back(parked)
    page = opened(counter, made)

    def asked() -> OpenBillDialog:
        page.panel.set_status(BookingStatus.CANCELLED, "ill")
        counter.until(lambda: isinstance(QApplication.activeModalWidget(), OpenBillDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OpenBillDialog)
        return dialog

    def stored() -> tuple[object, object]:
        shop = counter.shop
        return shop.value("SELECT status FROM booking"), shop.value(
            "SELECT status || ' ' || hex(booking_id) FROM ticket"
        )

    dialog = asked()
    assert dialog.title_label.text() == _("This visit has an open bill")
    if counter.made.settings.lang == "ar":
        assert not any("a" <= c <= "z" for c in dialog.title_label.text() + dialog.keep_button.text())
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # a stray Enter goes back
    assert counter.back(stored) == ("booked", f"open {made.id.hex().upper()}")
    QTest.mouseClick(asked().keep_button, Qt.MouseButton.LeftButton)
    counter.until(
        lambda: page.panel.booking() is None or page.panel.booking().status is BookingStatus.CANCELLED
    )
    assert counter.back(stored) == ("cancelled", "open ")
