"""This computer's file: what it says, what an older one said, and what is left of a damaged one."""

from __future__ import annotations

from pathlib import Path

import pytest

from salondesk.app.files.computer_settings import ComputerSettings, load, save
from salondesk.core.errors import UserError
from salondesk.domain.settings import DIGITS, PRINTER_A4, PRINTER_RECEIPT, WINDOW_LANG, WINDOW_THEME


def test_what_is_chosen_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "computer.toml"
    chosen = ComputerSettings().changed(WINDOW_LANG, "ar").changed(PRINTER_RECEIPT, 'EPSON "1"')
    save(path, chosen)
    again = load(path)
    assert (again.lang, again.theme) == ("ar", "light")
    assert (again.printer_for("80mm"), again.printer_for("a4")) == ('EPSON "1"', "")
    assert path.read_text(encoding="utf-8").startswith("[window]")


def test_an_older_file_is_read_and_its_digits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "computer.toml"
    path.write_text('lang = "ar"\ntheme = "dark"\nnumerals = "arab"\nprinter = "HP"\n', encoding="utf-8")
    old = load(path)
    assert (old.lang, old.theme, old.old_digits) == ("ar", "dark", "arab")
    assert old.printer_for("80mm") == old.printer_for("a4") == "HP"
    save(path, old.changed(WINDOW_THEME, "light").changed(PRINTER_A4, "Laser"))
    again = load(path)
    assert (again.theme, again.old_digits, again.printer_for("a4")) == ("light", "arab", "Laser")


@pytest.mark.parametrize("text", ["", "lang = [", 'lang = "fr"\n', "window = 3\n", "\x00"])
def test_a_damaged_file_is_a_fresh_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "computer.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).lang == "en"


def test_the_shops_settings_are_not_kept_here() -> None:
    with pytest.raises(ValueError, match=r"shop\.digits"):
        ComputerSettings().changed(DIGITS, "arab")
    with pytest.raises(UserError):
        ComputerSettings().changed(WINDOW_LANG, "fr")
