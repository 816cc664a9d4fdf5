"""Reads today's diary for the first look straight through the driver, on one connection."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from salondesk.core.clock import SystemClock
from salondesk.core.errors import DataError, SalonDeskError
from salondesk.services.reads.booking.board import DayBoard, DiaryBoard
from salondesk.storage.driver import DatabaseError, connect
from salondesk.storage.queries.booking import board
from salondesk.storage.queries.lent import Lent, plain_title
from salondesk.storage.queries.shop import place
from salondesk.storage.schema import HEAD


class FirstBoard(NamedTuple):
    """Today's board, and the texts of the shop's changed settings by key."""

    board: DayBoard
    settings: Mapping[str, str]


def todays_board(database: Path, *, lang: str) -> FirstBoard | None:
    """Return today's board; None for a shop of another schema, a damaged one or one not set up whole.

    Whatever is wrong is told by the window that follows; here it only means that there is nothing to paint.
    """
    try:
        connection = connect(database, read_only=True)
    except SalonDeskError:
        return None
    try:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if version != (HEAD,):
            return None
        here = Lent(connection, place(connection), SystemClock().now_ms(), plain_title)
        found = board.answer(here, DiaryBoard(here.today(), lang=lang))
        changed = connection.execute(
            "SELECT key, value FROM setting WHERE level = 'shop' AND deleted_at IS NULL"
        )
        return FirstBoard(found, dict(changed.fetchall()))
    except (DatabaseError, DataError):
        return None
    finally:
        connection.close()
