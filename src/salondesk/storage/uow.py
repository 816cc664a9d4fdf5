"""One transaction of the shop's database, with its repositories. Opened and committed by services/executor only.

The repositories of money are imported when a transaction first asks for them: signing in and booking come before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from salondesk.core import snapshot
from salondesk.core.ids import Id
from salondesk.domain.access import ROLE, USER, Role, User
from salondesk.domain.catalog import SERVICE, TAX_CODE, Service, TaxCode
from salondesk.domain.change import Change, CommandRun, TxnNote
from salondesk.domain.nouns import noun
from salondesk.domain.record import Noun, Record
from salondesk.domain.shop import BRANCH, DEVICE, SHOP, Branch, Device, Shop
from salondesk.domain.staff import STAFF, StaffMember
from salondesk.storage.change_log import Entry, entries_of, write
from salondesk.storage.driver import Connection, DatabaseError, translate
from salondesk.storage.repos.base import Journal, RecordRepo
from salondesk.storage.repos.booking import BookingRepo
from salondesk.storage.repos.catalog import ProductRepo
from salondesk.storage.repos.people import ClientRepo, PinRepo, TimeOffRepo
from salondesk.storage.statement import inserting

if TYPE_CHECKING:
    from salondesk.domain.resource import Resource
    from salondesk.domain.settings import SettingValue
    from salondesk.domain.till import CashMovement, Till
    from salondesk.engine.retention import LoggedBody, LogPlace, Pruning
    from salondesk.storage.repos.daily import DailyRepo
    from salondesk.storage.repos.history import HistoryRepo
    from salondesk.storage.repos.invoice import InvoiceRepo, LedgerRepo, PrintRepo, SeriesRepo
    from salondesk.storage.repos.payment import AllocationRepo
    from salondesk.storage.repos.sale import TicketRepo
    from salondesk.storage.repos.settlement import SettlementRepo
    from salondesk.storage.repos.till import SessionRepo

R = TypeVar("R", bound=Record)
_ADD_RUN = inserting("command_result", ("txn_seq", *(f.name for f in fields(CommandRun))))


class SqlUnitOfWork:
    """Everything read and written here is one moment; use as a context manager, rolled back unless committed."""

    def __init__(self, connection: Connection, now_ms: int, *, read_only: bool = False) -> None:
        self._connection = connection
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self._journal = Journal(connection, now_ms)
        self.now_ms = now_ms
        self.dates: set[date] = set()
        self.seen_anew: set[str] = set()
        self._open = False
        self._only_local = False
        self._repos: dict[str, RecordRepo[Any]] = {}

    def __enter__(self) -> SqlUnitOfWork:
        try:
            self._connection.execute(self._begin)
        except DatabaseError as error:
            raise translate(error) from error
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open = False
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        if isinstance(error, DatabaseError):
            raise translate(error) from error

    @property
    def changes(self) -> list[Change]:
        """What has been changed so far."""
        return self._journal.changes

    def commit(self) -> None:
        """Make everything durable: once this returns, no power cut takes it back."""
        self._connection.execute("COMMIT")
        self._open = False

    def stored_result(self, command_key: Id) -> str | None:
        """Return the JSON result of a command that ran before under this key."""
        row = self._connection.execute(
            "SELECT coalesce(result, 'null') FROM command_result WHERE command_key = ?", (command_key,)
        ).fetchone()
        return None if row is None else str(row[0])

    def note(self, entry: TxnNote, run: CommandRun) -> int:
        """Write this transaction into the change log and remember the command; return the command's number.

        One that wrote only what the log keeps nothing of (an open bill, a print job) is no transaction of the log.
        """
        entries = [*entries_of(self.changes), *self._journal.entries]
        silent = (self.changes or self._only_local) and not entries and entry.override is None
        seq = None if silent else write(self._connection, entry, entries)
        return int(_ADD_RUN.run(self._connection, {"txn_seq": seq, **asdict(run)}).lastrowid or 0)

    def knows(self, txn_id: Id) -> bool:
        """Tell whether a transaction is in the change log."""
        found = self._connection.execute("SELECT 1 FROM change_txn WHERE id = ?", (txn_id,)).fetchone()
        return found is not None

    def apply(self, noun_name: str, record: Any) -> None:
        """Write another till's version of a record; see services/ports/storage.UnitOfWork."""
        self._connection.execute(
            "PRAGMA defer_foreign_keys = ON"
        )  # a page comes in the order it was written there
        if noun_name == "invoice":
            self.invoices.apply(record)
        elif noun_name == "z_report":
            self.invoices.apply_z(record)
        else:
            self.repo(noun(noun_name)).apply(record)

    def log_note(self, noun: str, row_id: Id, what: Mapping[str, object]) -> None:
        """Note in the change log what was done to a record; see services/ports/storage.UnitOfWork."""
        self._journal.entries.append(Entry(noun, row_id, "note", snapshot.dumps(dict(what))))

    def rebuild(self) -> Mapping[str, int]:
        """Put what is derived in order; see services/ports/storage.UnitOfWork."""
        from salondesk.storage.derived.rebuild import rebuild

        return rebuild(self._connection)

    def identify(self, device_id: Id, till_id: Id, incarnation: Id) -> None:
        """Write down which computer this is, from now on."""
        self._connection.execute(
            "INSERT INTO self (k, device_id, till_id, incarnation, since) VALUES (1, ?, ?, ?, ?)"
            " ON CONFLICT (k) DO UPDATE SET device_id = excluded.device_id, till_id = excluded.till_id,"
            " incarnation = excluded.incarnation, since = excluded.since",
            (device_id, till_id, incarnation, self.now_ms),
        )

    def seal_named(self) -> bool:
        """Seal the records that the log of an earlier program only names; tell whether that was still to do."""
        left = self._connection.execute("UPDATE self SET since = ? WHERE since = 0", (self.now_ms,)).rowcount
        if left:
            from salondesk.storage.log_retention import only_named

            self._journal.entries += only_named(self._connection)
        return bool(left)

    def old_bodies(
        self, before_ms: int, after: LogPlace, most: int
    ) -> tuple[list[LoggedBody], LogPlace | None]:
        """Return bodies of the log that may be old; see services/ports/storage.UnitOfWork."""
        from salondesk.storage.log_retention import old_bodies

        return old_bodies(self._connection, before_ms, after, most)

    def prune(self, pruning: Pruning) -> None:
        """Delete bodies of the log; see services/ports/storage.UnitOfWork."""
        from salondesk.storage.log_retention import pruned

        self._journal.entries += pruned(self._connection, pruning)

    def forget_results(self, before_ms: int) -> int:
        """Forget the results of commands; see services/ports/storage.UnitOfWork."""
        from salondesk.storage.log_retention import forget_results

        gone = forget_results(self._connection, before_ms)
        self._only_local = self._only_local or bool(gone)
        return gone

    def repo(self, entry: Noun[R]) -> RecordRepo[R]:
        """Return the records of a noun."""
        found = self._repos.get(entry.name)
        if found is None:
            found = self._repos[entry.name] = RecordRepo(self._journal, entry)
        return cast(RecordRepo[R], found)

    @property
    def shops(self) -> RecordRepo[Shop]:
        return self.repo(SHOP)

    @property
    def branches(self) -> RecordRepo[Branch]:
        return self.repo(BRANCH)

    @property
    def devices(self) -> RecordRepo[Device]:
        return self.repo(DEVICE)

    @cached_property
    def tills(self) -> RecordRepo[Till]:
        from salondesk.domain.till import TILL

        return self.repo(TILL)

    @property
    def staff(self) -> RecordRepo[StaffMember]:
        return self.repo(STAFF)

    @cached_property
    def time_off(self) -> TimeOffRepo:
        return TimeOffRepo(self._journal)

    @cached_property
    def clients(self) -> ClientRepo:
        return ClientRepo(self._journal)

    @property
    def services(self) -> RecordRepo[Service]:
        return self.repo(SERVICE)

    @cached_property
    def products(self) -> ProductRepo:
        return ProductRepo(self._journal)

    @cached_property
    def resources(self) -> RecordRepo[Resource]:
        from salondesk.domain.resource import RESOURCE

        return self.repo(RESOURCE)

    @cached_property
    def settings(self) -> RecordRepo[SettingValue]:
        from salondesk.domain.settings import SETTING

        return self.repo(SETTING)

    @property
    def tax_codes(self) -> RecordRepo[TaxCode]:
        return self.repo(TAX_CODE)

    @property
    def users(self) -> RecordRepo[User]:
        return self.repo(USER)

    @property
    def roles(self) -> RecordRepo[Role]:
        return self.repo(ROLE)

    @cached_property
    def bookings(self) -> BookingRepo:
        return BookingRepo(self._journal)

    @cached_property
    def tickets(self) -> TicketRepo:
        from salondesk.storage.repos.sale import TicketRepo

        return TicketRepo(self._journal)

    @cached_property
    def sessions(self) -> SessionRepo:
        from salondesk.storage.repos.till import SessionRepo

        return SessionRepo(self._journal)

    @cached_property
    def movements(self) -> RecordRepo[CashMovement]:
        from salondesk.domain.till import CASH_MOVEMENT

        return self.repo(CASH_MOVEMENT)

    @cached_property
    def invoices(self) -> InvoiceRepo:
        from salondesk.storage.repos.invoice import InvoiceRepo

        return InvoiceRepo(self._journal)

    @cached_property
    def settlements(self) -> SettlementRepo:
        from salondesk.storage.repos.settlement import SettlementRepo

        return SettlementRepo(self._connection)

    @cached_property
    def allocations(self) -> AllocationRepo:
        from salondesk.storage.repos.payment import AllocationRepo

        return AllocationRepo(self._journal)

    @cached_property
    def daily(self) -> DailyRepo:
        from salondesk.storage.repos.daily import DailyRepo

        return DailyRepo(self._connection)

    @cached_property
    def series(self) -> SeriesRepo:
        from salondesk.storage.repos.invoice import SeriesRepo

        return SeriesRepo(self._journal)

    @cached_property
    def ledger(self) -> LedgerRepo:
        from salondesk.storage.repos.invoice import LedgerRepo

        return LedgerRepo(self._connection)

    @cached_property
    def pins(self) -> PinRepo:
        return PinRepo(self._journal)

    @cached_property
    def prints(self) -> PrintRepo:
        from salondesk.storage.repos.invoice import PrintRepo

        return PrintRepo(self._journal)

    @cached_property
    def history(self) -> HistoryRepo:
        from salondesk.storage.repos.history import HistoryRepo

        return HistoryRepo(self._journal)
