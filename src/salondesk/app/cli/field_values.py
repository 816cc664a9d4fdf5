"""Reads the values of `salondesk set` into the types of a record's fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from salondesk.app.cli.set_fields import SET_FIELDS
from salondesk.app.files.spans import DAYS, read_span, read_wall
from salondesk.core.errors import UserError
from salondesk.core.ids import NewId
from salondesk.core.localtext import LANGUAGES, LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import MILLI, PPM, parse_minor
from salondesk.core.settings import Flag
from salondesk.core.timespan import wall_instant
from salondesk.domain.access import Limit, LimitKey, Permission
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind, TimeOffKind
from salondesk.services.ports.storage import UnitOfWork

Reader = Callable[[str, Any], Any]
"""From the text that was written and the field's present value to the wanted one. Raises ValueError."""
_LOCAL = frozenset({"names", "address", "footer", "title", "category"})
_TEXTS = frozenset("tax_number phone email country currency zone code barcode colour lang kind".split())
_COUNTS = {
    "slot": "slot_min", "minutes": "minutes", "preparation": "preparation_min", "processing": "processing_min",
    "finishing": "finishing_min", "cleanup": "cleanup_min", "sort": "sort", "capacity": "capacity",
}  # fmt: skip
_FLAGS = frozenset({"bookable", "active"})
_AMOUNTS = {
    "price": "price_minor",
    "cost": "cost_minor",
    "cash_step": "cash_step_minor",
    "full_invoice_above": "full_invoice_above_minor",
}
MOST_COUNT = 1_000_000


