"""What use cases need from storage, printers and the like, as Protocols. Who fulfils them is wired in app/."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.record import Noun
from salondesk.services.ports.repository import R, Repository

if TYPE_CHECKING:  # what only hints name is not loaded for them
    from salondesk.domain.access import PinAttempt, Role, User
    from salondesk.domain.booking import Booking
    from salondesk.domain.catalog import Product, Service, TaxCode
    from salondesk.domain.change import Change, CommandRun, TxnNote
    from salondesk.domain.client.card import Client
    from salondesk.domain.paper import DocumentFile, PrintJob, WaitingPrint
    from salondesk.domain.resource import Resource
    from salondesk.domain.sale.invoice import Invoice
    from salondesk.domain.sale.old_receipt import OldReceipt
    from salondesk.domain.sale.payment import Payment
    from salondesk.domain.sale.ticket import Ticket
    from salondesk.domain.settings import SettingValue
    from salondesk.domain.shop import Branch, Device, Shop
    from salondesk.domain.staff import StaffMember, TimeOff
    from salondesk.domain.till import CashMovement, Till, TillReport, TillSession
    from salondesk.engine.retention import LoggedBody, LogPlace, Pruning
    from salondesk.services.ports.money import (
        AllocationRepository,
        DailyRepository,
        LedgerRepository,
        SeriesRepository,
        SettlementRepository,
    )
    from salondesk.services.reads.booking.conflict_facts import ConflictFacts


class BookingRepository(Repository["Booking"], Protocol):
    """Bookings, and what stands against one."""

    def conflict_facts(
        self, branch: Branch, spans: Sequence[TimeSpan], holders: Collection[bytes]
    ) -> ConflictFacts:
        """Return what this transaction knows of the time and hours of some holders, and of the branch's."""
        ...

    def of_client(self, client_id: Id) -> list[Booking]:
        """Return a client's visits, oldest first, those marked deleted too."""
        ...

    def on_date(self, branch_id: Id, day: date) -> list[Booking]:
        """Return every booking of a business date, whatever its status, in order of making."""
        ...

    def day_of(self, booking_id: Id) -> date | None:
        """Return the business date of a visit, None where there is none."""
        ...


class ClientRepository(Repository["Client"], Protocol):
    """Clients, and finding the one a phone or an old code belongs to."""

    def with_phone(self, phone: str) -> list[Client]:
        """Return the clients of an E.164 phone number."""
        ...

    def with_code(self, code: str) -> Client | None:
        """Return the client known by an imported code."""
        ...

    def erased(self) -> list[Id]:
        """Return the ids of the clients who were erased."""
        ...


class ProductRepository(Repository["Product"], Protocol):
    """Products, and what a scanner reads."""

    def find_code(self, code: str) -> Product | None:
        """Return the active product of a bar code, else of a code."""
        ...


class TicketRepository(Repository["Ticket"], Protocol):
    """Tickets."""

    def open_for_booking(self, booking_id: Id) -> Ticket | None:
        """Return the booking's open ticket."""
        ...

    def of_client(self, client_id: Id) -> list[Ticket]:
        """Return the bills made up for a client, oldest first, whatever became of them."""
        ...


class SessionRepository(Repository["TillSession"], Protocol):
    """Till sessions and their facts."""

    def open_for(self, till_id: Id) -> TillSession | None:
        """Return the till's open session."""
        ...

    def last_used(self, till_id: Id) -> int | None:
        """Return when the till's newest session was closed, or opened if it still is; None when there was none."""
        ...

    def invoices(self, session_id: Id) -> list[Invoice]:
        """Return the session's documents in the order they were issued."""
        ...

    def movements(self, session_id: Id) -> list[CashMovement]:
        """Return the session's petty cash, oldest first."""
        ...

    def payments(self, session_id: Id) -> list[Payment]:
        """Return what was taken and given back in the session, oldest first."""
        ...

    def cash_of(self, session_id: Id) -> int:
        """Return the cash that lies in an open session's drawer, minor units."""
        ...

    def closed_gross(self, till_id: Id) -> int:
        """Return the gross takings of all the till's Z reports so far, minor units."""
        ...


class InvoiceRepository(Protocol):
    """Fiscal documents: added once, read for ever."""

    def add(self, invoice: Invoice) -> None:
        """Write the document and its lines, taxes and tenders."""
        ...

    def get(self, row_id: Id) -> Invoice:
        """Return a document. Raises UserError when there is none."""
        ...

    def by_number(self, number: str) -> Invoice | None:
        """Return the document with that number."""
        ...

    def credits_of(self, invoice_id: Id) -> list[Invoice]:
        """Return the credit notes of an invoice, oldest first."""
        ...

    def last_issued_at(self, till_id: Id) -> int | None:
        """Return the instant of the till's newest document, None when it has none."""
        ...

    def add_z(self, report: TillReport, series_id: Id) -> None:
        """Write a Z report."""
        ...


class PinRepository(Protocol):
    """Failed PINs per user."""

    def attempts(self, user_id: Id) -> PinAttempt:
        """Return a user's failures in a row, none for one who is not known."""
        ...

    def record(self, attempt: PinAttempt) -> None:
        """Remember them."""
        ...


