"""A process that dies in the middle of its work: run as ``python -m tests.support.killed HOME ACTION STEP``.

ACTION is book, checkout or close. STEP is ``name:before`` or ``name:after`` of a named step of `STEPS`, or a
number n: then the process is killed at its n-th statement. Without being killed it ends with 0; a number
beyond the last statement ends with 0 too. `KEY` is the command's key, so that the parent can try again.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.booking import Booking
from salondesk.domain.sale.ticket import TenderKind, Ticket
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import BookVisit, RequestedLine
from salondesk.services.context import Command
from salondesk.services.reads.sale.bill import BillById
from salondesk.services.reads.sale.open_bills import OpenBills
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.till.session import CloseTill
from salondesk.storage.repos.base import RecordRepo
from salondesk.storage.repos.daily import DailyRepo
from salondesk.storage.repos.invoice import InvoiceRepo, LedgerRepo, PrintRepo, SeriesRepo
from salondesk.storage.uow import SqlUnitOfWork
from tests.support.shop import StaffedShop, open_home

KEY = Id(b"\x01" * 16)
STEPS: dict[str, tuple[type, str]] = {
    "begin": (SqlUnitOfWork, "__enter__"),
    "save": (RecordRepo, "save"),
    "number": (SeriesRepo, "advance"),
    "invoice": (InvoiceRepo, "add"),
    "z": (InvoiceRepo, "add_z"),
    "ledger": (LedgerRepo, "post"),
    "rollups": (DailyRepo, "add"),
    "print": (PrintRepo, "add_job"),
    "audit": (SqlUnitOfWork, "note"),
    "commit": (SqlUnitOfWork, "commit"),
}
OF_ACTION = {
    "book": ("begin", "save", "audit", "commit"),
    "checkout": ("begin", "number", "invoice", "save", "print", "ledger", "rollups", "audit", "commit"),
    "close": ("begin", "number", "save", "z", "print", "ledger", "audit", "commit"),
}


def die() -> None:
    """End at once, as when the power goes: nothing is flushed, nobody is told."""
    if os.name == "nt":
        os._exit(9)  # noqa: SLF001 - the only way to die unheard there
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """Make the named step deadly, before or after it is done."""
    name, _, when = step.partition(":")
    cls, method = STEPS[name]
    real: Callable[..., Any] = getattr(cls, method)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        result = real(*args, **kwargs)
        die()
        return result

    setattr(cls, method, deadly)


def arm_statement(shop: StaffedShop, nth: int) -> None:
    """Make the n-th statement from now on deadly."""
    left = nth
    with shop.unit() as uow:
        connection = uow.bookings.connection

    def traced(_sql: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    connection.set_trace_callback(traced)


def request(shop: StaffedShop, action: str) -> Command:
    """Return the command of an action, as the parent prepared its shop for it."""
    if action == "book":
        line = RequestedLine(
            service_id=shop.services["CUT"].id, staff_id=shop.people["MONA"], start_at=shop.at("15:00")
        )
        return BookVisit(key=KEY, lines=(line,))
    if action == "close":
        session = shop.ask(OpenSession())
        assert session is not None
        return CloseTill(key=KEY, session_id=session.id, counted_minor=50_000)
    (row,) = shop.ask(OpenBills())
    ticket = shop.ask(BillById(row.ticket_id))
    assert ticket is not None
    return checkout_of(shop, ticket)


def checkout_of(shop: StaffedShop, ticket: Ticket) -> CloseTicket:
    """Return the payment of a bill in cash."""
    due = shop.due(ticket)
    return CloseTicket(
        key=KEY,
        ticket_id=ticket.id,
        expected_version=ticket.version,
        shown_gross_minor=due,
        offered=(Offered(kind=TenderKind.CASH, amount_minor=due),),
    )


def prepare(shop: StaffedShop, action: str) -> Booking | None:
    """Bring a shop to where the action is next."""
    if action == "book":
        return None
    shop.open_till()
    if action == "close":
        return None
    booking = shop.book(at="09:00")
    shop.ticket("SHAMPOO", booking=booking)
    return booking


def main() -> int:
    """Do the action and die on the way."""
    home, action, step = sys.argv[1:]
    shop = open_home(Path(home), origin="killed")
    command = request(shop, action)
    actor = shop.manager if action == "close" else shop.reception
    if step.isdecimal():
        arm_statement(shop, int(step))
    else:
        arm(step)
    shop.run(command, actor)
    shop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
