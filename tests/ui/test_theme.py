"""Both themes are legible, complete and switch at run time; icons follow them and mirror where they point."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from salondesk.core.resources import resource
from salondesk.ui.booking.canvas.painter import BlockPainter
from salondesk.ui.kit.dialog import ConfirmDialog
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.drawings import icon_names
from salondesk.ui.theme.fonts import FAMILIES, font, register_fonts
from salondesk.ui.theme.icons import icon, icon_pixmap
from salondesk.ui.theme.qss import style_sheet
from salondesk.ui.theme.tokens import THEMES, Tokens, contrast, load_tokens

STATUSES = (
    "pending booked confirmed arrived in_service done no_show cancelled rejected late to_pay paid".split()
)
TEXT_PAIRS = [
    *((text, f"surface.{ground}") for text in ("text.main", "text.muted", "accent.text")
      for ground in ("window", "panel", "raised", "hover", "pressed", "selected")),
    *(("text.muted", ground) for ground in ("grid.open", "grid.off", "grid.closed")),
    *(("grid.shade_text", f"grid.{ground}") for ground in ("off", "closed", "break", "leave", "prayer")),
    *((f"{kind}.text", f"{kind}.soft") for kind in ("danger", "success", "warning", "info", "accent")),
    *((f"{kind}.text", "surface.panel") for kind in ("danger", "success", "warning", "info")),
    *((f"{kind}.on", f"{kind}.base") for kind in ("danger", "success", "warning", "info")),
    *(("text.on_accent", f"accent.{state}") for state in ("base", "hover", "pressed")),
    *((f"text.{text}", f"surface.{ground}") for text in ("on_rail", "on_rail_muted")
      for ground in ("rail", "rail_hover", "rail_active")),
    ("text.on_tooltip", "surface.tooltip"), ("danger.on", "danger.hover"), ("danger.on", "danger.pressed"),
    ("grid.now_text", "grid.now"),
    *((f"status.{status}.text", f"status.{status}.fill") for status in STATUSES),
    *((f"verdict.{kind}.text", f"verdict.{kind}.fill") for kind in ("ok", "warn", "refuse")),
]  # fmt: skip
GRAPHIC_PAIRS = [
    *(("line.control", f"surface.{ground}") for ground in ("window", "panel", "raised")),
    *(("accent.focus", f"surface.{ground}") for ground in ("window", "panel", "raised", "selected")),
    *((f"status.{status}.edge", ground) for status in STATUSES
      for ground in ("grid.open", "grid.off", "grid.closed")),
    *((f"verdict.{kind}.edge", "grid.open") for kind in ("ok", "warn", "refuse")),
    *((f"verdict.{kind}.edge", f"verdict.{kind}.fill") for kind in ("ok", "warn", "refuse")),
    ("grid.now", "grid.open"), ("grid.now", "grid.off"), ("grid.now", "grid.closed"),
    *((f"{kind}.base", "surface.panel") for kind in ("danger", "success", "warning", "info", "accent")),
]  # fmt: skip


@pytest.mark.parametrize("name", THEMES)
def test_every_text_is_legible_on_its_ground(name: str) -> None:
    colour = load_tokens(name).colour
    poor = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in TEXT_PAIRS
            if contrast(colour[pair[0]], colour[pair[1]]) < 4.5}  # fmt: skip
    assert not poor


@pytest.mark.parametrize("name", THEMES)
def test_every_graphic_stands_out_from_its_ground(name: str) -> None:
    colour = load_tokens(name).colour
    poor = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in GRAPHIC_PAIRS
            if contrast(colour[pair[0]], colour[pair[1]]) < 3.0}  # fmt: skip
    assert not poor


def test_both_themes_have_the_same_tokens() -> None:
    light, dark = (load_tokens(name) for name in THEMES)
    assert light.colour.keys() == dark.colour.keys()
    assert light.size == dark.size
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for t in (light, dark) for value in t.colour.values())


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_uses_only_tokens_that_exist(name: str, qapp: QApplication) -> None:
    filled = style_sheet(load_tokens(name))
    assert "${" not in filled


def test_the_theme_switches_at_run_time_and_says_so(qapp: QApplication, qtbot: QtBot) -> None:
    theme().apply(qapp, "light")
    with qtbot.waitSignal(theme().changed):
        theme().apply(qapp, "dark")
    assert theme().tokens.is_dark
    assert qapp.palette().window().color().name() == load_tokens("dark").colour["surface.window"]
    theme().apply(qapp, "light")


def test_windows_wear_the_theme_and_change_with_it(qapp: QApplication, qtbot: QtBot) -> None:
    theme().apply(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    theme().apply_style(window)
    alone, over = ConfirmDialog(), ConfirmDialog(window)
    qtbot.addWidget(alone)
    assert window.styleSheet() == alone.styleSheet() == style_sheet(load_tokens("light"))
    assert not over.styleSheet() and not qapp.styleSheet(), "a dialog over a window wears the window's"
    theme().apply(qapp, "dark")
    assert window.styleSheet() == alone.styleSheet() == style_sheet(load_tokens("dark"))
    theme().apply(qapp, "light")


def test_both_scripts_of_the_family_are_bundled(qapp: QApplication) -> None:
    assert register_fonts() == 6
    assert font(13).families() == FAMILIES
    assert set(FAMILIES) <= set(QFontDatabase.families())


def test_an_icon_takes_the_colours_of_the_theme_of_the_moment(qapp: QApplication, qtbot: QtBot) -> None:
    made = icon("check")
    button = QPushButton(made, "")
    qtbot.addWidget(button)

    def strongest(tokens: Tokens) -> str:
        image = made.pixmap(24, 24, QIcon.Mode.Normal).toImage()
        colours = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        return max(colours, key=lambda c: c.alpha()).name()

    theme().apply(qapp, "dark")
    dark = strongest(theme().tokens)
    theme().apply(qapp, "light")
    assert contrast(dark, load_tokens("dark").colour["surface.panel"]) > 4.5
    assert contrast(strongest(theme().tokens), load_tokens("light").colour["surface.panel"]) > 4.5


def test_only_icons_that_point_are_mirrored(qapp: QApplication) -> None:
    plain, turned = (icon_pixmap("arrow-left", "#000000", 24, 1.0, m).toImage() for m in (False, True))
    assert plain.flipped(Qt.Orientation.Horizontal) == turned
    assert (
        icon_pixmap("check", "#000000", 24, 1.0, True).toImage()
        == icon_pixmap("check", "#000000", 24).toImage()
    )


def test_every_icon_draws_and_has_its_licence(qapp: QApplication) -> None:
    assert "ISC License" in resource("icons/LICENSE").read_text("utf-8")
    for name in icon_names():
        image = icon_pixmap(name, "#000000", 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


@pytest.mark.parametrize("mode", THEMES)
def test_the_mark_of_an_alert_is_seen_on_the_colour_of_every_status(qapp: QApplication, mode: str) -> None:
    theme().apply(qapp, mode)
    tokens = theme().tokens
    painter = BlockPainter()
    for status in STATUSES:
        fill, text = (tokens.colour[f"status.{status}.{part}"] for part in ("fill", "text"))
        alarm = painter.alarm_on(QColor(text)).name()
        assert contrast(alarm, fill) >= 3.0, (status, alarm, fill)
    theme().apply(qapp, "light")
