"""Setting up a shop from a profile: everything that must be there before the first person signs in."""

from dataclasses import dataclass
from typing import Any

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.money import exponent_of
from salondesk.domain.access import Limit, LimitKey, Role, User, UserKind
from salondesk.domain.catalog import PriceBasis, TaxCode, TaxComponent
from salondesk.domain.grants import PERMISSIONS, first_permissions, level_of
from salondesk.domain.sale.invoice import DocumentKind, NumberSeries
from salondesk.domain.shop import Branch, Device, OpeningHours, Shop
from salondesk.domain.staff import Shift, StaffMember
from salondesk.domain.till import Till
from salondesk.engine.fiscal import rules_for
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.editing import require_sound
from salondesk.services.executor import Handler, Handlers
from salondesk.services.shop.fiscal import lawful

ROLES: tuple[tuple[str, LocalText, int], ...] = (
    ("manager", LocalText(en="Manager", ar="المدير"), 1_000_000),
    ("reception", LocalText(en="Reception", ar="الاستقبال"), 100_000),
    ("stylist", LocalText(en="Stylist", ar="المختص"), 0),
)
"""Key, names, largest discount in millionths of the roles every shop begins with; their permissions: domain/grants."""
CONSOLE = "console"
UNKNOWN_FULL_ABOVE = 10_000
"""From which total on a registered buyer gets a full invoice where no law is known, in units of the currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProfile:
    """A person of the profile: code, names, role key, PIN hash (empty: does not sign in), shifts (weekday, from, to)."""

    code: str
    names: LocalText
    title: LocalText = LocalText()
    colour: str = ""
    bookable: bool = True
    role: str = ""
    pin_hash: str = ""
    lang: str = ""
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopProfile:
    """What a new shop is told about itself. Times are wall minutes, money minor units, rates millionths."""

    names: LocalText
    address: LocalText
    country: str
    currency: str
    zone: str
    tax_number: str = ""
    phone: str = ""
    email: str = ""
    footer: LocalText = LocalText()
    cutoff_min: int = 0
    slot_min: int = 15
    cash_step_minor: int = 0
    full_invoice_above_minor: int | None = None
    """None: what the country's law says, or 10,000 where that is not known."""
    branch_names: LocalText = LocalText()
    till_code: str = "T1"
    device_name: str = "Counter 1"
    basis: PriceBasis = PriceBasis.INSIDE
    taxes: tuple[TaxComponent, ...] = ()
    hours: tuple[OpeningHours, ...] = ()
    staff: tuple[StaffProfile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpShop(Command[None]):
    """Make a new shop. The actor names the ids that the console user, branch, device and till are given."""

    profile: ShopProfile


def set_up_shop(command: SetUpShop, work: Work) -> Outcome[None]:
    """Write the shop, its branch, till, device, roles, taxes, people and users; no value.

    Raises UserError when the database already has a shop, InvalidFields when the profile breaks a record's rules.
    """
    profile, actor = command.profile, work.actor
    if work.uow.shops.all():
        raise UserError(Message(N_("There is a shop in this folder already. Choose an empty folder.")))
    base: dict[str, Any] = {"branch_id": actor.branch_id}
    shop = Shop(
        id=work.new_id(), names=profile.names, address=profile.address, tax_number=profile.tax_number,
        phone=profile.phone, email=profile.email, country=profile.country, currency=profile.currency,
        cash_step_minor=profile.cash_step_minor, full_invoice_above_minor=_full_above(profile),
        footer=profile.footer, grant_level=level_of(PERMISSIONS), **base,
    )  # fmt: skip
    branch = Branch(
        id=actor.branch_id, names=profile.branch_names or profile.names, zone=profile.zone,
        cutoff_min=profile.cutoff_min, slot_min=profile.slot_min, hours=profile.hours, **base,
    )  # fmt: skip
    require_sound(shop)
    require_sound(branch)
    work.uow.shops.save(None, lawful(shop))
    work.uow.branches.save(None, branch)
    till = work.uow.tills.save(
        None, Till(id=actor.till_id, code=profile.till_code, names=LocalText(en=profile.till_code), **base)
    )
    open_series(work, till)
    work.uow.devices.save(None, Device(id=actor.device_id, name=profile.device_name, till_id=till.id, **base))
    work.uow.identify(actor.device_id, till.id, work.new_id())
    if profile.taxes:
        work.uow.tax_codes.save(
            None,
            TaxCode(
                id=work.new_id(), code="standard", names=_tax_names(profile), components=profile.taxes, **base
            ),
        )
    exempt = TaxComponent(key="none", names=LocalText(en="No tax", ar="بدون ضريبة"), category="O", rate_ppm=0)
    work.uow.tax_codes.save(
        None, TaxCode(id=work.new_id(), code="none", names=exempt.names, components=(exempt,), **base)
    )
    _people(work, profile, base)
    return Outcome(None, Message(N_("Shop set up")))


def _full_above(profile: ShopProfile) -> int:
    if profile.full_invoice_above_minor is not None:
        return profile.full_invoice_above_minor
    lawful_minor = rules_for(profile.country).full_above_minor
    return UNKNOWN_FULL_ABOVE * 10 ** exponent_of(profile.currency) if lawful_minor is None else lawful_minor


def _tax_names(profile: ShopProfile) -> LocalText:
    return LocalText(
        en=" + ".join(t.names.pick("en") for t in profile.taxes),
        ar=" + ".join(t.names.pick("ar") for t in profile.taxes),
    )


def _people(work: Work, profile: ShopProfile, base: dict[str, Any]) -> None:
    roles: dict[str, Id] = {}
    for key, names, discount in ROLES:
        role = Role(
            id=work.new_id(), key=key, names=names, permissions=first_permissions(key),
            limits=(Limit(key=LimitKey.DISCOUNT_PPM.value, value=discount),), **base,
        )  # fmt: skip
        roles[key] = work.uow.roles.save(None, role).id
    work.uow.users.save(
        None,
        User(
            id=work.actor.user_id,
            names=LocalText(en=CONSOLE, ar=CONSOLE),
            role_id=roles["manager"],
            kind=UserKind.CONSOLE,
            **base,
        ),
    )
    for n, person in enumerate(profile.staff):
        member = add_person(work, person, sort=n)
        if person.role:
            work.uow.users.save(
                None,
                User(
                    id=work.new_id(), names=person.names, role_id=roles[person.role], pin_hash=person.pin_hash,
                    staff_id=member.id if member else None, lang=person.lang, sort=n, **base,
                ),
            )  # fmt: skip


def add_person(work: Work, person: StaffProfile, *, sort: int) -> StaffMember | None:
    """Save someone with a diary column; people who are not booked get none."""
    if not person.bookable:
        return None
    member = StaffMember(
        id=work.new_id(), branch_id=work.actor.branch_id, code=person.code, names=person.names, title=person.title,
        colour=person.colour, sort=sort, shifts=person.shifts,
    )  # fmt: skip
    require_sound(member)
    return work.uow.staff.save(None, member)


def open_series(work: Work, till: Till) -> None:
    """Open a series of each kind for the till's present generation letter."""
    for kind in DocumentKind:
        work.uow.series.add(
            NumberSeries(
                id=work.new_id(), branch_id=till.branch_id, till_id=till.id, kind=kind, till_code=till.code,
                generation=till.generation, next_seq=1, last_hash="",
            )
        )  # fmt: skip


HANDLERS: Handlers = {SetUpShop: Handler(set_up_shop, None)}
