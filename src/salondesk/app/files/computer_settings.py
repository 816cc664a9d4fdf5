"""Keeps this computer's settings in a TOML file: language, theme, printers. The shop's are in its database."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from salondesk.core.settings import Level, Setting
from salondesk.domain.device_settings import device_texts, device_toml
from salondesk.domain.settings import DIGITS, PRINTER_A4, PRINTER_RECEIPT, WINDOW_LANG, WINDOW_THEME

T = TypeVar("T")


class ComputerSettings:
    """The texts of this computer's settings by key; immutable."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = dict(texts or {})

    def value(self, setting: Setting[T]) -> T:
        """Return what a setting says on this computer."""
        return setting.stored(self._texts.get(setting.key))

    def changed(self, setting: Setting[T], value: T) -> "ComputerSettings":
        """Return the settings with another value of one. Raises UserError for an impossible value."""
        if setting.level is not Level.DEVICE:
            raise ValueError(f"{setting.key} is not this computer's")
        text = setting.format(value)
        setting.parse(text)
        return ComputerSettings({**self._texts, setting.key: text})

    @property
    def lang(self) -> str:
        """The language of the window."""
        return self.value(WINDOW_LANG)

    @property
    def theme(self) -> str:
        """The colours of the window."""
        return self.value(WINDOW_THEME)

    @property
    def old_digits(self) -> str | None:
        """The digits that a file of an older program names: they count until the shop has chosen."""
        return self._texts.get(DIGITS.key)

    def printer_for(self, paper: str) -> str:
        """Return the printer for a paper, ``80mm`` or ``a4``; empty for the system's default."""
        return self.value(PRINTER_A4 if paper == "a4" else PRINTER_RECEIPT)

    def text(self) -> str:
        """Return the file's text. An older file's digits stay in it as they were written."""
        digits = f'numerals = "{self.old_digits}"\n' if self.old_digits else ""
        return digits + device_toml(self._texts)


def load(path: Path) -> ComputerSettings:
    """Read them; a missing or damaged file is a fresh one."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ComputerSettings()
    return ComputerSettings(device_texts(data))


def save(path: Path, settings: ComputerSettings) -> None:
    """Write them whole or not at all. Raises OSError."""
    # they are read before the first paint, and not written then
    from salondesk.storage.outside.whole_file import write_durably

    write_durably(path, settings.text().encode())
