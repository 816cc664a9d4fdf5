"""A shop to look at: enough to paint today's diary, without the write side and what it imports."""

from dataclasses import dataclass
from typing import Protocol

from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock, SystemClock
from salondesk.core.ids import NewId, id_source
from salondesk.domain.access import Actor
from salondesk.storage.readers import Readers
from salondesk.storage.reading import SqlQueries


class ReadableShop(Protocol):
    """What a window needs of a shop before anybody signs in; an OpenShop has it too."""

    @property
    def paths(self) -> ShopPaths: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def new_id(self) -> NewId: ...
    @property
    def readers(self) -> Readers: ...
    @property
    def queries(self) -> SqlQueries: ...
    @property
    def console(self) -> Actor: ...


@dataclass(frozen=True, slots=True)
class ReadOnlyShop:
    """A shop whose database is only read."""

    paths: ShopPaths
    clock: Clock
    new_id: NewId
    readers: Readers
    queries: SqlQueries
    console: Actor


def open_read_only(paths: ShopPaths) -> ReadOnlyShop:
    """Open the shop for reading. Its schema must be the program's own; see schema.version_of."""
    clock, readers = SystemClock(), Readers(paths.database)
    queries = SqlQueries(readers)
    return ReadOnlyShop(paths, clock, id_source(clock), readers, queries, console_at(queries))


def console_at(queries: SqlQueries) -> Actor:
    """Return the console user at this computer."""
    here = queries.place()
    return Actor(
        user_id=here.console_id, branch_id=here.branch_id, device_id=here.device_id, till_id=here.till_id
    )
