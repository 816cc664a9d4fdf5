"""A process that works at a shop until it is killed, and keeps a diary outside of it: what it was about to do, and did.

Run by `jobs.py` or, forked, by `killed.py`. The diary is a file of
pickles; each is flushed to the system before the work goes on, so that a killed process leaves it whole (a torn last
entry is left out).
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

from sqlcipher3 import dbapi2

from salondesk.app.backups import back_up
from salondesk.app.erasures import note_erased
from salondesk.app.files import computer_settings
from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.core.errors import SalonDeskError
from salondesk.domain.access import Actor
from salondesk.domain.settings import PRINTER_RECEIPT
from salondesk.services.context import Command
from tests.faults.paper_work import note_moved
from tests.faults.work import Work
from tests.support.killed import arm_statement
from tests.support.shop import StaffedShop, open_home

SHADOWS = ("client_fts", "sqlite_")


@dataclass(frozen=True)
class Begun:
    """The shop stood so, and this was about to be done; ``seen`` is how far the record of calls was."""

    name: str
    command: Command[Any] | None
    actor: Actor | None
    digest: str
    now_ms: int
    seen: int


@dataclass(frozen=True)
class Done:
    """It was done (or refused, with why), and its doer was told."""

    refused: str | None
    digest: str
    seen: int


Entry = Begun | Done


def digest_of(path: Path) -> str:
    """Return a hash of every row of a database, apart from what the search index keeps for itself."""
    with contextlib.closing(dbapi2.connect(str(path), timeout=5)) as connection:
        return digest_through(connection)


def digest_through(connection: dbapi2.Connection) -> str:
    """Return the same through a connection."""
    whole = hashlib.sha256()
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        if not table.startswith(SHADOWS):
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            whole.update(marshal.dumps((table, rows), 2))  # as of version 3 equal values may look otherwise
    return whole.hexdigest()


def read_diary(path: Path) -> list[Entry]:
    """Return what a worker wrote, as far as it came."""
    found: list[Entry] = []
    with path.open("rb") as stream, contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            found.append(pickle.load(stream))
    return found


def working(home: Path, diary: Path, seed: str, steps: int, now_ms: int, statement: int = 0) -> None:
    """Do ``steps`` pieces of work, or die at the n-th statement of them."""
    shop = open_home(home, origin="worker", now_ms=now_ms)
    with diary.open("ab", buffering=0) as stream:
        if statement:
            arm_statement(shop, statement)
        digest = _digest(shop)
        for name, command, actor in _asked(Work(shop, Random(seed)), steps):
            _write(stream, Begun(name, command, actor, digest, shop.clock.now_ms(), _seen()))
            refused, seen = _do(shop, name, command, actor), _seen()
            digest = _digest(shop)
            _write(stream, Done(refused, digest, seen))
    shop.close()


BESIDE = ("backup", "computer")
"""Work beside the database: a backup, this computer's settings."""


def _asked(work: Work, steps: int) -> Iterator[tuple[str, Command[Any] | None, Actor | None]]:
    for _ in range(steps):
        if work.rng.random() < 0.06:
            yield work.rng.choice(BESIDE), None, None
        else:
            yield work.next()


def _do(shop: StaffedShop, name: str, command: Command[Any] | None, actor: Actor | None) -> str | None:
    try:
        if command is not None:
            shop.run(command, actor)
            note_moved(shop, command)
            if name == "erase":
                note_erased(shop.paths, shop.queries, shop.clock.now_ms())
        elif name == "backup":
            back_up(shop.paths, shop.clock)
        else:
            printer = ComputerSettings().changed(PRINTER_RECEIPT, f"printer {shop.clock.now_ms()}")
            computer_settings.save(shop.paths.settings, printer)
    except SalonDeskError as error:
        return f"{type(error).__name__}: {error.message.key}"
    return None


def _digest(shop: StaffedShop) -> str:
    with shop.readers.lend() as connection:
        return digest_through(connection)


def _seen() -> int:
    log = os.environ.get("FAULT_LOG")
    return os.stat(log).st_size if log else 0


def _write(stream: BinaryIO, entry: Entry) -> None:
    stream.write(pickle.dumps(entry))
