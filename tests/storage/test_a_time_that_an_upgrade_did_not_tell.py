"""The upgrade to 0014 named the console and told no time: `check` believes that change, and no other that tells none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from salondesk.domain.access import USER, User, UserKind
from salondesk.storage.change_log import salted, state
from salondesk.storage.checks import records
from salondesk.storage.driver import Connection, connect
from tests.support.shop import StaffedShop

LATER_MS = 60_000


@pytest.fixture
def console(shop: StaffedShop) -> User:
    with shop.unit() as uow:
        return uow.users.get(shop.console.user_id)


@pytest.fixture
def connection(shop: StaffedShop) -> Iterator[Connection]:
    shop.close()
    opened = connect(shop.paths.database)
    yield opened
    opened.close()


def enter(connection: Connection, user: User, command: str, op: str, told: str | None, text: str) -> None:
    """Write one transaction of a user beside the chain, as an older program and its upgrade did."""
    salt = os.urandom(16)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(change_txn)")]
    last = dict(
        zip(
            columns,
            connection.execute("SELECT * FROM change_txn ORDER BY seq DESC LIMIT 1").fetchone(),
            strict=True,
        )
    )
    made = last | {
        "seq": last["seq"] + 1, "id": os.urandom(16), "command": command, "at": user.updated_at + LATER_MS,
    }  # fmt: skip
    connection.execute(
        f"INSERT INTO change_txn VALUES ({', '.join('?' * len(columns))})", [made[one] for one in columns]
    )
    connection.execute(
        "INSERT INTO change_row VALUES (?, 0, 'user', ?, ?, NULL, ?)",
        (made["seq"], user.id, op, salted(salt, text)),
    )
    connection.execute("INSERT INTO change_body VALUES (?, 0, ?, ?)", (made["seq"], salt, told))


def upgraded(connection: Connection, console: User, command: str = "Upgrade") -> None:
    """Seal the console as a program of revision 0011 knew it, and name it as the upgrade did."""
    before = replace(console, kind=UserKind.PERSON)
    enter(connection, console, "SealRecords", "baseline", None, state(USER, before))
    told = json.dumps({"kind": ["person", "console"]})
    enter(connection, console, command, "set", told, told)
    connection.execute(
        "UPDATE user SET version = version + 1, updated_at = ? WHERE id = ?",
        (console.updated_at + LATER_MS, console.id),
    )


def test_a_console_that_was_sealed_and_then_named_is_in_order(connection: Connection, console: User) -> None:
    upgraded(connection, console)
    assert list(records.problems(connection)) == []


@pytest.mark.parametrize(
    "edit", ["updated_at = updated_at + 1", 'names = \'{"en":"x"}\'', "lang = 'ar'", "version = version + 1"]
)
def test_what_is_changed_of_it_behind_the_program_is_noticed(
    connection: Connection, console: User, edit: str
) -> None:
    upgraded(connection, console)
    connection.execute(f"UPDATE user SET {edit} WHERE id = ?", (console.id,))
    (found,) = records.problems(connection)
    assert found.id.endswith(console.id.hex())


def test_another_change_that_tells_no_time_is_not_believed(connection: Connection, console: User) -> None:
    upgraded(connection, console, "EditUser")
    assert len(list(records.problems(connection))) == 1
