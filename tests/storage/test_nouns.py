"""Every noun's entry agrees with its dataclass, the migrated file and the other nouns; each rule is seen to refuse."""

from __future__ import annotations

import hashlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import salondesk.domain
from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.core.resources import resource
from salondesk.core.settings import Level
from salondesk.domain.access import ROLE, USER
from salondesk.domain.booking import BOOKING
from salondesk.domain.change import Change
from salondesk.domain.client.card import CLIENT
from salondesk.domain.nouns import MODULES, noun, nouns
from salondesk.domain.record import MergeRule, Noun, Part, Record, Scope
from salondesk.domain.sale.invoice import NUMBER_SERIES
from salondesk.domain.settings import SETTING, SettingValue
from salondesk.domain.shop import DEVICE, SHOP
from salondesk.domain.staff import STAFF, TIME_OFF
from salondesk.services.undo import UndoLog
from salondesk.storage import migrate
from salondesk.storage.change_log import body
from salondesk.storage.checks import schema
from salondesk.storage.driver import Connection, connect
from salondesk.storage.migrations.metadata import metadata
from salondesk.storage.schema import HEAD
from salondesk.storage.side_tables import BESIDE, OTHER_TABLES, SIDE_TABLES
from tests.support import noun_rules as rules
from tests.support.shop import StaffedShop
from tests.support.tampering import live_a_while
from tests.support.tool_modules import tool

