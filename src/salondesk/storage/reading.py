"""The read side of a shop's database (services/reads/read_models.Queries) over the lent readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.paper import UNSETTLED, WaitingPrint
from salondesk.services.reads.booking.board import DayBoard
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.services.reads.read_models import (
    ChangeRow,
    ClientCard,
    ClientHit,
    DeskBoard,
    InvoiceRow,
    ItemRow,
    Place,
    SheetRow,
    StaffRow,
    TicketRow,
    UserTile,
    VisitCard,
    VisitStep,
    ZRow,
)
from salondesk.storage import conflict_facts
from salondesk.storage.queries import board, changes, clients, desk, sales, shop, visits
from salondesk.storage.queries.branch import branch
from salondesk.storage.readers import Readers
from salondesk.storage.repos.prints import prints_of

if TYPE_CHECKING:  # what only hints name is not loaded for them
    from salondesk.domain.booking import Booking
    from salondesk.domain.catalog import TaxCode
    from salondesk.domain.sale.invoice import Invoice
    from salondesk.domain.sale.ticket import Ticket
    from salondesk.domain.shop import Branch, Shop
    from salondesk.domain.till import TillReport, TillSession
    from salondesk.storage.uow import SqlUnitOfWork

DayTitle = Callable[[date], tuple[str, str]]


class SqlQueries:
    """Every question a screen asks, one short read each; safe from any thread."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self.day_title: DayTitle = lambda day: (day.strftime("%a"), day.isoformat())
        """How a week names its columns: (weekday, date); the window sets its own language's."""

    @cached_property
    def _place(self) -> Place:
        with self._readers.lend() as connection:
            return shop.place(connection)

    def place(self) -> Place:
        return self._place

    def shop(self) -> Shop:
        with self._readers.lend() as connection:
            return shop.shop(connection)

    def branch(self) -> Branch:
        with self._readers.lend() as connection:
            return branch(connection, self._place.branch_id)

    def permissions(self, user_id: Id) -> frozenset[str]:
        with self._readers.lend() as connection:
            return shop.permissions(connection, user_id)

    def log_sealed(self) -> bool:
        with self._readers.lend() as connection:
            return shop.log_sealed(connection)

    def grant_level(self) -> int | None:
        with self._readers.lend() as connection:
            return shop.grant_level(connection)

    def settings(self) -> dict[tuple[Id, str], str]:
        with self._readers.lend() as connection:
            return shop.settings(connection)

    def user_tiles(self, today: date) -> list[UserTile]:
        with self._readers.lend() as connection:
            return shop.user_tiles(connection, today)

    def staff(self, day: date) -> list[StaffRow]:
        with self._readers.lend() as connection:
            return shop.staff(connection, day)

    def day_board(self, day: date, *, staff_id: Id | None, lang: str, now_ms: int) -> DayBoard:
        with self._readers.lend() as connection:
            here = branch(connection, self._place.branch_id)
            return board.day_board(connection, here, day, staff_id=staff_id, lang=lang, now_ms=now_ms)

    def week_board(self, first: date, *, staff_id: Id | None, lang: str, now_ms: int) -> DayBoard:
        with self._readers.lend() as connection:
            here = branch(connection, self._place.branch_id)
            return board.week_board(
                connection, here, first, staff_id=staff_id, lang=lang, now_ms=now_ms, titles=self.day_title
            )

    def board_facts(
        self, board: DayBoard, *, only: Id | None, with_booking: Id | None, now_ms: int
    ) -> ConflictFacts:
        with self._readers.lend() as connection:
            here = branch(connection, self._place.branch_id)
            return conflict_facts.board_facts(
                connection, here, board, only=only, with_booking=with_booking, now_ms=now_ms
            )

    def conflict_facts(
        self, spans: Sequence[TimeSpan], holders: Collection[bytes], *, now_ms: int
    ) -> ConflictFacts:
        with self._readers.lend() as connection:
            here = branch(connection, self._place.branch_id)
            return conflict_facts.conflict_facts(connection, here, spans, holders, now_ms=now_ms)

    def booking(self, booking_id: Id) -> Booking | None:
        from salondesk.domain.booking import BOOKING
        from salondesk.storage.mapping import rows_of

        with self._readers.lend() as connection:
            return rows_of(BOOKING).load(connection, booking_id)

    def visit_card(self, booking: Booking) -> VisitCard:
        with self._readers.lend() as connection:
            return visits.card(connection, booking)

    def visit_history(self, booking_id: Id) -> list[VisitStep]:
        with self._readers.lend() as connection:
            return visits.history(connection, booking_id)

    def client_search(self, text: str, limit: int) -> list[ClientHit]:
        with self._readers.lend() as connection:
            return clients.search(connection, text, limit)

    def client_card(self, client_id: Id) -> ClientCard | None:
        with self._readers.lend() as connection:
            return clients.card(connection, client_id)

    def items(self, kind: str) -> list[ItemRow]:
        with self._readers.lend() as connection:
            return shop.items(connection, kind)

    def tax_codes(self) -> dict[Id, TaxCode]:
        from salondesk.domain.catalog import TAX_CODE
        from salondesk.storage.mapping import rows_of

        with self._readers.lend() as connection:
            return {code.id: code for code in rows_of(TAX_CODE).load_where(connection, "deleted_at IS NULL")}

    def desk(self, day: date) -> DeskBoard:
        with self._readers.lend() as connection:
            return desk.desk_board(connection, self._place.branch_id, day)

    def ticket(self, ticket_id: Id) -> Ticket | None:
        from salondesk.domain.sale.ticket import TICKET
        from salondesk.storage.mapping import rows_of

        with self._readers.lend() as connection:
            return rows_of(TICKET).load(connection, ticket_id)

    def open_tickets(self, till_id: Id) -> list[TicketRow]:
        with self._readers.lend() as connection:
            return sales.open_tickets(connection, till_id)

    def invoices(self, first: date, last: date) -> list[InvoiceRow]:
        with self._readers.lend() as connection:
            return sales.invoices(connection, self._place.branch_id, first, last)

    def documents(self, first: date, last: date) -> list[Invoice]:
        with self._readers.lend() as connection:
            return sales.documents(connection, self._place.branch_id, first, last)

    def unprinted_job(self, document_id: Id) -> Id | None:
        with self._readers.lend() as connection:
            return sales.unprinted_job(connection, document_id)

    def invoice_by_number(self, number: str) -> Invoice | None:
        return self._invoice("number", number)

    def invoice(self, invoice_id: Id) -> Invoice | None:
        return self._invoice("id", invoice_id)

    def _invoice(self, column: str, value: object) -> Invoice | None:
        with self._readers.lend() as connection:
            found = sales.invoice_where(connection, column, value)
        return found[0] if found else None

    def credits_of(self, invoice_id: Id) -> list[Invoice]:
        with self._readers.lend() as connection:
            return sales.invoice_where(connection, "original_id", invoice_id)

    def session(self, till_id: Id) -> TillSession | None:
        from salondesk.domain.till import TILL_SESSION
        from salondesk.storage.mapping import rows_of

        with self._readers.lend() as connection:
            found = rows_of(TILL_SESSION).load_where(
                connection, "till_id = ? AND closed_at IS NULL AND deleted_at IS NULL", (till_id,)
            )
        return found[0] if found else None

    @contextmanager
    def view(self, now_ms: int) -> Iterator[SqlUnitOfWork]:
        """Lend the repositories of one moment for reading: no writer waits for it, and nothing can be written."""
        from salondesk.storage.uow import SqlUnitOfWork

        with self._readers.lend() as connection, SqlUnitOfWork(connection, now_ms, read_only=True) as lent:
            yield lent

    def x_report(self, session: TillSession, *, now_ms: int) -> TillReport:
        from salondesk.services.till.session import session_report

        with self.view(now_ms) as lent:
            return session_report(lent, session, report_id=session.id)

    def z_list(self, first: date, last: date) -> list[ZRow]:
        with self._readers.lend() as connection:
            return sales.z_list(connection, self._place.branch_id, first, last)

    def z_report(self, z_id: Id) -> TillReport | None:
        with self._readers.lend() as connection:
            return sales.z_report(connection, z_id)

    def z_by_number(self, number: str) -> TillReport | None:
        with self._readers.lend() as connection:
            row = connection.execute("SELECT id FROM z_report WHERE number = ?", (number,)).fetchone()
            return None if row is None else sales.z_report(connection, Id(row[0]))

    def day_lines(self, staff_id: Id, day: date) -> list[SheetRow]:
        with self._readers.lend() as connection:
            return desk.day_lines(connection, self._place.branch_id, staff_id, day)

    def unsettled_prints(self, till_id: Id) -> list[WaitingPrint]:
        with self._readers.lend() as connection:
            return prints_of(connection, till_id, UNSETTLED)

    def last_seq(self) -> int:
        with self._readers.lend() as connection:
            return changes.last_seq(connection)

    def changes_since(self, seq: int) -> list[ChangeRow]:
        with self._readers.lend() as connection:
            return changes.changes_since(connection, seq)
