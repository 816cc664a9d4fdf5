"""`salondesk check`, `rebuild`, `backup` and `restore`."""

import argparse
import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from salondesk.app.backups import back_up, restore
from salondesk.app.bootstrap import OpenShop
from salondesk.app.cli.answer import Answer, console_shop
from salondesk.app.paths import home_of, is_own
from salondesk.core.catalogue import catalogue
from salondesk.core.clock import SystemClock
from salondesk.core.errors import DataError, UserError
from salondesk.core.message import Message, N_, NP_
from salondesk.services.shop.problem import Problem
from salondesk.services.shop.upkeep import Rebuild
from salondesk.storage import checks
from salondesk.storage.checks import database, documents, search
from salondesk.storage.driver import DatabaseError, connect
from salondesk.storage.schema import HEAD, version_of


def check_(args: argparse.Namespace) -> Answer:
    """Verify everything; exit 1 when something is wrong. What is worth knowing but no fault is noted beside it."""
    paths = home_of(args.home)
    try:
        with console_shop(args) as shop:
            found = list(problems(shop))
            with shop.readers.lend() as connection:
                twice = documents.given_twice(connection)
    except (DataError, DatabaseError) as error:
        if not paths.database.exists() or _is_newer(paths.database):
            raise
        found, twice = [database.damage(str(error))], []
    words = catalogue(args.lang or "en")
    data = {
        "ok": not found,
        "problems": [{"rule": p.rule, "id": p.id, "text": words.text(p.text)} for p in found],
        "given_twice": twice,
    }
    counted = Message.counted(NP_("{n} problem found.", "{n} problems found."), len(found))
    fine = Message(N_("Everything is in order."))
    notes = [
        Message(N_("Note: {number} was given by two computers; both documents are kept."), {"number": number})
        for number in twice
    ]
    return Answer(
        data,
        lambda said: [
            *([f"{p.rule}\t{p.id}\t{said.text(p.text)}" for p in found] or [said.text(fine)]),
            *map(said.text, notes),
        ],
        code=1 if found else 0,
        complaint=counted if found else None,
    )


def _is_newer(path: Path) -> bool:
    """Tell whether a whole database was only written by a newer program."""
    try:
        version = version_of(path)
    except (DataError, DatabaseError):
        return False
    return version is not None and version > HEAD


def problems(shop: OpenShop) -> Iterator[Problem]:
    """Yield what is wrong with a shop's database and its archived documents, all of one moment but the search index.

    Through a connection of its own: on one that has looked at the index before, SQLite compares pages of then and now,
    and finds damage where there is none.
    """
    with closing(connect(shop.paths.database, read_only=True)) as connection:
        connection.execute("BEGIN")
        try:
            yield from checks.problems(connection)
            files = connection.execute("SELECT path, sha256 FROM document_file ORDER BY path").fetchall()
        finally:
            connection.execute("ROLLBACK")
    yield from search.stale(shop.paths.database)
    for name, digest in files:
        path = shop.paths.home / name
        if not path.is_file():
            yield Problem("archive", name, Message(N_("The archived document is missing.")))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield Problem("archive", name, Message(N_("The archived document was changed.")))


def rebuild_(args: argparse.Namespace) -> Answer:
    """Make ledger, balances, settlements and roll-ups anew from the facts, and say what differed."""
    with console_shop(args) as shop:
        differed = asdict(shop.executor.run(Rebuild(key=shop.new_id()), shop.console))
    counted = {
        table: Message(N_("{table}: rows that differed: {n}"), {"table": table, "n": count})
        for table, count in differed.items()
        if count
    }
    fine = Message(N_("Everything was in order; nothing was changed."))
    return Answer(
        {"differed": differed},
        lambda words: [words.text(said) for said in counted.values()] or [words.text(fine)],
    )


def backup_(args: argparse.Namespace) -> Answer:
    """Make a verified backup."""
    paths = home_of(args.home)
    out = Path(args.out).absolute() if args.out else None
    if out is not None and (out.is_dir() or is_own(paths, out)):
        raise UserError(Message(N_("{file}: choose the name of a new file."), {"file": str(out)}))
    done = back_up(paths, SystemClock(), out=out)
    said = Message(N_("Backup written to {file}."), {"file": str(done.path)})
    return Answer(
        {"file": str(done.path), "sha256": done.sha256, "size": done.size}, lambda words: [words.text(said)]
    )


def restore_(args: argparse.Namespace) -> Answer:
    """Put a backup in the shop's place; the old file is kept."""
    kept, letter = restore(home_of(args.home), Path(args.file).absolute())
    said = [Message(N_("Backup restored; numbers go on under {letter}"), {"letter": letter})]
    if kept is not None:
        said.append(Message(N_("The data it replaced was kept as {file}."), {"file": str(kept)}))
    return Answer(
        {"kept": str(kept) if kept else None, "generation": letter},
        lambda words: [words.text(message) for message in said],
    )
