"""`salondesk set` and `salondesk pin` edit a record found by its code, key or exact name."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from salondesk.app.bootstrap import OpenShop
from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.cli.field_values import Fields, field_fault
from salondesk.core.catalogue import catalogue
from salondesk.core.errors import UserError
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import User, UserKind
from salondesk.domain.change import ChangeSet
from salondesk.domain.record import Record
from salondesk.domain.settings import SETTINGS
from salondesk.domain.shop import Branch
from salondesk.domain.staff import StaffMember, TimeOff
from salondesk.services.access.edit import EditRole, EditUser
from salondesk.services.access.sign_in import SetPin, hash_pin
from salondesk.services.catalog.edit import EditProduct, EditService
from salondesk.services.editing import Edit
from salondesk.services.ports.storage import UnitOfWork
from salondesk.services.shop.edit import EditBranch, EditShop
from salondesk.services.shop.resource import AddResource, EditResource
from salondesk.services.shop.setting import ChangeSetting
from salondesk.services.staff.edit import EditStaff
from salondesk.services.staff.time_off import AddTimeOff, RemoveTimeOff

R = TypeVar("R", bound=Record)
_EDITS: dict[str, tuple[type[Edit[Any]], Callable[[UnitOfWork], Iterable[Any]]]] = {
    "shop": (EditShop, lambda uow: uow.shops.all()),
    "branch": (EditBranch, lambda uow: uow.branches.all()),
    "staff": (EditStaff, lambda uow: uow.staff.all()),
    "service": (EditService, lambda uow: uow.services.all()),
    "product": (EditProduct, lambda uow: uow.products.all()),
    "user": (EditUser, lambda uow: uow.users.all()),
    "role": (EditRole, lambda uow: uow.roles.all()),
    "resource": (EditResource, lambda uow: uow.resources.all()),
}


def set_(args: argparse.Namespace) -> Answer:
    """Change fields of one record, or make an absence or a resource."""
    written = dict(_split(text) for text in args.fields)
    with console_shop(args) as shop:
        if args.kind == "time_off":
            return _time_off(shop, args.code, written)
        if args.kind == "setting":
            return _setting(shop, args.code, written)
        if args.kind == "resource" and not _found(shop, "resource", args.code):
            return _new_resource(shop, args.code, written)
        record = _one(args.kind, args.code, _found(shop, args.kind, args.code))
        with shop.queries.view(shop.clock.now_ms()) as uow:
            fields = Fields(uow, shop.new_id)
            wanted = fields.wanted(args.kind, record, written)
            of_word = {word: fields.field_of(args.kind, word) for word in written}
        pairs = {field: (getattr(record, field), value) for field, value in wanted.items()}
        changes = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
        if changes:
            edit = _EDITS[args.kind][0]
            shop.executor.run(edit(key=shop.new_id(), row_id=record.id, changes=changes), shop.console)
    changed = [word for word, field in of_word.items() if field in changes]
    return _answer(args.kind, record.id.hex(), record.names, changed)


def pin_(args: argparse.Namespace) -> Answer:
    """Give somebody a new PIN: typed twice at a terminal, else the first line of the input."""
    with console_shop(args) as shop:
        user = _one("user", args.name, _found(shop, "user", args.name))
        plain = _ask_pin()
        command = SetPin(key=shop.new_id(), user_id=user.id, pin_hash=hash_pin(plain))
        shop.executor.run(command, shop.console)
    return _answer("user", user.id.hex(), user.names, ("pin",))


def _ask_pin() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    first = getpass.getpass("PIN: ")
    if getpass.getpass("PIN: ") != first:
        raise UserError(Message(N_("The two PINs are not the same. Nothing was changed.")))
    return first


def _split(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or not field:
        raise UserError(Message(N_("{text}: please write FIELD=VALUE."), {"text": text[:80]}))
    return field.strip(), value.strip()


def _found(shop: OpenShop, kind: str, code: str) -> list[Any]:
    """Return the records that are meant; users that are no persons are none of them."""
    with shop.queries.view(shop.clock.now_ms()) as uow:
        records = [
            record
            for record in _EDITS[kind][1](uow)
            if not (isinstance(record, User) and record.kind is not UserKind.PERSON)
        ]
        return _called(records, code)


def _called(records: Sequence[R], code: str) -> list[R]:
    """Return the records of that code or key, else those of that exact name in either language."""
    wanted = code.strip().casefold()
    by_code = [
        record
        for record in records
        if wanted in {str(getattr(record, word, "")).casefold() for word in ("code", "key")} - {""}
    ]
    return by_code or [record for record in records if wanted in _names(record)]


def _names(record: Record) -> set[str]:
    names: LocalText = getattr(record, "names", LocalText())
    return {names.en.strip().casefold(), names.ar.strip().casefold()} - {""}


def _one(kind: str, code: str, found: Sequence[R]) -> R:
    if len(found) == 1:
        return found[0]
    said = {"kind": kind, "code": code[:80], "n": len(found)}
    if found:
        raise UserError(Message(N_("{n} records of {kind} are called {code}. Please use the code."), said))
    raise UserError(Message(N_("There is no {kind} called {code}."), said))


def _new_resource(shop: OpenShop, name: str, written: dict[str, str]) -> Answer:
    command = AddResource(key=shop.new_id(), names=LocalText(en=name.strip()))
    with shop.queries.view(shop.clock.now_ms()) as uow:
        command = replace(command, **Fields(uow, shop.new_id).wanted("resource", command, written))
    made = shop.executor.run(command, shop.console)
    return _answer("resource", made.id.hex(), made.names, list(written))


def _setting(shop: OpenShop, key: str, written: dict[str, str]) -> Answer:
    """Change a setting of the shop, or of this computer's branch and till; none is the console user's own."""
    for word in written:
        if word != "value":
            raise field_fault(word, written[word])
    setting = SETTINGS.find(key)
    before = shop.queries.settings()
    text = written.get("value") or None
    shop.executor.run(ChangeSetting(key=shop.new_id(), setting=setting.key, text=text), shop.console)
    changed = ["value"] if shop.queries.settings() != before else []
    return _answer("setting", setting.key, LocalText(en=setting.key), changed)


def _time_off(shop: OpenShop, code: str, written: dict[str, str]) -> Answer:
    with shop.queries.view(shop.clock.now_ms()) as uow:
        asked: list[StaffMember | Branch] = [*uow.staff.all(), uow.branches.get(shop.console.branch_id)]
        whose = _one("staff", code, _called(asked, code))
        staff_id = None if isinstance(whose, Branch) else whose.id
        values = Fields(uow, shop.new_id).absence(written)
        known = [
            away
            for away in uow.time_off.between(TimeSpan(values.start_at, values.end_at))
            if (away.staff_id, away.start_at, away.end_at) == (staff_id, values.start_at, values.end_at)
        ]
    if values.remove:
        if not known:
            raise field_fault("remove", written["remove"])
        shop.executor.run(RemoveTimeOff(key=shop.new_id(), time_off_id=known[0].id), shop.console)
        return _answer("time_off", known[0].id.hex(), whose.names, ("removed",))
    command = AddTimeOff(
        key=shop.new_id(), staff_id=staff_id, start_at=values.start_at, end_at=values.end_at,
        kind=values.kind, reason=values.reason,
    )  # fmt: skip
    said: list[Message] = []

    def hear(changes: ChangeSet) -> None:
        if changes.label is not None:
            said.append(changes.label)

    shop.hub.subscribe(hear)
    made: TimeOff = shop.executor.run(command, shop.console)
    answer = _answer("time_off", made.id.hex(), whose.names, list(written))
    english = catalogue("en")
    return replace(
        answer,
        data=answer.data | {"said": [english.text(message) for message in said]},
        text=lambda words: [words.text(message) for message in said],
    )


def _answer(kind: str, row_id: str, names: LocalText, changed: Sequence[str]) -> Answer:
    said = {"name": names, "fields": ", ".join(changed)}
    message = (
        Message(N_("{name}: {fields} saved."), said)
        if changed
        else Message(N_("{name}: nothing to change."), said)
    )
    return Answer(
        {"kind": kind, "id": row_id, "name": names.pick("en"), "changed": list(changed)},
        lambda words: [words.text(message)],
    )