class PrintRepository(Protocol):
    """Print jobs and archived files."""

    def add_job(self, job: PrintJob) -> None: ...
    def job(self, job_id: Id) -> PrintJob: ...
    def update_job(self, job: PrintJob) -> None: ...
    def unsettled(self, till_id: Id) -> list[WaitingPrint]:
        """Return the till's jobs that are queued, being printed or unsure, oldest first."""
        ...

    def file(self, document_id: Id) -> DocumentFile | None: ...
    def add_file(self, file: DocumentFile) -> None: ...


class HistoryRepository(Protocol):
    """Receipts of the old system."""

    def knows(self, source_key: str) -> bool:
        """Tell whether a line was imported before."""
        ...

    def by_number(self, number: str) -> OldReceipt | None:
        """Return the receipt of an old number."""
        ...

    def add(self, receipt: OldReceipt) -> None:
        """Write a receipt whole."""
        ...


class TimeOffRepository(Repository["TimeOff"], Protocol):
    """Dated absences."""

    def between(self, span: TimeSpan) -> list[TimeOff]:
        """Return the absences that touch ``span``."""
        ...


class UnitOfWork(Protocol):
    """One transaction: everything read and written in it is one moment."""

    now_ms: int
    dates: set[date]
    """Business dates whose boards change; handlers add to it."""
    seen_anew: set[str]
    """Nouns of which what is derived changed, but no record: whoever shows them reads again; handlers add to it."""

    @property
    def changes(self) -> list[Change]:
        """What has been changed so far."""
        ...

    def repo(self, entry: Noun[R]) -> Repository[R]:
        """Return the records of a noun; those often asked for have a name of their own below."""
        ...

    @property
    def shops(self) -> Repository[Shop]: ...
    @property
    def branches(self) -> Repository[Branch]: ...
    @property
    def devices(self) -> Repository[Device]: ...
    @property
    def tills(self) -> Repository[Till]: ...
    @property
    def staff(self) -> Repository[StaffMember]: ...
    @property
    def time_off(self) -> TimeOffRepository: ...
    @property
    def clients(self) -> ClientRepository: ...
    @property
    def services(self) -> Repository[Service]: ...
    @property
    def products(self) -> ProductRepository: ...
    @property
    def resources(self) -> Repository[Resource]: ...
    @property
    def settings(self) -> Repository[SettingValue]: ...
    @property
    def tax_codes(self) -> Repository[TaxCode]: ...
    @property
    def users(self) -> Repository[User]: ...
    @property
    def roles(self) -> Repository[Role]: ...
    @property
    def bookings(self) -> BookingRepository: ...
    @property
    def tickets(self) -> TicketRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def movements(self) -> Repository[CashMovement]: ...
    @property
    def invoices(self) -> InvoiceRepository: ...
    @property
    def settlements(self) -> SettlementRepository: ...
    @property
    def allocations(self) -> AllocationRepository: ...
    @property
    def daily(self) -> DailyRepository: ...
    @property
    def series(self) -> SeriesRepository: ...
    @property
    def ledger(self) -> LedgerRepository: ...
    @property
    def pins(self) -> PinRepository: ...
    @property
    def prints(self) -> PrintRepository: ...
    @property
    def history(self) -> HistoryRepository: ...

    def __enter__(self) -> UnitOfWork: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def stored_result(self, command_key: Id) -> str | None:
        """Return the JSON result of a command that was run lately under this key, or None."""
        ...

    def note(self, entry: TxnNote, run: CommandRun) -> int:
        """Write this transaction into the change log and remember the command; return the command's number."""
        ...

    def old_bodies(
        self, before_ms: int, after: LogPlace, most: int
    ) -> tuple[list[LoggedBody], LogPlace | None]:
        """Return all bodies of the records of the next ``most`` bodies from before an instant (UTC ms), and where to go on.

        Those behind the place ``after``, in the log's order. None: there are no more.
        """
        ...

    def prune(self, pruning: Pruning) -> None:
        """Delete bodies of the change log, and begin the log of their records anew with the hash of how they stand."""
        ...

    def forget_results(self, before_ms: int) -> int:
        """Forget the results of commands up to the first from an instant on (UTC ms), the newest aside; return how many."""
        ...

    def seal_named(self) -> bool:
        """Seal the records that an earlier program's change log only names; tell whether that was still to do."""
        ...

    def knows(self, txn_id: Id) -> bool:
        """Tell whether a transaction is in the change log."""
        ...

    def apply(self, noun_name: str, record: object) -> None:
        """Write another till's version of a record as it is; a document that is there already is left alone.

        Raises BugError for a Z of a series that is not there.
        """
        ...

    def log_note(self, noun: str, row_id: Id, what: Mapping[str, object]) -> None:
        """Note in the change log what was done to a record that leaves no trace in it: plain values, nothing personal."""
        ...

    def rebuild(self) -> Mapping[str, int]:
        """Put all that is derived of facts in order; return how many rows of each derived table differed.

        Raises UserError for a document that cannot be read.
        """
        ...

    def identify(self, device_id: Id, till_id: Id, incarnation: Id) -> None:
        """Write down which computer this is; ``incarnation`` is new whenever its data began anew."""
        ...

    def commit(self) -> None:
        """Make it durable."""
        ...


class Storage(Protocol):
    """The write side of a shop's database."""

    def unit(self, now_ms: int) -> UnitOfWork:
        """Return a unit of work; entering it opens the transaction (BEGIN IMMEDIATE).

        Entering raises TransientError when another writer does not let go.
        """
        ...
