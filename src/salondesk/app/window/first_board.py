"""Reads today's diary for the first look straight through the driver, on one connection."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from salondesk.core.clock import SystemClock
from salondesk.core.errors import SalonDeskError
from salondesk.core.timespan import business_date
from salondesk.services.reads.booking.board import DayBoard
from salondesk.storage.driver import DatabaseError, connect
from salondesk.storage.queries.board import day_board
from salondesk.storage.queries.branch import branch_here
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
        here = branch_here(connection) if version == (HEAD,) else None
        if here is None:
            return None
        now_ms = SystemClock().now_ms()
        day = business_date(now_ms, here.zone, here.cutoff_min)
        board = day_board(connection, here, day, staff_id=None, lang=lang, now_ms=now_ms)
        changed = connection.execute(
            "SELECT key, value FROM setting WHERE level = 'shop' AND deleted_at IS NULL"
        )
        return FirstBoard(board, dict(changed.fetchall()))
    except DatabaseError:
        return None
    finally:
        connection.close()
