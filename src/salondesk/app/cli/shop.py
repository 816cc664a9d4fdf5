"""`salondesk init` and `salondesk migrate`."""

import argparse
from pathlib import Path

from salondesk.app.bootstrap import new_shop
from salondesk.app.cli.answer import Answer
from salondesk.app.files.profile import read_profile
from salondesk.app.paths import ShopPaths, home_of
from salondesk.core.clock import SystemClock
from salondesk.core.errors import DataError
from salondesk.core.ids import id_source
from salondesk.core.message import Message, N_
from salondesk.services.shop.set_up import SetUpShop
from salondesk.storage import migrate
from salondesk.storage.outside.held_files import remove
from salondesk.storage.schema import HEAD, version_of


def init_(args: argparse.Namespace) -> Answer:
    """Make an empty shop. A folder in which it fails is left without a database."""
    clock = SystemClock()
    profile = read_profile(Path(args.profile), id_source(clock))
    paths = home_of(args.home)
    shop = new_shop(paths, origin="console", clock=clock)
    try:
        shop.executor.run(SetUpShop(key=shop.new_id(), profile=profile), shop.console)
    except BaseException:
        shop.close()
        remove_database(paths)
        raise
    shop.close()
    return Answer(
        {"home": str(paths.home), "shop": profile.names.en, "staff": len(profile.staff)},
        lambda words: [words.text(Message(N_("Shop set up in {folder}."), {"folder": str(paths.home)}))],
    )


def remove_database(paths: ShopPaths) -> None:
    """Take away the database of a shop that was never finished."""
    for suffix in ("", "-wal", "-shm"):
        remove(paths.database.with_name(paths.database.name + suffix))


def migrate_(args: argparse.Namespace) -> Answer:
    """Bring the schema up to this program's."""
    paths = home_of(args.home)
    if version_of(paths.database) is None:
        raise DataError(Message(N_("There is no shop in this folder yet.")))
    had = migrate.upgrade(paths.database)
    return Answer(
        {"from": had, "to": HEAD},
        lambda words: [
            words.text(Message(N_("The shop's data is at version {version}."), {"version": HEAD}))
        ],
    )
