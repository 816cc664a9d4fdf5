"""Who may do what: users, roles, permissions, limits, and overrides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.core.localtext import LANGUAGES, LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import PPM
from salondesk.domain.field_rules import FieldProblem, named
from salondesk.domain.record import Log, MergeRule, Noun, Record, Scope


class Permission(StrEnum):
    """Everything a role can be given. Rows of the database hold these words."""

    DIARY_VIEW = "diary.view"
    DIARY_VIEW_OWN = "diary.view_own"
    BOOKING_BOOK = "booking.book"
    BOOKING_MOVE = "booking.move"
    BOOKING_STATUS = "booking.status"
    BOOKING_CANCEL = "booking.cancel"
    BOOKING_OVERLAP = "booking.overlap"
    BOOKING_PAST = "booking.past"
    """Booking for a day that is over, where the shop's settings refuse it."""
    BOOKING_HORIZON = "booking.horizon"
    """Booking further ahead than the shop opens its diary."""
    CLIENT_ERASE = "client.erase"
    CLIENT_VIEW = "client.view"
    CLIENT_EDIT = "client.edit"
    SALE_CHECKOUT = "sale.checkout"
    SALE_DISCOUNT = "sale.discount"
    SALE_DISCOUNT_BEYOND = "sale.discount_beyond"
    """Lifts the limit of what is taken off a bill, by discounts and lowered prices alike: it is one limit."""
    SALE_PRICE = "sale.price"
    """Charging another price than the price list's; lowering it counts towards the limit."""
    SALE_ON_ACCOUNT = "sale.on_account"
    """Letting a client pay later, within her credit limit, and setting that limit."""
    SALE_REFUND = "sale.refund"
    SALE_VIEW = "sale.view"
    TILL_OPEN = "till.open"
    TILL_CASH = "till.cash"
    TILL_X = "till.x"
    TILL_CLOSE = "till.close"
    REPORT_TAKINGS = "report.takings"
    REPORT_DAYSHEET = "report.daysheet"
    REPORT_DAYSHEET_OWN = "report.daysheet_own"
    CATALOG_EDIT = "catalog.edit"
    STAFF_EDIT = "staff.edit"
    SHOP_EDIT = "shop.edit"
    UPKEEP = "upkeep"


class LimitKey(StrEnum):
    """Limits a role carries beside its permissions."""

    DISCOUNT_PPM = "discount_ppm"
    """Most that is taken off a bill, by discounts and lowered prices together, in millionths of the list price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number a role may not pass."""

    key: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A named set of permissions and limits."""

    key: str
    names: LocalText
    permissions: frozenset[str] = frozenset()
    limits: tuple[Limit, ...] = ()

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, permissions nobody knows, limits out of bounds."""
        yield from named("names", self.names, 120)
        if self.permissions - {permission.value for permission in Permission}:
            yield FieldProblem("permissions", Message(N_("This right is not known.")))
        if any(not 0 <= limit.value <= PPM for limit in self.limits):
            yield FieldProblem("limits", Message(N_("A discount lies between 0 and 100 %.")))

    def limit(self, key: LimitKey) -> int:
        """Return the role's limit, 0 where it has none."""
        return next((limit.value for limit in self.limits if limit.key == key), 0)


class UserKind(StrEnum):
    """What acts as a user: a person, the command line, or work in the background. Only persons sign in."""

    PERSON = "person"
    CONSOLE = "console"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """Someone who acts. ``pin_hash`` is Argon2id (RFC 9106); empty means that nobody can sign in as them."""

    names: LocalText
    role_id: Id
    staff_id: Id | None = None
    pin_hash: str = ""
    lang: str = ""
    active: bool = True
    sort: int = 0
    kind: UserKind = field(default=UserKind.PERSON, metadata=snapshot.LATER)

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong: names, language, a PIN for what is no person."""
        yield from named("names", self.names, 120)
        if self.pin_hash and self.kind is not UserKind.PERSON:
            yield FieldProblem("pin_hash", Message(N_("Only a person has a PIN.")))
        if self.lang and self.lang not in LANGUAGES:
            yield FieldProblem("lang", Message(N_("The language is en or ar.")))


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAttempt:
    """Failed PINs of a user in a row, at this computer; ``locked_until`` (UTC ms) is 0 when nobody has to wait."""

    user_id: Id
    failures: int = 0
    locked_until: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A permission lent on the spot: which one, which others with it (``also``), why, and who approved it.

    ``proof`` is the token that services/access/sign_in handed out when the approver's
    PIN was accepted; it is empty when the person acting holds the permission herself.
    """

    permission: str
    reason: str
    approver_id: Id
    proof: bytes = b""
    also: tuple[str, ...] = field(default=(), metadata=snapshot.LATER)

    @property
    def permissions(self) -> tuple[str, ...]:
        """All that it lends."""
        return self.permission, *self.also


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, from which device and till. Made by signing in; the console and import act as users too."""

    user_id: Id
    branch_id: Id
    device_id: Id
    till_id: Id
    lang: str = "en"
    staff_id: Id | None = None


ROLE = Noun("role", Role, Scope.SHOP, {"": MergeRule.ASK}, order="key")
USER = Noun(
    "user",
    User,
    Scope.SHOP,
    {
        "role": MergeRule.ASK,
        "active": MergeRule.ASK,
        "pin": MergeRule.REF,
        "lang": MergeRule.NEWEST,
        "": MergeRule.ASK,
    },
    groups={"role": ("role_id",), "active": ("active",), "pin": ("pin_hash",), "lang": ("lang",)},
    order="sort, id",
    digested=frozenset({"pin_hash"}),
    refs={"role_id": "role", "staff_id": "staff"},
)
PIN_ATTEMPT = Noun(
    "pin_attempt",
    PinAttempt,
    Scope.LOCAL,
    {"": MergeRule.LOCAL},
    key="user_id",
    order="user_id",
    log=Log.HASH,
    refs={"user_id": "user"},
)
