"""The composition root: builds the rooms below the screen and wires them. Knows everybody; nobody knows it.

Importing this module imports the write side; the first paint does without it, see ui and app/window/start.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from salondesk.app.paths import ShopPaths
from salondesk.app.read_only import console_at
from salondesk.core.clock import Clock, SystemClock
from salondesk.core.errors import DataError
from salondesk.core.ids import NewId, id_source
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor
from salondesk.domain.change import Change, Initiator
from salondesk.domain.grants import PERMISSIONS, level_of
from salondesk.services.access.grants import GrantNewPermissions
from salondesk.services.access.sign_in import AccessDesk, ApprovalBook
from salondesk.services.commands import HANDLERS
from salondesk.services.context import Work
from salondesk.services.executor import Executor
from salondesk.services.hub import ChangeHub
from salondesk.services.reactions import EVERY_INITIATOR, Reaction
from salondesk.storage.database import SqlStorage
from salondesk.storage.readers import Readers
from salondesk.storage.reading import SqlQueries
from salondesk.storage.schema import HEAD, version_of


def _first_used(module: str, name: str) -> Callable[[tuple[Change, ...], Work], None]:
    """Return a reaction of services/sale that is loaded when its first change is made."""

    def run(changes: tuple[Change, ...], work: Work) -> None:
        getattr(import_module(f"salondesk.services.sale.{module}"), name)(changes, work)

    return run


POSTED = frozenset({"invoice", "payment", "allocation", "till_session", "cash_movement", "stock_movement"})
REACTIONS = (
    Reaction(POSTED, EVERY_INITIATOR, _first_used("posting", "post_entries")),
    Reaction(
        frozenset({"invoice", "allocation"}), EVERY_INITIATOR, _first_used("settling", "write_settlements")
    ),
    Reaction(
        frozenset({"invoice", "payment", "old_receipt"}),
        EVERY_INITIATOR,
        _first_used("rolling_up", "add_rollups"),
    ),
)
"""What follows from every command, in this order."""


@dataclass(frozen=True, slots=True)
class OpenShop:
    """A shop whose database is open: what screens, workers and the command line are built on."""

    paths: ShopPaths
    clock: Clock
    new_id: NewId
    storage: SqlStorage
    readers: Readers
    queries: SqlQueries
    hub: ChangeHub
    approvals: ApprovalBook
    executor: Executor
    access: AccessDesk
    console: Actor
    """The user as whom the command line acts, at this computer's device and till."""

    def close(self) -> None:
        """Let go of the files."""
        self.readers.close()
        self.storage.close()


def open_shop(
    paths: ShopPaths, *, origin: str, clock: Clock | None = None, new_id: NewId | None = None
) -> OpenShop:
    """Open an existing shop, bringing its schema up to date first.

    ``origin`` names this process in the audit (window, console, worker). Raises
    DataError when there is no shop in the folder, or it is newer than the program.
    """
    if version_of(paths.database) is None:
        raise DataError(Message(N_("There is no shop in this folder yet.")))
    _bring_up_to_date(paths)
    shop = _wire(paths, origin, clock or SystemClock(), new_id)
    shop = replace(shop, console=console_at(shop.queries))
    if not shop.queries.log_sealed():
        from salondesk.services.shop.sealing import SealRecords

        shop.executor.run(SealRecords(key=shop.new_id()), shop.console)
    level = shop.queries.grant_level()
    if level is not None and level < level_of(PERMISSIONS):
        shop.executor.run(GrantNewPermissions(key=shop.new_id()), shop.console)
    return shop


def new_shop(
    paths: ShopPaths, *, origin: str, clock: Clock | None = None, new_id: NewId | None = None
) -> OpenShop:
    """Make the database of a new shop, still empty: the next command is SetUpShop by ``console``.

    Raises DataError when the folder already holds a shop.
    """
    if version_of(paths.database) is not None:
        raise DataError(Message(N_("There is a shop in this folder already. Choose an empty folder.")))
    paths.make()
    _bring_up_to_date(paths)
    return _wire(paths, origin, clock or SystemClock(), new_id)


def _bring_up_to_date(paths: ShopPaths) -> None:
    """Run Alembic only where it has something to do: importing it costs more than opening the shop."""
    if version_of(paths.database) != HEAD:
        from salondesk.storage import migrate

        migrate.upgrade(paths.database)


def _wire(paths: ShopPaths, origin: str, clock: Clock, new_id: NewId | None) -> OpenShop:
    ids = new_id or id_source(clock)
    storage, readers = SqlStorage(paths.database), Readers(paths.database)
    hub, approvals = ChangeHub(), ApprovalBook()
    executor = Executor(
        storage,
        HANDLERS,
        clock=clock,
        new_id=ids,
        hub=hub,
        approvals=approvals,
        origin=origin,
        initiator=Initiator.CONSOLE if origin == "console" else Initiator.PERSON,
        reactions=REACTIONS,
    )
    return OpenShop(
        paths=paths,
        clock=clock,
        new_id=ids,
        storage=storage,
        readers=readers,
        queries=SqlQueries(readers),
        hub=hub,
        approvals=approvals,
        executor=executor,
        access=AccessDesk(executor, approvals, clock),
        console=Actor(user_id=ids(), branch_id=ids(), device_id=ids(), till_id=ids()),
    )