ALL = tuple(nouns())
ID = Id(bytes(16))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A fresh file, as the migrations make it."""
    path = tmp_path_factory.mktemp("fresh") / "fresh.db"
    migrate.upgrade(path)
    connection = connect(path)
    yield connection
    connection.close()


def statements() -> list[str]:
    """Return all SQL that is made of nouns, parts and side tables."""
    made = [sql for rows in rules.rows_made(ALL) for sql in rows.statements()]
    for side in SIDE_TABLES:
        made += [side.insert_sql.sql, side.select, side.delete_sql]
    return made


def test_every_noun_of_the_domain_has_its_place_in_the_index() -> None:
    found = {
        name: module.name.removeprefix("salondesk.domain.")
        for module in pkgutil.walk_packages(salondesk.domain.__path__, "salondesk.domain.")
        for name, value in vars(import_module(module.name)).items()
        if isinstance(value, Noun)
    }
    told = {name.upper(): module for name, module in MODULES.items()}
    assert found == told, "domain/nouns.py has a line for each noun: its name and its module"
    assert [entry.name for entry in ALL] == list(MODULES)


def test_the_tables_of_the_migrated_file_are_those_of_the_entries(migrated: Connection) -> None:
    breaches = list(rules.table_breaches(migrated, rules.declared(ALL)))
    assert breaches == [], "fields and columns differ: a migration brings older files to what the entries say"


def test_the_tool_was_run_after_the_last_migration(migrated: Connection) -> None:
    newest = ScriptDirectory.from_config(migrate.config()).get_current_head()
    kept = json.loads(resource(schema.FILE).read_text(encoding="utf-8"))
    assert (newest, schema.shape_of(migrated)) == (HEAD, kept), "run `python tools/schema.py`"


def test_the_tool_writes_the_head_and_nothing_else() -> None:
    before = '"""x"""\n\nHEAD = "0019"\n"""HEAD = "0001" """\n'
    assert tool("schema").with_head(before, "0020") == before.replace("0019", "0020")
    assert tool("schema").newest() == HEAD


def test_a_fresh_database_is_what_the_tables_say(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    assert migrate.upgrade(path) is None
    engine = migrate.engine_of(path)
    options = {"include_object": lambda _o, name, kind, *_: kind != "table" or "client_fts" not in name}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata())
    engine.dispose()
    assert differences == [], (
        "indexes and foreign keys: storage/migrations/metadata.py tells those of the file"
    )


def test_a_field_gained_later_says_so(migrated: Connection, tmp_path: Path) -> None:
    """What was hashed before a field was there must hash the same: since the log was split, at 0011, it is LATER."""
    path = tmp_path / "0011.db"
    migrate.run(path, "0011")
    connection = connect(path)
    kept = [(one.name, one.cls) for one in ALL] + [
        (part.table, part.cls) for one in ALL for part in one.parts
    ]
    wrong = []
    for table, cls in kept:
        before, now = (
            {row[1] for row in one.execute(f"PRAGMA table_info({table})")} for one in (connection, migrated)
        )
        gained = {f.name for f in fields(cls) if "later" not in f.metadata} & now - before
        wrong += [f"{table}.{name}" for name in sorted(gained) if before]
    connection.close()
    assert wrong == []


def test_no_foreign_key_leads_from_a_shared_row_to_one_of_this_computer(migrated: Connection) -> None:
    assert list(rules.foreign_key_breaches(migrated, ALL)) == []


def test_a_planted_foreign_key_to_this_computer_is_found(tmp_path: Path) -> None:
    connection = connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE ticket (id BLOB PRIMARY KEY)")
    connection.execute("CREATE TABLE ticket_line (ticket_id BLOB REFERENCES ticket (id))")
    connection.execute("CREATE TABLE invoice (ticket_id BLOB REFERENCES ticket (id))")
    try:
        (found,) = rules.foreign_key_breaches(connection, ALL)
    finally:
        connection.close()
    assert found.startswith("invoice.ticket_id: ")


def test_records_of_a_branch_refer_to_their_own_branch(shop: StaffedShop) -> None:
    live_a_while(shop)
    with shop.unit() as uow:
        connection = uow.bookings.connection
        assert list(rules.branch_breaches(connection, ALL)) == []
        connection.execute("UPDATE till_session SET branch_id = x'00'")
        found = {line.split(":")[0] for line in rules.branch_breaches(connection, ALL)}
    assert {"invoice.session_id", "cash_movement.session_id", "z_report.session_id"} <= found


def test_every_statement_is_understood_by_sqlite(migrated: Connection) -> None:
    assert list(rules.statement_breaches(migrated, statements())) == []


def test_tables_without_a_noun_say_why() -> None:
    assert all(len(other.why) > 10 for other in OTHER_TABLES.values())
    assert {side.field for side in BESIDE["role"]} == {"permissions", "limits"}


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.name)
@pytest.mark.parametrize(
    "rule", [rules.group_breaches, rules.scope_breaches, rules.ref_breaches, rules.name_breaches]
)
def test_an_entry_keeps_the_rules(entry: Noun[Any], rule: Callable[[Noun[Any]], Iterator[str]]) -> None:
    assert list(rule(entry)) == []


PLANTED: list[tuple[Callable[[Noun[Any]], Iterator[str]], Noun[Any], str]] = [
    (rules.group_breaches, replace(CLIENT, groups={**CLIENT.groups, "alert": ("notes",)}), "in two groups"),
    (rules.group_breaches, replace(CLIENT, groups={**CLIENT.groups, "alert": ("allergy",)}), "is no field"),
    (rules.group_breaches, replace(BOOKING, rules={"": MergeRule.NEWEST}), "no rule for 'slot'"),
    (rules.group_breaches, replace(SHOP, rules={}), "no rule for ''"),
    (
        rules.group_breaches,
        replace(STAFF, rules={**STAFF.rules, "": MergeRule.ASK}),
        "rule without fields: ''",
    ),
    (
        rules.group_breaches,
        replace(STAFF, groups={**STAFF.groups, "shifts": ("shifts", "shifts.colour")}),
        "is no field",
    ),
    (rules.scope_breaches, replace(SHOP, rules={"": MergeRule.LOCAL}), "does not go with its rules"),
    (rules.scope_breaches, replace(SHOP, scope=Scope.LOCAL), "does not go with its rules"),
    (rules.ref_breaches, replace(USER, refs={"role_id": "role"}), "user.staff_id: nobody says"),
    (rules.ref_breaches, replace(DEVICE, refs={"till_id": "drawer"}), "no noun drawer"),
    (
        rules.ref_breaches,
        replace(TIME_OFF, scope=Scope.SHOP, refs={"staff_id": "booking"}),
        "refers to booking",
    ),
    (rules.ref_breaches, replace(TIME_OFF, refs={"staff_id": "ticket"}), "branch refers to ticket"),
    (
        rules.ref_breaches,
        replace(BOOKING, parts=(replace(BOOKING.parts[0], refs={"staff_id": "staff"}),)),
        "booking_line.service_id",
    ),
    (rules.name_breaches, replace(USER, unlogged=frozenset({"pin"})), "pin is no field"),
    (rules.name_breaches, replace(CLIENT, personal=frozenset({"phone_digits"})), "phone_digits is no field"),
    (rules.name_breaches, replace(CLIENT, derived={"phone": (str, str)}), "a field and derived"),
]


@pytest.mark.parametrize(("rule", "entry", "said"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_breach_is_found(
    rule: Callable[[Noun[Any]], Iterator[str]], entry: Noun[Any], said: str
) -> None:
    assert any(said in line for line in rule(entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class Longer(Record):
    """A device that gained a field nobody migrated, and whose till may be missing."""

    name: str
    till_id: Id | None
    colour: str = ""


LONGER = Noun("device", Longer, Scope.SHOP, {"": MergeRule.ASK})


def test_a_field_without_a_column_and_a_column_without_a_field_are_found(migrated: Connection) -> None:
    tables = rules.declared([entry for entry in ALL if entry is not DEVICE] + [LONGER])
    assert set(rules.table_breaches(migrated, tables)) == {
        "device: ('colour', 'TEXT', True)",  # no such column
        "device: ('till_id', 'BLOB', False)",  # may be None,
        "device: ('till_id', 'BLOB', True)",  # but its column may not be NULL
    }
    (rows,) = rules.rows_made([LONGER])
    assert len(list(rules.statement_breaches(migrated, rows.statements()))) == 4


def test_a_table_without_an_entry_is_found(tmp_path: Path) -> None:
    connection = connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE songs (name TEXT)")
    try:
        assert list(rules.table_breaches(connection, {})) == ["songs: no entry"]
    finally:
        connection.close()


def test_a_part_of_a_part_is_checked_too() -> None:
    assert [part.table for part in rules.all_parts(BOOKING.parts)] == [
        "booking_line",
        "booking_segment",
        "claim",
    ]
    assert isinstance(BOOKING.parts[0], Part)


def test_the_merge_groups_keep_the_names_that_logs_will_bear() -> None:
    """They are written into the logs of shops: renaming one is a change of format."""
    groups = {entry.name: sorted(entry.rules) for entry in ALL if len(entry.rules) > 1}
    assert groups == {
        "branch": ["", "hours", "names"],
        "device": ["", "name"],
        "staff": ["active", "look", "person", "shifts"],
        "user": ["", "active", "lang", "pin", "role"],
        "client": ["", "alert", "email", "lang", "name", "notes", "phone"],
        "service": ["", "code", "look", "names", "price"],
        "product": ["", "barcode", "code", "look", "names", "price"],
        "resource": ["", "capacity", "names"],
        "till": ["", "name"],
        "booking": ["", "client", "lines", "notes", "override", "slot", "status"],
    }, "a new noun's names are written down here; those that are here stay"


def test_a_setting_reaches_as_far_as_its_level() -> None:
    reach = {
        level: SETTING.scope_of(
            SettingValue(id=ID, branch_id=ID, level=level, level_id=ID, key="x", value="")
        )
        for level in Level
    }
    assert reach == {
        Level.SHOP: Scope.SHOP,
        Level.BRANCH: Scope.BRANCH,
        Level.TILL: Scope.BRANCH,
        Level.DEVICE: Scope.LOCAL,
        Level.USER: Scope.SHOP,
    }
    assert SETTING.narrower is not None and SETTING.narrower[0] in rules.field_paths(SETTING)
    assert STAFF.scope_of(object()) is STAFF.scope  # type: ignore[arg-type]


def test_undo_takes_back_what_the_entries_say() -> None:
    assert {entry.name for entry in ALL if entry.undo} == {
        "booking", "client", "branch", "staff", "time_off", "service", "product", "resource", "setting",
    }  # fmt: skip
    log, label = UndoLog(), Message("Booked")
    log.done([Change("cash_movement", ID, None, None), Change("till", ID, None, None)], label, by=ID)
    assert log.next_undo() is None
    log.done([Change("cash_movement", ID, None, None), Change("client", ID, None, None)], label, by=ID)
    step = log.next_undo()
    assert step is not None and [change.noun for change in step.changes] == ["client"]


def test_a_digested_field_enters_the_log_as_its_digest_only(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        user = next(user for user in uow.users.all() if user.pin_hash)
    assert user.pin_hash
    told = body(Change("user", user.id, None, user))
    assert user.pin_hash not in told and f'"pin_hash":"{digest(user.pin_hash)}"' in told
    assert body(Change("user", user.id, user, replace(user, pin_hash="another", lang="ar"))) == (
        f'{{"pin_hash":["{digest(user.pin_hash)}","{digest("another")}"],"lang":["{user.lang}","ar"]}}'
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_unlogged_field_never_enters_the_log(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        series = uow.repo(NUMBER_SERIES).where("1 ORDER BY id")[0]
    told = body(Change("number_series", series.id, None, series))
    assert NUMBER_SERIES.unlogged == {"next_seq", "last_hash"}
    assert not NUMBER_SERIES.unlogged & json.loads(told).keys()


def test_the_records_of_a_noun_are_asked_for_by_its_entry(shop: StaffedShop) -> None:
    with shop.unit() as uow:
        assert uow.repo(ROLE) is uow.repo(noun("role")) is uow.roles
        assert [role.key for role in uow.repo(ROLE).all()] == sorted(role.key for role in uow.roles.all())


def ran(program: str, *arguments: str) -> str:
    """Run a program in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_index_of_nouns_loads_none_of_them() -> None:
    program = (
        "import sys, salondesk.domain.nouns as nouns;"
        "modules = {f'salondesk.domain.{m}' for m in nouns.MODULES.values()};"
        "print(sorted(modules & set(sys.modules)));"
        "nouns.noun('device'); print(sorted(modules & set(sys.modules)))"
    )
    assert ran(program).splitlines() == ["[]", "['salondesk.domain.shop']"]


def test_the_counter_opens_books_and_sells_without_sqlalchemy(shop: StaffedShop) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from salondesk.app.bootstrap import open_shop; from salondesk.app.paths import ShopPaths;"
        "opened = open_shop(ShopPaths(Path(sys.argv[1])), origin='test');"
        "unit = opened.storage.unit(0); unit.__enter__(); unit.clients.all(); unit.bookings.all();"
        "unit.__exit__(None, None, None); opened.close();"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    assert ran(program, str(shop.paths.home)) == "[]"
