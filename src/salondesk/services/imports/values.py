"""What a field says: dates in three styles, times, amounts, yes and no. A field that makes no sense raises RowError."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from salondesk.core.fold import clean_line
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, exponent_of, parse_minor, round_half_away

YEARS = range(1990, 2101)
NAME_LIMIT = 200
_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.", "٬\u200e\u200f\u202a\u202b\u202c")
_DATE = re.compile(r"(\d{1,4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?:[ T].*)?")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?|ص|م)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_YES, _NO = frozenset({"true", "yes", "y", "1", "نعم"}), frozenset({"false", "no", "n", "0", "لا", ""})


class RowError(Exception):
    """A row cannot be taken; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def _no(key: str, text: str) -> RowError:
    return RowError(Message(key, {"value": clean_line(text, 60)}))


def read_date(text: str, style: str) -> date:
    """Return a date. ``style`` (mdy, dmy, ymd) decides what 03/04/2018 means; a year in front is always ISO,
    full points are always day first, and a month in letters needs no style."""
    plain = text.translate(_ASCII).strip()
    if not plain:
        raise RowError(Message(N_("The row has no date.")))
    try:
        found = _by_name(plain) or _by_number(plain, style)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise _no(N_("“{value}” is not a date."), text)
    return found


def _by_name(plain: str) -> date | None:
    match = _NAMED.fullmatch(plain)
    if match is None:
        return None
    day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    month = _MONTHS.get(name[:3].lower())
    return date(int(year), month, int(day)) if month else None


def _by_number(plain: str, style: str) -> date | None:
    match = _DATE.fullmatch(plain)
    if match is None:
        return None
    first, separator, middle, last = match[1], match[2], match[3], match[4]
    if len(first) == 4:
        return date(int(first), int(middle), int(last))
    if len(last) != 4:
        return None
    if style == "dmy" or separator == ".":
        return date(int(last), int(middle), int(first))
    return date(int(last), int(first), int(middle)) if style == "mdy" else None


def read_minute(text: str) -> int:
    """Return a time of day in minutes: 15:50, 3:50 PM, ٣:٥٠ م."""
    plain = text.translate(_ASCII).strip()
    if not plain:
        raise RowError(Message(N_("The row has no time.")))
    match = _TIME.fullmatch(plain)
    if match is None:
        raise _no(N_("“{value}” is not a time."), text)
    hour, minute, half = int(match[1]), int(match[2]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise _no(N_("“{value}” is not a time."), text)
        hour = hour % 12 + (12 if half[0] in "pم" else 0)
    if hour > 23 or minute > 59 or int(match[3] or 0) > 59:
        raise _no(N_("“{value}” is not a time."), text)
    return hour * 60 + minute


def read_amount(text: str, currency: str) -> int:
    """Return an amount in minor units; it may be negative."""
    try:
        return parse_minor(text, currency)
    except ValueError:
        raise _no(N_("“{value}” is not an amount."), text) from None


def _ungrouped(text: str) -> str:
    """Return a number without the commas between its thousands.

    A comma anywhere else may be meant as a decimal point: dropping it would make 40,50 a hundred times as much.
    """
    if "," in text and not _GROUPED.fullmatch(text.translate(_ASCII).strip()):
        raise _no(N_("“{value}” is not an amount."), text)
    return text.replace(",", "")


def read_price(text: str, currency: str) -> int:
    """Return a price in minor units; nothing written is nothing charged. A negative price is refused."""
    amount = read_amount(text, currency) if text.strip() else 0
    if amount < 0:
        raise _no(N_("The price {value} is negative."), text)
    return amount


def read_rounded(text: str, currency: str) -> int:
    """Return an amount in minor units, rounded where it has more decimals than the currency: costs, old receipts."""
    value = read_exact(text).scaleb(exponent_of(currency))
    return round_half_away(*value.as_integer_ratio())


def read_exact(text: str) -> Decimal:
    """Return a number with all its decimals, as an old system printed a tax."""
    try:
        value = Decimal(_ungrouped(text).translate(_ASCII).replace(" ", "") or "0")
    except InvalidOperation:
        raise _no(N_("“{value}” is not an amount."), text) from None
    if not value.is_finite() or abs(value) > 10**11:
        raise _no(N_("“{value}” is not an amount."), text)
    return value


def read_quantity(text: str) -> int:
    """Return a quantity in thousandths; it may be negative."""
    try:
        value = read_exact(text) * MILLI
    except RowError:
        raise _no(N_("“{value}” is not a quantity."), text) from None
    if value != value.to_integral_value() or abs(value) > 10**10:
        raise _no(N_("“{value}” is not a quantity."), text)
    return int(value)


def read_flag(text: str) -> bool:
    """Return yes or no."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _no(N_("“{value}” is neither yes nor no."), text)


def read_name(text: str) -> str:
    """Return a name without control and direction characters. One too long is refused: cutting it would lose who it is."""
    name = clean_line(text, len(text))
    if len(name) > NAME_LIMIT:
        raise RowError(
            Message(
                N_("The name has {length} characters; {limit} are the most."),
                {"length": len(name), "limit": NAME_LIMIT},
            )
        )
    return name


def read_code(text: str, what: Callable[[], Message]) -> str:
    """Return a code; ``what`` says what is missing when there is none."""
    code = read_name(text)
    if not code:
        raise RowError(what())
    return code
