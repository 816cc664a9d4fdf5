"""The language of a document: words from the catalogues of both languages, and its figures.

A document speaks English, Arabic or both, whatever language the screen is in. Labels and names are
LocalText; a document in both languages shows the two texts apart, never mixed on one line, so that each
copies out clean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from salondesk.core.catalogue import Catalogue, catalogue, isolate_number, isolate_text
from salondesk.core.localtext import LocalText
from salondesk.core.money import MILLI, exponent_of
from salondesk.core.timespan import to_local

DocumentLanguage = Literal["en", "ar", "both"]

LANGUAGES: tuple[DocumentLanguage, ...] = ("en", "ar", "both")

_ARABIC_CURRENCY = {
    "AED": "د.إ",
    "SAR": "ر.س",
    "QAR": "ر.ق",
    "KWD": "د.ك",
    "BHD": "د.ب",
    "OMR": "ر.ع",
    "EGP": "ج.م",
}
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one document. Any thread may use it."""

    language: DocumentLanguage
    english: Catalogue
    arabic: Catalogue

    @property
    def rtl(self) -> bool:
        """True where the page itself runs from right to left; a document in both languages is laid out as
        English."""
        return self.language == "ar"

    @property
    def both(self) -> bool:
        """True for a document in both languages."""
        return self.language == "both"

    @property
    def main(self) -> Catalogue:
        """The catalogue of sentences that are said once."""
        return self.arabic if self.rtl else self.english

    def say(self, key: str, /, **params: str | LocalText) -> LocalText:
        """Say a text marked with N_ in both languages; parameters are filled in and isolated."""
        return LocalText(
            en=_filled(self.english, "en", key, params), ar=_filled(self.arabic, "ar", key, params)
        )

    def one(self, key: str, /, **params: str | LocalText) -> str:
        """Say a text marked with N_ once, in the main language."""
        return self.pick(self.say(key, **params))

    def pick(self, text: LocalText) -> str:
        """Return a text in the main language, or in the other where that is empty."""
        return text.pick("ar" if self.rtl else "en")

    def texts(self, text: LocalText) -> tuple[str, ...]:
        """Return the texts to print: one, or in both languages Arabic first and then English, without
        repeating."""
        if not self.both:
            return (self.pick(text),) if text else ()
        found = dict.fromkeys((text.pick("ar"), text.pick("en")))
        return tuple(one for one in found if one)

    def currency(self, code: str) -> str:
        """Name a currency on paper: a code in English, letters in Arabic; never the new glyphs, no font has
        them."""
        return _ARABIC_CURRENCY.get(code, code) if self.rtl else code

    def money(self, minor: int, code: str) -> str:
        """Show an amount with its currency."""
        if self.rtl:
            return f"{isolate_number(amount(minor, code))}{_NBSP}{self.currency(code)}"
        return isolate_number(f"{code}{_NBSP}{amount(minor, code)}")


def wording(language: DocumentLanguage) -> Wording:
    """Return the words of a document language, from the bundled catalogues."""
    return Wording(language, catalogue("en"), catalogue("ar"))


def _filled(words: Catalogue, lang: str, key: str, params: dict[str, str | LocalText]) -> str:
    pattern = words.gettext(key)
    if not params:
        return pattern
    said = {
        name: value.pick(lang) if isinstance(value, LocalText) else value for name, value in params.items()
    }
    return words.fill(pattern, said)


def plain(text: str) -> str:
    """Take marks of direction out of a text that somebody typed: each name stands in a place of its own."""
    return text.translate(_DIRECTION_MARKS)


def plain_local(text: LocalText) -> LocalText:
    """Take marks of direction out of both languages of a name."""
    return LocalText(en=plain(text.en), ar=plain(text.ar))


def amount(minor: int, code: str) -> str:
    """Show an amount with all decimals of its currency, without the currency: ``-1,234.50``."""
    exponent = exponent_of(code)
    whole, part = divmod(abs(minor), 10**exponent)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole:,}.{part:0{exponent}d}" if exponent else f"{sign}{whole:,}"


def isolate_amount(minor: int, code: str) -> str:
    """Show an amount without its currency so that it keeps its sign before it in Arabic text."""
    return isolate_number(amount(minor, code))


def isolate_name(text: str) -> str:
    """Let a name run its own way inside a line of something else."""
    return isolate_text(plain(text))


def quantity(milli: int) -> str:
    """Show a quantity given in thousandths without idle zeros: ``1.5``."""
    sign = "-" if milli < 0 else ""
    whole, part = divmod(abs(milli), MILLI)
    return f"{sign}{whole}" + (f".{part:03d}".rstrip("0") if part else "")


def percent(rate_ppm: int) -> str:
    """Show a rate given in millionths: ``5%``, ``9.975%``."""
    whole, part = divmod(rate_ppm, 10_000)
    return f"{whole}" + (f".{part:04d}".rstrip("0") if part else "") + "%"


def day(value: date) -> str:
    """Show a date so that no country can misread it: ``2026-11-20``."""
    return value.isoformat()


def local_time(instant_ms: int, offset_min: int) -> datetime:
    """Return the wall time of an instant by the offset that was in force when it was recorded."""
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant_ms)
    return utc.astimezone(timezone(timedelta(minutes=offset_min)))


def clock(value: datetime) -> str:
    """Show a time of day: ``14:05``."""
    return value.strftime("%H:%M")


def zone_stamp(instant_ms: int, zone_name: str) -> str:
    """Show an instant as date and time in a zone: ``2026-11-20 14:05``."""
    value = to_local(instant_ms, zone_name)
    return f"{day(value.date())}{_NBSP}{clock(value)}"


def phone(text: str) -> str:
    """Keep a phone number on one line and in its order."""
    return isolate_number(plain(text).strip().replace(" ", _NBSP)) if text.strip() else ""
