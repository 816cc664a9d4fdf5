"""Translations of one language: gettext lookups, plurals, and the rendering of a Message.

Used by the interface, by documents (which speak the client's language) and by reminders. A compiled .mo is
read where there is one; a fresh checkout has only the .po, which is then compiled in memory. What does not
live here: which language is in force on screen (ui/i18n.py) and the look of numbers and dates (ui/format.py).
"""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Callable
from datetime import time
from functools import lru_cache
from pathlib import Path

from salondesk.core.localtext import LANGUAGES, LocalText
from salondesk.core.message import Message

SOURCE_LANGUAGE = "en"
RIGHT_TO_LEFT = frozenset({"ar"})
DOMAIN = "salondesk"

# Babel orders the last two Arabic forms the other way round, which would swap 11-99 with 100-102; so the
# header is ours, in gettext's usual order: zero, one, two, few (3-10), many (11-99), other (100-102).
ARABIC_PLURAL_FORMS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
_OPENERS = ("\u2066", "\u2067", "\u2068")

Show = Callable[[object], str]


def has_rtl(text: str) -> bool:
    """Tell whether a text has a letter of a right-to-left script (Hebrew and Arabic blocks)."""
    return any("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in text)


def isolate_number(text: str) -> str:
    """Wrap digits, a phone or an amount so that it keeps its order inside right-to-left text."""
    return text if text.startswith(_OPENERS) else f"{LRI}{text}{PDI}"


def isolate_text(text: str) -> str:
    """Wrap a name or free text so that its own direction does not disturb its surroundings."""
    return text if text.startswith(_OPENERS) else f"{FSI}{text}{PDI}"


def plain(value: object) -> str:
    """Return a value as a console and a log show it: a clock time to the minute, the rest as Python writes it."""
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


class Catalogue:
    """The words of one language. Immutable once made, so any thread may use it."""

    def __init__(self, lang: str, translations: _gettext.NullTranslations) -> None:
        self.lang = lang
        self.is_rtl = lang in RIGHT_TO_LEFT
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext
        self.pgettext = translations.pgettext

    def __repr__(self) -> str:
        return f"Catalogue({self.lang!r})"

    def has(self, text: str) -> bool:
        """Tell whether this language has its own words for a source text."""
        return self.lang == SOURCE_LANGUAGE or self.gettext(text) != text

    def text(self, message: Message, show: Show = plain) -> str:
        """Say a message in this language; `show` formats values that are no text of any kind."""
        if message.plural is None or message.count is None:
            pattern = self.gettext(message.key)
        else:
            pattern = self.ngettext(message.key, message.plural, message.count)
        if not message.params:
            return pattern
        return self.fill(pattern, {name: self._shown(value, show) for name, value in message.params.items()})

    def fill(self, pattern: str, params: dict[str, str]) -> str:
        """Put texts into the {fields} of a translated pattern, isolated where directions would mix."""
        return pattern.format_map({name: self.isolated(value) for name, value in params.items()})

    def isolated(self, text: str) -> str:
        """Isolate a parameter where it could reorder the sentence around it; leave it alone elsewhere."""
        if has_rtl(text):
            return isolate_text(text)
        if not self.is_rtl:
            return text
        return isolate_text(text) if any(c.isalpha() for c in text) else isolate_number(text)

    def _shown(self, value: object, show: Show) -> str:
        if isinstance(value, Message):
            return self.text(value, show)
        if isinstance(value, LocalText):
            return value.pick(self.lang)
        return value if isinstance(value, str) else show(value)


def compile_po(po_path: Path) -> bytes:
    """Compile a .po file to the bytes of a .mo, without fuzzy entries."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po_path.open("rb") as source:
        catalog = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalog, use_fuzzy=False)
    return compiled.getvalue()


def load(lang: str, folder: Path) -> Catalogue:
    """Read the catalogue of a language from a translations folder; the source language needs no file.

    Raises FileNotFoundError when a language has neither .mo nor .po there.
    """
    if lang == SOURCE_LANGUAGE:
        return Catalogue(lang, _gettext.NullTranslations())
    base = folder / lang / "LC_MESSAGES"
    mo_path, po_path = base / f"{DOMAIN}.mo", base / f"{DOMAIN}.po"
    fresh = mo_path.exists() and (not po_path.exists() or mo_path.stat().st_mtime >= po_path.stat().st_mtime)
    compiled = mo_path.read_bytes() if fresh else compile_po(po_path)
    return Catalogue(lang, _gettext.GNUTranslations(io.BytesIO(compiled)))


@lru_cache(maxsize=8)
def catalogue(lang: str) -> Catalogue:
    """Give the catalogue of a language ("en", "ar"); an unknown one falls back to English."""
    from salondesk.core.resources import translations_dir

    return load(lang if lang in LANGUAGES else SOURCE_LANGUAGE, translations_dir())
