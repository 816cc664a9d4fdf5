"""The list of declared settings, the record of a changed one, and whose value counts at a place.

Names, address, tax, hours, slot length and cash step are fields of shop and branch (domain/shop), not settings; what
the law or the data's soundness fixes is no setting either. A setting that was never changed has no record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from salondesk.core.errors import UserError
from salondesk.core.ids import Id, derived_id
from salondesk.core.message import Message, N_
from salondesk.core.settings import Choice, Level, Setting, Settings, Text, Whole, Wholes
from salondesk.domain.access import Actor, Permission
from salondesk.domain.record import MergeRule, Noun, Record, Scope

T = TypeVar("T")
_P = Permission
SEVERITIES = ("refuse", "warn", "info")
"""What a finding of the diary's conflict check does: only an approval passes it; it is asked about; it is only said."""
_MINUTES, _REFUSALS = N_("minutes"), N_("clash, double booking, overlap")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue(Record):
    """What a shop changed: noun ``setting``. ``level_id`` is the id of the shop, branch, till or user.

    ``value`` is the text that the setting's ``format`` gives. Its id is ``setting_id``.
    """

    level: str
    level_id: Id
    key: str
    value: str


def setting_id(level_id: Id, key: str) -> Id:
    """Return the one id of a setting's record: two counters that change the same setting change the same record."""
    return derived_id(0, "setting", level_id.hex(), key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPlace:
    """Where settings are asked: whose values count there. Device settings lie in a file and need no id."""

    shop_id: Id
    branch_id: Id
    till_id: Id
    user_id: Id

    @classmethod
    def of(cls, shop_id: Id, actor: Actor) -> "SettingPlace":
        """Return the place where somebody acts."""
        return cls(shop_id=shop_id, branch_id=actor.branch_id, till_id=actor.till_id, user_id=actor.user_id)

    def id_of(self, level: Level) -> Id | None:
        """Return whose value counts at a level, None for the device's."""
        return {
            Level.SHOP: self.shop_id,
            Level.BRANCH: self.branch_id,
            Level.TILL: self.till_id,
            Level.USER: self.user_id,
        }.get(level)


def value_at(
    setting: Setting[T],
    place: SettingPlace,
    texts: Mapping[tuple[Id, str], str],
    otherwise: str | None = None,
) -> T:
    """Return a setting's value at a place; ``texts`` holds what was changed, by level id and key.

    ``otherwise`` is the text that counts where it was not changed, in place of the default.
    """
    level_id = place.id_of(setting.level)
    return setting.stored(otherwise if level_id is None else texts.get((level_id, setting.key), otherwise))


def _severity(rule: str, default: str, title: str, help: str, least: str = "info") -> Setting[str]:
    """Declare what the finding ``rule`` of the conflict check does; ``least``: it cannot be milder.

    That a person or a resource is taken is no setting: two visits at once always bear an approval (ADR 0022).
    """
    return Setting(
        key=f"finding.{rule}",
        type=Choice(SEVERITIES[: SEVERITIES.index(least) + 1]),
        default=default,
        level=Level.SHOP,
        permission=_P.SHOP_EDIT,
        title=title,
        help=help,
        words=(_REFUSALS,),
    )


DIGITS = Setting(
    key="shop.digits", type=Choice(("latn", "arab")), default="latn", level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Digits"), help=N_("How numbers look while the window speaks Arabic: latn is 123, arab is ١٢٣."),
    words=(N_("numbers, numerals"),),
)  # fmt: skip
CLOCK = Setting(
    key="shop.clock", type=Choice(("24h", "12h")), default="24h", level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Clock"), help=N_("Whether times are shown as 16:30 or as 4:30 pm."), words=(N_("time, hours, am, pm"),),
)  # fmt: skip
LOCK_MINUTES = Setting(
    key="access.lock_minutes", type=Whole(1, 240), default=10, level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Lock the counter after"), help=N_("Minutes after which a counter nobody touches locks itself."),
    words=(_MINUTES, N_("sign out, idle, security")),
)  # fmt: skip
PIN_TRIES = Setting(
    key="access.pin_tries", type=Whole(3, 10), default=5, level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Wrong PINs"), help=N_("How many wrong PINs in a row are let pass before the next one has to wait."),
    words=(N_("sign in, password, security"),),
)  # fmt: skip
LATE_MINUTES = Setting(
    key="booking.late_minutes", type=Whole(1, 60), default=5, level=Level.BRANCH, permission=_P.SHOP_EDIT,
    title=N_("Late after"), help=N_("Minutes after its start at which a visit that has not arrived counts as late."),
    words=(_MINUTES,),
)  # fmt: skip
WALK_IN_MINUTES = Setting(
    key="booking.walk_in_minutes", type=Whole(5, 240), default=30, level=Level.BRANCH, permission=_P.SHOP_EDIT,
    title=N_("Walk-in length"), help=N_("Minutes a walk-in is taken to need before a service is chosen."),
    words=(_MINUTES,),
)  # fmt: skip
HORIZON_DAYS = Setting(
    key="booking.horizon_days", type=Whole(7, 1_100), default=400, level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Book ahead at most"), help=N_("Days ahead of today after which a date is taken for a slip of the pen."),
    words=(N_("future, days"),),
)  # fmt: skip
USUAL_DISCOUNTS = Setting(
    key="sale.usual_discounts", type=Wholes(Whole(1, 100), 6), default=(5, 10, 15, 20, 25, 50), level=Level.SHOP,
    permission=_P.SHOP_EDIT, title=N_("Usual discounts"), help=N_("The percentages offered as buttons at the till."),
    words=(N_("percent, reduction"),),
)  # fmt: skip
PRINT_PAPER = Setting(
    key="print.paper", type=Choice(("80mm", "a4")), default="80mm", level=Level.TILL, permission=_P.SHOP_EDIT,
    title=N_("Paper of receipts"), help=N_("What a till prints receipts, credit notes and its Z report on."),
    words=(N_("invoice, printer, roll"),),
)  # fmt: skip
PRINT_LANG = Setting(
    key="print.lang", type=Choice(("both", "en", "ar")), default="both", level=Level.SHOP, permission=_P.SHOP_EDIT,
    title=N_("Language of receipts"), help=N_("Whether receipts and invoices are in English, in Arabic or in both."),
    words=(N_("invoice, Arabic, English"),),
)  # fmt: skip
KEEP_MONTHS = Setting(
    key="log.keep_months", type=Whole(12, 240), default=60, level=Level.SHOP, permission=_P.UPKEEP,
    title=N_("Keep the history of changes"),
    help=N_("Months for which it can be seen what a change was. Documents and accounts are kept in any case."),
    words=(N_("audit, log, retention, privacy"),),
)  # fmt: skip
ON_LEAVE = _severity("leave", "warn", N_("A person is on leave"), N_("A visit on somebody's leave."))
ON_BREAK = _severity("break", "warn", N_("A person has a break"), N_("A visit during somebody's break."))
OUTSIDE_SHIFT = _severity(
    "outside_shift",
    "warn",
    N_("A person does not work then"),
    N_("A visit before or after somebody's shift."),
)
CLOSED = _severity("closed", "warn", N_("The salon is closed then"), N_("A visit outside the opening hours."))
IN_THE_PAST = _severity("past", "warn", N_("The day is over"), N_("A visit on a day before today."))
TOO_FAR = _severity(
    "horizon", "refuse", N_("The date is far ahead"), N_("A visit later than may be booked."), "warn"
)

WINDOW_LANG = Setting(
    key="window.lang", type=Choice(("en", "ar")), default="en", level=Level.DEVICE, permission="",
    title=N_("Language of the window"), help=N_("The language in which this computer begins: en or ar."),
    words=(N_("Arabic, English"),),
)  # fmt: skip
WINDOW_THEME = Setting(
    key="window.theme", type=Choice(("light", "dark")), default="light", level=Level.DEVICE, permission="",
    title=N_("Colours of the window"), help=N_("Light or dark."), words=(N_("theme, night"),),
)  # fmt: skip


def _printer(word: str, title: str, help: str) -> Setting[str]:
    return Setting(
        key=f"printer.{word}", type=Text(200), default="", level=Level.DEVICE, permission="",
        title=title, help=help, words=(N_("printer, print, paper"),),
    )  # fmt: skip


PRINTER_RECEIPT = _printer(
    "receipt", N_("Receipt printer"), N_("The printer for receipts by its name; empty: the computer's usual one.")
)  # fmt: skip
PRINTER_A4 = _printer(
    "a4",
    N_("Printer for pages"),
    N_("The printer for A4 pages by its name; empty: the computer's usual one."),
)

SETTINGS = Settings(
    (
        DIGITS, CLOCK, LOCK_MINUTES, PIN_TRIES, LATE_MINUTES, WALK_IN_MINUTES, HORIZON_DAYS, ON_LEAVE,
         ON_BREAK, OUTSIDE_SHIFT, CLOSED, IN_THE_PAST, TOO_FAR, USUAL_DISCOUNTS, PRINT_PAPER,
        PRINT_LANG, KEEP_MONTHS, WINDOW_LANG, WINDOW_THEME, PRINTER_RECEIPT, PRINTER_A4,
    )
)  # fmt: skip
"""Every setting there is; a key that is not here is a slip of the pen."""


def setting_problems(record: SettingValue) -> tuple[Message, ...]:
    """Return what is wrong with a setting's record: an unknown key, another level than declared, an impossible value."""
    try:
        setting = SETTINGS.find(record.key)
        if setting.level != record.level or setting.level is Level.DEVICE:
            return (Message(N_("The setting {key} is not kept there."), {"key": record.key}),)
        setting.parse(record.value)
    except UserError as error:
        return (error.message,)
    return ()


SETTING = Noun(
    "setting",
    SettingValue,
    Scope.SHOP,
    {"": MergeRule.NEWEST},
    order="key",
    undo=True,
    refs={"level_id": "shop|branch|till|device|user"},
    narrower=("level", {Level.BRANCH: Scope.BRANCH, Level.TILL: Scope.BRANCH, Level.DEVICE: Scope.LOCAL}),
)
"""A branch's or a till's own value stays in its branch (ADR 0025); the shop's and a user's are everywhere."""
