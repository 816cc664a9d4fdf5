"""Keeps the list of erased clients, and erases them again when a backup is put back."""

from salondesk.app.bootstrap import OpenShop
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock
from salondesk.core.errors import SalonDeskError
from salondesk.core.ids import Id
from salondesk.services.client.erase import EraseAgain
from salondesk.storage.driver import DatabaseError
from salondesk.storage.outside.erased import ErasedList
from salondesk.storage.readers import Readers
from salondesk.storage.reading import SqlQueries


def note_erased(paths: ShopPaths, queries: SqlQueries, now_ms: int) -> None:
    """Bring the list up to what the database says. Raises TransientError when it cannot be written."""
    with queries.view(now_ms) as uow:
        erased = uow.clients.erased()
    if erased:
        ErasedList(paths.erased).add(erased)


def known_erased(paths: ShopPaths, clock: Clock) -> frozenset[Id]:
    """Return who was erased, by the list and by the present database if that can be read."""
    found = ErasedList(paths.erased).ids()
    if not paths.database.exists():
        return found
    readers = Readers(paths.database)
    try:
        with SqlQueries(readers).view(clock.now_ms()) as uow:
            return found | frozenset(uow.clients.erased())
    except (SalonDeskError, DatabaseError):
        return found  # it is being replaced because it cannot be read
    finally:
        readers.close()


def erase_again(shop: OpenShop, erased: frozenset[Id]) -> None:
    """Erase in a backup that is put back whoever was erased after it was made."""
    if erased:
        shop.executor.run(EraseAgain(key=shop.new_id(), client_ids=tuple(sorted(erased))), shop.console)