def field_fault(field: str, value: str) -> UserError:
    """Return the complaint about a value that makes no sense."""
    return UserError(Message(N_("{field} is not valid: {value}"), {"field": field, "value": value[:80]}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An absence as it was written: its ends (UTC ms), what it is, and whether it shall be taken away."""

    start_at: int
    end_at: int
    kind: TimeOffKind
    reason: str
    remove: bool


class Fields:
    """Reads field values of one shop: amounts in its currency, times in its branch's zone, other records by code."""

    def __init__(self, uow: UnitOfWork, new_id: NewId) -> None:
        self._uow, self._new_id = uow, new_id
        self._shop, self._branch = uow.shops.all()[0], uow.branches.all()[0]

    def wanted(self, kind: str, record: object, written: Mapping[str, str]) -> dict[str, Any]:
        """Return the wanted value of each field of the record. Raises UserError naming what makes no sense."""
        found: dict[str, Any] = {}
        for word, text in written.items():
            try:
                field, read = self._reader(kind, word)
                found[field] = read(text, found.get(field, getattr(record, field)))
            except (ValueError, LookupError):
                raise field_fault(word, text) from None
        return found

    def field_of(self, kind: str, word: str) -> str:
        """Return the record's field that a word stands for."""
        return self._reader(kind, word)[0]

    def absence(self, written: Mapping[str, str]) -> Absence:
        """Return an absence. ``to`` without a time is the last day, whole; without ``to`` it is one day."""
        for word in written:
            if word not in ("from", "to", "kind", "reason", "remove"):
                raise field_fault(word, written[word])
        first = written.get("from", "")
        last = written.get("to", first)
        word, text = "from", first
        try:
            start_at = self._instant(first, last=False)
            word, text = "to", last
            end_at = self._instant(last, last=True)
            word, text = "kind", written.get("kind", TimeOffKind.LEAVE.value)
            kind = TimeOffKind(text.casefold())
            word, text = "remove", written.get("remove", "no")
            remove = Flag().parse(text)
        except ValueError:
            raise field_fault(word, text) from None
        return Absence(
            start_at=start_at, end_at=end_at, kind=kind, reason=written.get("reason", ""), remove=remove
        )

    def _instant(self, text: str, *, last: bool) -> int:
        """Read a date or a wall time; a date stands for the begin of its trading day, or as ``last`` for its end."""
        branch = self._branch
        if "T" in text or " " in text:
            wall = datetime.fromisoformat(text)
            if wall.tzinfo is not None:
                raise ValueError(text)
            return wall_instant(wall.date(), wall.hour * 60 + wall.minute, branch.zone)
        day = date.fromisoformat(text) + timedelta(days=1 if last else 0)
        return wall_instant(day, branch.cutoff_min, branch.zone)

    def _reader(self, kind: str, word: str) -> tuple[str, Reader]:
        """Return the record's field that a word stands for, and how its value is read. Raises LookupError."""
        field, _dot, part = word.partition(".")
        if word not in _plain_words(kind) and f"{field}." not in _dotted_words(kind):
            raise LookupError(word)
        if part:
            return self._part(kind, field, part)
        if field in _AMOUNTS:
            return _AMOUNTS[field], lambda text, _now: parse_minor(text, self._shop.currency)
        if field in _COUNTS:
            return _COUNTS[field], lambda text, _now: _count(text)
        if field in _FLAGS:
            return field, lambda text, _now: Flag().parse(text)
        if field in _TEXTS:
            return field, lambda text, _now: text
        return self._others()[field]

    def _others(self) -> dict[str, tuple[str, Reader]]:
        uow = self._uow
        return {
            "names": ("names", lambda text, _now: LocalText(en=text)),
            "cutoff": ("cutoff_min", lambda text, _now: read_wall(text)),
            "basis": ("basis", lambda text, _now: PriceBasis(text)),
            "minimum": ("minimum_milli", lambda text, _now: _count(text) * MILLI),
            "discount": ("limits", _discount),
            "last_day": ("last_day", lambda text, _now: date.fromisoformat(text) if text else None),
            "tax": ("tax_code_id", lambda text, _now: _by(uow.tax_codes.all(), "code", text)),
            "role": ("role_id", lambda text, _now: _by(uow.roles.all(), "key", text)),
            "staff": ("staff_id", lambda text, _now: _by(uow.staff.all(), "code", text) if text else None),
        }

    def _part(self, kind: str, field: str, part: str) -> tuple[str, Reader]:
        """Return how one language of a name, one day of a week or one permission of a role is read."""
        if field in _LOCAL and part in LANGUAGES:
            return field, lambda text, now: replace(now, **{part: text})
        if field == "permissions":
            permission = Permission(part)
            return (
                field,
                lambda text, now: (
                    now | {permission.value} if Flag().parse(text) else now - {permission.value}
                ),
            )
        day = DAYS.index(part)
        if kind == "branch":
            return "hours", lambda text, now: self._hours(day, text, now)
        shift = ShiftKind.WORK if field == "shifts" else ShiftKind.BREAK
        return "shifts", lambda text, now: self._shifts(day, shift, text, now)

    def _hours(self, day: int, text: str, now: tuple[OpeningHours, ...]) -> tuple[OpeningHours, ...]:
        new = [OpeningHours(weekday=day, start_min=s, end_min=e) for s, e in self._spans(text)]
        return tuple(
            sorted((*(h for h in now if h.weekday != day), *new), key=lambda h: (h.weekday, h.start_min))
        )

    def _shifts(self, day: int, kind: ShiftKind, text: str, now: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """Replace the shifts of a weekday that are valid without an end; dated ones stay."""
        spans = self._spans(text)
        kept = [s for s in now if (s.weekday, s.kind) != (day, kind) or s.valid_from or s.valid_to]
        same = [s for s in now if s not in kept]
        if sorted((s.start_min, s.end_min) for s in same) == sorted(spans):
            return now
        new = [Shift(id=self._new_id(), weekday=day, start_min=s, end_min=e, kind=kind) for s, e in spans]
        return (*kept, *new)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        if text.casefold() in ("", "closed", "off"):
            return []
        return [read_span(part, self._branch.cutoff_min) for part in text.split(",")]


def _plain_words(kind: str) -> frozenset[str]:
    words = {word for word in SET_FIELDS[kind] if "." not in word}
    if "names.en" in SET_FIELDS[kind]:
        words.add("names")
    return frozenset(words)


def _dotted_words(kind: str) -> frozenset[str]:
    return frozenset(word.partition(".")[0] + "." for word in SET_FIELDS[kind] if "." in word)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_COUNT:
        raise ValueError(text)
    return int(text)


def _discount(text: str, now: tuple[Limit, ...]) -> tuple[Limit, ...]:
    key = LimitKey.DISCOUNT_PPM.value
    share = Limit(key=key, value=_count(text.removesuffix("%")) * PPM // 100)
    return (*(limit for limit in now if limit.key != key), share)


def _by(records: list[Any], word: str, text: str) -> Any:
    """Return the id of the record with that code or key. Raises LookupError."""
    for record in records:
        if getattr(record, word).casefold() == text.casefold():
            return record.id
    raise LookupError(text)
