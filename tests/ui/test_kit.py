"""The building blocks by keyboard and mouse, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from salondesk.ui import i18n
from salondesk.ui.format import Formatter, set_formatter
from salondesk.ui.kit.buttons import GAP_PX, IconButton, SegmentedControl, TileButton, button
from salondesk.ui.kit.dialog import OverrideDialog, ReasonDialog
from salondesk.ui.kit.feedback import Banner, EmptyState, Toast
from salondesk.ui.kit.form import Form
from salondesk.ui.kit.inputs import MoneyEdit, PhoneEdit
from salondesk.ui.kit.layout import column
from salondesk.ui.kit.picker import Deliver, PickerEdit, PickerRow
from salondesk.ui.kit.pin_pad import PinPad
from salondesk.ui.kit.table import Column, ListPanel
from salondesk.ui.theme.current import theme


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    made = Formatter(request.param)
    set_formatter(made)
    i18n.set_language(qapp, request.param, made.show)
    yield request.param
    set_formatter(Formatter("en"))
    i18n.set_language(qapp, "en", Formatter("en").show)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [("120.5", "AED", 12050), ("١٢٣٫٥", "KWD", 123500), ("1,200", "JPY", 1200), ("12x", "AED", None),
     ("1.234", "AED", None), ("-3", "AED", None), ("", "AED", None)],
)  # fmt: skip
def test_money_is_read_in_minor_units_in_either_script(
    qtbot: QtBot, typed: str, currency: str, minor: int | None
) -> None:
    edit = MoneyEdit(currency)
    qtbot.addWidget(edit)
    edit.setText(typed)
    assert edit.minor() == minor
    assert edit.is_wrong() == (minor is None and bool(typed))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("050 123 4567", "+971501234567"), ("٠٥٠١٢٣٤٥٦٧", "+971501234567"), ("00971501234567", "+971501234567"),
     ("+1 604 555 0123", "+16045550123"), ("hello", ""), ("12", "")],
)  # fmt: skip
def test_phones_are_read_as_the_shops_country_dials_them(qtbot: QtBot, typed: str, number: str) -> None:
    edit = PhoneEdit("AE")
    qtbot.addWidget(edit)
    edit.setText(typed)
    assert edit.e164() == number


def test_the_pin_pad_takes_keys_of_both_scripts_and_clicks(qtbot: QtBot, lang: str) -> None:
    pad = PinPad()
    qtbot.addWidget(pad)
    pad.show()
    qtbot.keyClicks(pad, "1")
    # QTest types ASCII only, so an Arabic keyboard's digit is sent by hand.
    indic = QKeyEvent(QEvent.Type.KeyPress, 0x0662, Qt.KeyboardModifier.NoModifier, "٢")
    QApplication.sendEvent(pad, indic)
    qtbot.keyClicks(pad, "3")
    qtbot.mouseClick(
        next(b for b in pad.findChildren(QPushButton) if b.accessibleName() == "4"), Qt.MouseButton.LeftButton
    )
    qtbot.keyClicks(pad, "9")
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(pad.pin_entered) as said:
        qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert said.args == ["1234"]


def test_too_short_a_pin_is_not_sent(qtbot: QtBot) -> None:
    pad = PinPad()
    qtbot.addWidget(pad)
    qtbot.keyClicks(pad, "12")
    with qtbot.assertNotEmitted(pad.pin_entered):
        qtbot.keyClick(pad, Qt.Key.Key_Return)


def people(text: str, deliver: Deliver) -> None:
    deliver(
        [
            PickerRow(n, name)
            for n, name in enumerate(("Noura", "Nadia", "Mariam"))
            if text.casefold() in name.casefold()
        ]
    )


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    theme().apply_style(made)
    made.resize(500, 400)
    qtbot.addWidget(made)
    return made


def shown_picker(window: QWidget, qtbot: QtBot, **options: str) -> PickerEdit:
    picker = PickerEdit(people, create_text=options.get("create_text", ""))
    window.setLayout(column(picker, QLineEdit(), None))
    window.show()
    picker.setFocus()
    return picker


def test_typing_offers_rows_and_enter_picks_the_marked_one(window: QWidget, qtbot: QtBot, lang: str) -> None:
    picker = shown_picker(window, qtbot)
    qtbot.keyClicks(picker, "n")
    assert [row.title for row in picker.rows_shown()] == ["Noura", "Nadia"]
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.picked) as said:
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert said.args is not None and said.args[0].title == "Nadia"
    assert picker.text() == "Nadia" and picker.rows_shown() == []
    with qtbot.waitSignal(picker.cleared):
        qtbot.keyClicks(picker, "x")
    assert picker.chosen() is None


def test_a_new_thing_can_be_made_of_the_typed_text(window: QWidget, qtbot: QtBot) -> None:
    picker = shown_picker(window, qtbot, create_text="Add {text}")
    qtbot.keyClicks(picker, "Zed")
    assert [row.title for row in picker.rows_shown()] == ["Add Zed"]
    with qtbot.waitSignal(picker.create_requested) as said:
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert said.args == ["Zed"]


def test_escape_closes_the_list_only(window: QWidget, qtbot: QtBot) -> None:
    picker = shown_picker(window, qtbot)
    qtbot.keyClicks(picker, "n")
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert picker.rows_shown() == [] and picker.text() == "n"


def test_a_late_answer_to_an_old_text_is_dropped(qtbot: QtBot, window: QWidget) -> None:
    waiting: list[Deliver] = []
    picker = PickerEdit(lambda text, deliver: waiting.append(deliver))
    window.setLayout(column(picker, None))
    window.show()
    qtbot.keyClicks(picker, "ab")
    waiting[1]([PickerRow(1, "new")])
    waiting[0]([PickerRow(2, "old")])
    assert [row.title for row in picker.rows_shown()] == ["new"]


def test_a_form_shows_what_is_wrong_and_knows_when_it_changed(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    name = QLineEdit()
    row = form.add(name, lambda: "" if name.text() else "Give a name")
    row.set_text("Name")
    assert name.accessibleName() == "Name"
    assert not form.validate() and name.accessibleDescription() == "Give a name"
    assert not form.is_dirty()
    name.setText("Noura")
    assert form.validate() and form.is_dirty() and name.accessibleDescription() == ""


def test_a_toast_offers_its_action_once(qtbot: QtBot, window: QWidget) -> None:
    done: list[str] = []
    toast = Toast(window)
    window.show()
    toast.say("Moved to 14:30", "Undo", lambda: done.append("undone"))
    assert toast.text() == "Moved to 14:30"
    qtbot.mouseClick(toast.action_button(), Qt.MouseButton.LeftButton)
    assert done == ["undone"] and toast.text() == ""


def test_a_reason_is_one_of_the_usual_ones_or_in_words(qtbot: QtBot) -> None:
    dialog = ReasonDialog(["Client ill"])
    qtbot.addWidget(dialog)
    assert dialog.reason() == "Client ill" and dialog.accept_button.isEnabled()
    bare = ReasonDialog()
    qtbot.addWidget(bare)
    assert not bare.accept_button.isEnabled()
    bare.words_edit().setPlainText(" late ")
    assert bare.accept_button.isEnabled() and bare.reason() == "late"


def test_a_dialog_that_asks_why_has_the_keyboard_where_the_reason_goes(qtbot: QtBot) -> None:
    for dialog in (ReasonDialog(), ReasonDialog(["Client ill"])):
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        asked = dialog.focusWidget()
        assert asked is not None and asked.accessibleName() in ("Reason in words", "Reason")


def test_an_override_needs_a_reason_and_a_pin_whose_last_digit_sends_it(qtbot: QtBot) -> None:
    dialog = OverrideDialog([("id", "Huda")])
    qtbot.addWidget(dialog)
    with qtbot.assertNotEmitted(dialog.submitted):
        qtbot.keyClicks(dialog.pin_pad(), "1234")
    dialog.words_edit().setPlainText("regular client")
    qtbot.keyClicks(dialog.pin_pad(), "123")
    with qtbot.waitSignal(dialog.submitted) as said:
        qtbot.keyClick(dialog.pin_pad(), Qt.Key.Key_4)
    with qtbot.assertNotEmitted(dialog.submitted):  # Enter out of habit while it is being checked
        qtbot.keyClick(dialog.pin_pad(), Qt.Key.Key_Return)
    assert said.args == ["id", "1234", "regular client"]
    dialog.refuse("Wrong PIN")


@pytest.mark.parametrize("typed", ["1234", "١٢٣٤"])
@pytest.mark.parametrize("beside", ["Cancel", "Approved by"])
def test_digits_typed_beside_the_pad_of_an_override_reach_it(qtbot: QtBot, typed: str, beside: str) -> None:
    dialog = OverrideDialog([("id", "Huda"), ("other", "Sara")])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.suggest("regular client")
    where = dialog.cancel_button if beside == "Cancel" else dialog.findChild(QComboBox)
    assert where is not None
    where.setFocus()
    with qtbot.waitSignal(dialog.submitted) as said:
        for digit in typed:
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, digit)
            QApplication.sendEvent(dialog.focusWidget() or dialog, key)
    assert said.args == ["id", "1234", "regular client"]


def test_a_segmented_control_rounds_its_outer_ends_in_both_directions(qtbot: QtBot, lang: str) -> None:
    control = SegmentedControl(["day", "week"])
    qtbot.addWidget(control)
    control.set_texts(["Day", "Week"])
    control.show()
    first = control.button_of("day")
    assert first.property("edge") == ("right" if lang == "ar" else "left")
    with qtbot.waitSignal(control.chosen) as said:
        qtbot.mouseClick(control.button_of("week"), Qt.MouseButton.LeftButton)
    assert said.args == ["week"] and control.current() == "week"


def test_a_list_says_when_it_is_empty_and_enter_opens_a_row(qtbot: QtBot, lang: str) -> None:
    panel = ListPanel([Column("Client", str, stretches=True)], EmptyState("users"))
    qtbot.addWidget(panel)
    panel.show()
    panel.put([])
    assert panel.empty.isVisible()
    panel.put(["Noura", "Mariam"])
    assert panel.table.isVisible()
    panel.table.select_row(1)
    with qtbot.waitSignal(panel.table.row_activated) as said:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert said.args == ["Mariam"]


def unnamed(root: QWidget) -> Sequence[str]:
    kinds = (QPushButton, QToolButton, QLineEdit)
    return [
        repr(w) for kind in kinds for w in root.findChildren(kind) if not (w.accessibleName() or _text(w))
    ]


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QPushButton | QToolButton) else ""


def test_every_control_has_an_accessible_name(qtbot: QtBot, lang: str) -> None:
    tile = TileButton()
    tile.set_content("Cut", "AED 120")
    assert tile.accessibleName() == "Cut, AED 120"
    hinted = IconButton("x")
    hinted.set_hint("Close")
    for made in (
        PinPad(),
        Banner("info"),
        OverrideDialog([]),
        ReasonDialog([]),
        ListPanel([], EmptyState("users")),
    ):
        if isinstance(made, OverrideDialog | ReasonDialog):
            made.set_texts("Title")
        qtbot.addWidget(made)
        wrong = [w for w in unnamed(made) if "qt_" not in w]
        assert not wrong or isinstance(made, ListPanel)


def inked_columns(shown: QWidget) -> list[int]:
    """Return the columns of a button's middle in which something is drawn."""
    picture = shown.grab().toImage()
    ground = picture.pixelColor(4, picture.height() // 2)

    def far(colour: QColor) -> bool:
        return (
            max(
                abs(colour.red() - ground.red()),
                abs(colour.green() - ground.green()),
                abs(colour.blue() - ground.blue()),
            )
            > 40
        )

    rows = range(6, picture.height() - 6)
    return [x for x in range(4, picture.width() - 4) if any(far(picture.pixelColor(x, y)) for y in rows)]


@pytest.mark.parametrize("kind", ["", "primary", "quiet"])
def test_an_icon_stands_apart_from_its_text_in_both_directions(
    qtbot: QtBot, qapp: QApplication, lang: str, kind: str
) -> None:
    theme().apply(qapp, "light")
    made = button(kind, text="ll", icon_name="square-check")
    theme().apply_style(made)
    qtbot.addWidget(made)
    made.resize(160, 36)
    made.show()
    columns = inked_columns(made)
    widest, before = max((b - a, a) for a, b in zip(columns, columns[1:], strict=False))
    assert widest >= GAP_PX, "icon and text touch"
    icon_first = before - columns[0] > columns[-1] - before - widest
    assert icon_first == (lang == "en"), "the icon stands at the leading edge"
    assert abs(columns[0] - (160 - columns[-1])) <= 4, "both stand in the middle"


def test_a_buttons_menu_arrow_trails_its_text_and_long_texts_are_cut_inside(qtbot: QtBot, lang: str) -> None:
    made = button(text="x" * 200, icon_name="user")
    theme().apply_style(made)
    made.setMenu(QMenu(made))
    qtbot.addWidget(made)
    made.setFixedSize(180, 36)
    made.show()
    columns = inked_columns(made)
    assert columns[0] >= 8 and columns[-1] <= 172


def test_a_toast_is_not_left_standing_in_the_language_before(
    qtbot: QtBot, window: QWidget, qapp: QApplication
) -> None:
    toast = Toast(window)
    toast.say("Booked")
    i18n.set_language(qapp, "ar")
    assert not toast.isVisible()
    i18n.set_language(qapp, "en")


def test_an_approval_is_as_high_as_what_it_shows(qtbot: QtBot, window: QWidget, lang: str) -> None:
    dialog = OverrideDialog([("sara", "Sara")], window)
    dialog.set_texts("Approval needed", "Someone with the right can approve it with a PIN. " * 2)
    qtbot.addWidget(dialog)
    dialog.resize(dialog.minimumSizeHint())  # all that a small screen gives a new window
    dialog.show()
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_dangerous_button_that_may_not_be_pressed_looks_so(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    theme().apply(qapp, name)
    made = button("danger", text="ll")
    theme().apply_style(made)
    qtbot.addWidget(made)
    made.resize(160, 36)
    made.show()
    ready = made.grab().toImage().pixelColor(20, 18)
    made.setEnabled(False)
    assert made.grab().toImage().pixelColor(20, 18) != ready
    theme().apply(qapp, "light")


def test_a_long_name_in_a_list_leaves_the_phone_beside_it_legible(qtbot: QtBot, lang: str) -> None:
    host = QWidget()
    host.resize(340, 200)
    titles = ["W"]
    edit = PickerEdit(lambda _text, deliver: deliver([PickerRow(1, titles[0], hint="050 123 4567")]), host)
    edit.setGeometry(10, 10, 320, 36)
    qtbot.addWidget(host)
    host.show()
    edit.setText("w")

    def far_end() -> QImage:
        edit.ask()
        rows = next(part for part in host.findChildren(QListView) if part.isVisible())
        picture = rows.grab().toImage()
        left = picture.width() - 100 if lang == "en" else 0
        return picture.copy(left, 0, 100, 36)

    alone = far_end()
    titles[0] = "W" + "o" * 200
    assert far_end() == alone


def test_a_list_opens_under_its_line_where_it_has_enough_room(qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(400, 700)
    rows = [PickerRow(n, f"Service {n}", "45 min") for n in range(20)]
    edit = PickerEdit(lambda _text, deliver: deliver(rows), host, show_all=True)
    edit.setGeometry(10, 400, 320, 36)
    qtbot.addWidget(host)
    host.show()
    edit.ask()
    shown = next(part for part in host.findChildren(QListView) if part.isVisible())
    assert shown.mapTo(host, shown.rect().topLeft()).y() > edit.geometry().bottom()


def test_a_refusal_of_two_lines_moves_no_key_of_the_pad(qtbot: QtBot) -> None:
    pad = PinPad()
    qtbot.addWidget(pad)
    pad.show()
    before = [key.geometry() for key in pad.findChildren(QPushButton)]
    high = pad.sizeHint().height()
    pad.refuse("Too many wrong PINs. Try again in 29 seconds, or ask the manager.")
    assert [key.geometry() for key in pad.findChildren(QPushButton)] == before
    assert pad.sizeHint().height() == high


@pytest.mark.parametrize("make", [TileButton, lambda: button("primary"), lambda: button(""), QCheckBox])
def test_the_focus_by_keyboard_is_a_ring_and_nothing_inside_it(
    qtbot: QtBot, qapp: QApplication, make: Callable[[], QAbstractButton]
) -> None:
    theme().apply(qapp, "light")
    window, other, shown = QWidget(), QPushButton("x"), make()
    window.setLayout(column(other, shown, None))
    qtbot.addWidget(window)
    shown.setMinimumSize(160, 60)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    inner = shown.rect().adjusted(30, 5, -5, -5)
    before = shown.grab(inner).toImage()
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert shown.hasFocus()
    assert shown.grab(inner).toImage() == before
