"""A shop's profile as a TOML file: what `init` makes a shop from. Two examples ship in resources/."""

import re
from decimal import Decimal
from pathlib import Path

from salondesk.app.files.spans import DAYS, read_span, read_wall
from salondesk.app.files.toml_file import Table, read_toml
from salondesk.core.ids import NewId
from salondesk.core.localtext import LocalText
from salondesk.core.money import PPM, known_currencies, parse_minor
from salondesk.core.timespan import DAY_MIN, is_zone
from salondesk.domain.catalog import PriceBasis, TaxComponent
from salondesk.domain.shop import OpeningHours
from salondesk.domain.staff import Shift, ShiftKind
from salondesk.services.access.sign_in import hash_pin
from salondesk.services.shop.set_up import ROLES, ShopProfile, StaffProfile

_TOP = (
    "names", "address", "footer", "branch_names", "country", "currency", "zone", "tax_number", "phone", "email",
    "cutoff", "slot", "cash_step", "full_invoice_above", "basis", "till", "taxes", "hours", "staff",
)  # fmt: skip
Spans = list[tuple[int, int, int]]
"""Weekday, first and last wall minute."""


def read_profile(path: Path, new_id: NewId) -> ShopProfile:
    """Read a profile. Raises UserError naming the field that makes no sense."""
    top = read_toml(path)
    top.refuse_unknown(*_TOP)
    currency = top.text("currency")
    if currency not in known_currencies():
        raise top.fault("currency", currency)
    till = top.table("till")
    till.refuse_unknown("code", "device")
    cutoff_min = _cutoff(top)
    spans = _week(top.table("hours"), cutoff_min)
    hours = tuple(OpeningHours(weekday=d, start_min=s, end_min=e) for d, s, e in spans)
    return ShopProfile(
        names=top.local("names"),
        address=top.local("address", LocalText()),
        footer=top.local("footer", LocalText()),
        branch_names=top.local("branch_names", LocalText()),
        country=_matching(top, "country", "[A-Z]{2}"),
        currency=currency,
        zone=_zone(top),
        tax_number=top.text("tax_number", ""),
        phone=top.text("phone", ""),
        email=top.text("email", ""),
        cutoff_min=cutoff_min,
        slot_min=top.whole("slot", 15),
        cash_step_minor=_amount(top, "cash_step", "0", currency),
        full_invoice_above_minor=_amount(top, "full_invoice_above", "0", currency)
        if "full_invoice_above" in top
        else None,
        basis=_basis(top),
        till_code=_matching(till, "code", "[A-Z][A-Z0-9]{0,5}", "T1"),
        device_name=till.text("device", "Counter 1"),
        taxes=tuple(_tax(t) for t in top.tables("taxes")),
        hours=hours,
        staff=tuple(_person(p, spans, cutoff_min, new_id) for p in top.tables("staff")),
    )


def _matching(table: Table, key: str, pattern: str, default: str | None = None) -> str:
    value = table.text(key) if default is None else table.text(key, default)
    if not re.fullmatch(pattern, value):
        raise table.fault(key, value)
    return value


def _zone(top: Table) -> str:
    name = top.text("zone")
    if not is_zone(name):
        raise top.fault("zone", name)
    return name


def _basis(table: Table) -> PriceBasis:
    value = table.text("basis", PriceBasis.INSIDE.value)
    if value not in list(PriceBasis):
        raise table.fault("basis", value)
    return PriceBasis(value)


def _amount(table: Table, key: str, default: str, currency: str) -> int:
    text = table.text(key, default)
    try:
        return parse_minor(text, currency)
    except ValueError:
        raise table.fault(key, text) from None


def _tax(table: Table) -> TaxComponent:
    table.refuse_unknown("key", "names", "category", "rate")
    rate = _matching(table, "rate", r"\d{1,3}(\.\d{1,4})?")
    return TaxComponent(
        key=_matching(table, "key", "[a-z][a-z0-9_]*"),
        names=table.local("names"),
        category=_matching(table, "category", "[SZEO]", "S"),
        rate_ppm=int(Decimal(rate) * PPM / 100),
    )


def _minute(table: Table, key: str, default: str) -> int:
    text = table.text(key, default)
    try:
        return read_wall(text)
    except ValueError:
        raise table.fault(key, text) from None


def _cutoff(top: Table) -> int:
    """Return when one business day ends and the next begins; a shop open past midnight needs it after closing."""
    closing = max((end - DAY_MIN for _day, _start, end in _week(top.table("hours"), 0)), default=0)
    latest = max(closing, 0)
    cutoff_min = _minute(top, "cutoff", f"{latest // 60:02}:{latest % 60:02}")
    if cutoff_min < latest:
        raise top.fault("cutoff", top.text("cutoff"))
    return cutoff_min


def _week(table: Table, cutoff_min: int) -> Spans:
    """Read ``mon = ["10:00-14:00", "16:00-04:00"]`` and so on."""
    table.refuse_unknown(*DAYS)
    found: Spans = []
    for weekday, name in enumerate(DAYS):
        for text in table.texts(name):
            try:
                start, end = read_span(text, cutoff_min)
            except ValueError:
                raise table.fault(name, text) from None
            found.append((weekday, start, end))
    return found


def _person(table: Table, opening: Spans, cutoff_min: int, new_id: NewId) -> StaffProfile:
    table.refuse_unknown(
        "code", "names", "title", "colour", "bookable", "role", "pin", "lang", "shifts", "breaks"
    )
    role = table.text("role", "")
    if role and role not in {key for key, *_ in ROLES}:
        raise table.fault("role", role)
    bookable = table.flag("bookable", True)
    work = _week(table.table("shifts"), cutoff_min) if "shifts" in table else opening
    breaks = _week(table.table("breaks"), cutoff_min)
    shifts = _shifts(work, ShiftKind.WORK, new_id) + _shifts(breaks, ShiftKind.BREAK, new_id)
    return StaffProfile(
        code=_matching(table, "code", r"\S{1,20}"),
        names=table.local("names"),
        title=table.local("title", LocalText()),
        colour=_matching(table, "colour", "#[0-9a-fA-F]{6}|", ""),
        bookable=bookable,
        role=role,
        pin_hash=hash_pin(table.text("pin")) if "pin" in table else "",
        lang=_matching(table, "lang", "en|ar|", ""),
        shifts=shifts if bookable else (),
    )


def _shifts(spans: Spans, kind: ShiftKind, new_id: NewId) -> tuple[Shift, ...]:
    return tuple(Shift(id=new_id(), weekday=d, start_min=s, end_min=e, kind=kind) for d, s, e in spans)
