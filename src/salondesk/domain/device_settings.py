"""Reads and writes the TOML text of this device's own settings: a table a noun, a line a setting.

Older files have flat keys (``lang``, ``theme``, ``printer``, ``numerals``), which are still read; the tables count more.
"""

from collections.abc import Iterator, Mapping

from salondesk.core.errors import UserError
from salondesk.core.settings import Level, plain_text
from salondesk.domain.settings import SETTINGS

FLAT_KEYS: Mapping[str, tuple[str, ...]] = {
    "lang": ("window.lang",),
    "theme": ("window.theme",),
    "printer": ("printer.receipt", "printer.a4"),
    "numerals": ("shop.digits",),
}
"""What the flat keys of older files say now. Digits are the shop's since: an old file's count until the shop has some."""


def device_texts(data: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of a device's file by key, each one that its setting understands.

    The file is a person's to edit and must never keep the window shut: what makes no sense is left out.
    """
    found: dict[str, str] = {}
    for key, value in (*_flat(data), *_tabled(data)):
        setting = SETTINGS.find(key)
        try:
            found[key] = setting.format(setting.parse(plain_text(value)))
        except (UserError, ValueError):
            continue
    return found


def device_toml(texts: Mapping[str, str]) -> str:
    """Return the device's file for some texts by key: its settings that differ from their defaults, as tables."""
    lines: list[str] = []
    table = ""
    for setting in SETTINGS.at(Level.DEVICE):
        noun, word = setting.key.split(".")
        text = texts.get(setting.key)
        if text is None or setting.stored(text) == setting.default:
            continue
        if noun != table:
            lines += ["", f"[{noun}]"] if lines else [f"[{noun}]"]
            table = noun
        lines.append(f"{word} = {_quoted(text)}")
    return "\n".join(lines) + "\n" if lines else ""


def _quoted(text: str) -> str:
    """Return a basic string of TOML."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in plain) + '"'


def _flat(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for flat, keys in FLAT_KEYS.items():
        if flat in data and not isinstance(data[flat], Mapping):
            yield from ((key, data[flat]) for key in keys)


def _tabled(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for setting in SETTINGS.at(Level.DEVICE):
        noun, word = setting.key.split(".")
        table = data.get(noun)
        if isinstance(table, Mapping) and word in table:
            yield setting.key, table[word]
