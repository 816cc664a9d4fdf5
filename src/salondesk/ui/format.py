"""How money, dates, times and phones look on screen, in the language and the digits in force.

The names of months and currencies are Babel's (core/calendar_words; never QLocale: the two disagree about Gulf
digits). Results are cached, since cells ask again and again. In Arabic, numbers sit in bidi isolates, so that
they keep their order inside a sentence. What does not live here: words (core/catalogue.py) and paper (printing
has its own, in the client's language).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from salondesk.core.calendar_words import calendar_words
from salondesk.core.catalogue import FSI, LRI, PDI, catalogue
from salondesk.core.message import N_
from salondesk.core.money import Money, exponent_of

NUMERALS = ("latn", "arab")
CLOCKS = ("24h", "12h")
_TO_ARABIC = str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")
_LANGUAGES = ("en", "ar")
_FIELD = re.compile("d+|M+|E+|y")
# Fields as CLDR's date patterns name them (Unicode TR 35, part 4).
_PATTERNS = {
    "short": {"en": "d MMM", "ar": "d MMM"},
    "day": {"en": "EEE d MMM", "ar": "EEEE d MMM"},
    "long": {"en": "EEEE d MMMM y", "ar": "EEEE d MMMM y"},
    "full": {"en": "EEE d MMM y", "ar": "EEEE d MMM y"},
    "month": {"en": "MMMM y", "ar": "MMMM y"},
    "numeric": {"en": "dd/MM/y", "ar": "dd/MM/y"},
    "weekday": {"en": "EEE", "ar": "EEEE"},
}


class Formatter:
    """Shows values in one language with one kind of digits. Immutable; cheap enough for table cells.

    Two formatters of one ``key`` show every value alike.
    """

    def __init__(self, lang: str, numerals: str = "latn", clock: str = "24h") -> None:
        self.lang = lang if lang in _LANGUAGES else "en"
        self.numerals, self.clock = numerals, clock
        self.key = (self.lang, numerals, clock)
        self._words = catalogue(self.lang)
        self._indic = numerals == "arab" and self._words.is_rtl
        # Caches belong to the instance, so that a change of settings simply drops them.
        self.money = lru_cache(maxsize=8192)(self._money)
        self.time = lru_cache(maxsize=2048)(self._time)
        self.date = lru_cache(maxsize=2048)(self._date)
        self.phone = lru_cache(maxsize=4096)(self._phone)

    def digits(self, text: str) -> str:
        """Put the digits of a text into the numerals in force."""
        return text.translate(_TO_ARABIC) if self._indic else text

    def number(self, value: int | float) -> str:
        """Show a plain number with group separators."""
        return self._isolated(f"{value:,}")

    def percent(self, rate_ppm: int) -> str:
        """Show a rate given in millionths: 50_000 is 5%."""
        return self._isolated(f"{rate_ppm / 10_000:.4f}".rstrip("0").rstrip(".") + "%")

    def quantity(self, milli: int) -> str:
        """Show a quantity given in thousandths: 1_500 is 1.5."""
        return self._isolated(f"{milli / 1000:.3f}".rstrip("0").rstrip("."))

    def amount(self, minor: int, currency: str) -> str:
        """Show an amount without its currency, with all its decimals."""
        return self._isolated(self._plain(minor, currency))

    def _money(self, minor: int, currency: str) -> str:
        """Show an amount with its currency: "AED 1,234.50", in Arabic "1,234.50 د.إ."."""
        plain = self._plain(minor, currency)
        if not self._words.is_rtl:
            return f"{currency}\u00a0{plain}"
        symbol = calendar_words(self.lang).currencies[currency]
        return f"{self._isolated(plain)}\u00a0{symbol}"

    def _plain(self, minor: int, currency: str) -> str:
        exponent = exponent_of(currency)
        whole, part = divmod(abs(minor), 10**exponent)
        sign = "\u2212" if minor < 0 else ""
        return f"{sign}{whole:,}" + (f".{part:0{exponent}d}" if exponent else "")

    def _time(self, minute: int) -> str:
        """Show a diary minute as wall-clock time; 1,470 is half past midnight."""
        hour, left = divmod(minute % 1440, 60)
        if self.clock == "24h":
            return self._isolated(f"{hour:02d}:{left:02d}")
        half = self._words.gettext(N_("am") if hour < 12 else N_("pm"))
        text = self._isolated(f"{hour % 12 or 12}:{left:02d}")
        return f"{text}\u00a0{half}"

    def time_range(self, start_min: int, end_min: int) -> str:
        """Show two diary minutes as "14:00–15:30", the start always first in the order of reading."""
        if self.clock != "24h":
            return f"{self.time(start_min)} \u2013 {self.time(end_min)}"
        start, end = (f"{m % 1440 // 60:02d}:{m % 60:02d}" for m in (start_min, end_min))
        return self._isolated(f"{start}\u2013{end}")

    def clock_time(self, moment: datetime) -> str:
        """Show the time of day of a local moment."""
        return self.time(moment.hour * 60 + moment.minute)

    def _date(self, day: date, style: str = "full") -> str:
        """Show a day; styles: short, day, full, long, month, numeric, weekday."""
        words, month, week_day = calendar_words(self.lang), day.month - 1, day.weekday()
        fields = {
            "d": str(day.day),
            "dd": f"{day.day:02d}",
            "MM": f"{day.month:02d}",
            "MMM": words.months_short[month],
            "MMMM": words.months[month],
            "EEE": words.days_short[week_day],
            "EEEE": words.days[week_day],
            "y": str(day.year),
        }
        text = _FIELD.sub(lambda found: fields[found[0]], _PATTERNS[style][self.lang])
        if style == "numeric":
            return self._isolated(text)
        # A date has words in it, so that it is isolated by its first strong letter, and only where directions
        # mix.
        return f"{FSI}{self.digits(text)}{PDI}" if self._words.is_rtl else text

    def duration(self, minutes: int) -> str:
        """Show a length of time: "45 min", "1 h 30 min"."""
        hours, left = divmod(minutes, 60)
        parts = []
        if hours:
            parts.append(self._words.gettext(N_("{n} h")).format(n=self._isolated(str(hours))))
        if left or not hours:
            parts.append(self._words.gettext(N_("{n} min")).format(n=self._isolated(str(left))))
        return " ".join(parts)

    def _phone(self, number: str) -> str:
        """Show a phone number in groups, +971 50 123 4567; what is no number comes back as it is."""
        import phonenumbers  # takes 30 ms to load: only when the first phone is shown

        try:
            parsed = phonenumbers.parse(number, None)
        except phonenumbers.NumberParseException:
            return self._isolated(number)
        kind = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return self._isolated(phonenumbers.format_number(parsed, kind))

    def name(self, text: str) -> str:
        """Isolate a name or free text, so that it may stand beside anything."""
        return f"{FSI}{text}{PDI}"

    def show(self, value: object) -> str:
        """Show any value that may stand in a message."""
        if isinstance(value, Money):
            return self.money(value.minor, value.currency)
        if isinstance(value, datetime):
            return f"{self.date(value.date(), 'day')} {self.clock_time(value)}"
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, time):
            return self.time(value.hour * 60 + value.minute)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        return self.number(value)

    def _isolated(self, text: str) -> str:
        return f"{LRI}{self.digits(text)}{PDI}" if self._words.is_rtl else text


class _Voice:
    """The formatter in force; it changes with the language (ui/i18n.set_language)."""

    def __init__(self) -> None:
        self.formatter: Formatter | None = None


_voice = _Voice()


def formatter() -> Formatter:
    """Give the formatter in force."""
    if _voice.formatter is None:
        _voice.formatter = Formatter("en")
    return _voice.formatter


def set_formatter(made: Formatter) -> None:
    """Put a formatter in force; pages read it anew when they are retranslated."""
    _voice.formatter = made
