"""Bringing in many finished records at once: catalogues, years of history. Screens never do this; see booking and client."""

from dataclasses import dataclass
from typing import ClassVar

from salondesk.core.message import Message, NP_
from salondesk.domain.access import Permission, User
from salondesk.domain.booking import Booking
from salondesk.domain.catalog import Product, Service
from salondesk.domain.change import Initiator
from salondesk.domain.client.card import Client
from salondesk.domain.staff import StaffMember, TimeOff
from salondesk.domain.stock import STOCK_MOVEMENT, StockMovement
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers

IMPORTED = "import"
"""A booking's source when another system, or a demo's past, kept its money: it is never *to pay* here."""


NO_TIME = "The old system kept no time"
"""The note of a visit that was called off and of which only the day is known: its time in the diary is a place, no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRecords(Command[None]):
    """Write new records in one transaction. Whoever makes them vouches for them: no clash is looked for."""

    initiator: ClassVar[Initiator | None] = Initiator.IMPORT

    staff: tuple[StaffMember, ...] = ()
    users: tuple[User, ...] = ()
    services: tuple[Service, ...] = ()
    products: tuple[Product, ...] = ()
    clients: tuple[Client, ...] = ()
    bookings: tuple[Booking, ...] = ()
    time_off: tuple[TimeOff, ...] = ()
    stock: tuple[StockMovement, ...] = ()


def load_records(command: LoadRecords, work: Work) -> Outcome[None]:
    """Write them; no value."""
    uow = work.uow
    uow.staff.load(command.staff)
    uow.users.load(command.users)
    uow.services.load(command.services)
    uow.products.load(command.products)
    uow.clients.load(command.clients)
    uow.bookings.load(command.bookings)
    uow.time_off.load(command.time_off)
    for movement in command.stock:
        uow.repo(STOCK_MOVEMENT).save(None, movement)
    uow.dates.update(b.business_date for b in command.bookings[:1])
    return Outcome(None, Message.counted(_LOADED, len(uow.changes)))


_LOADED = NP_("{n} record loaded", "{n} records loaded")
HANDLERS: Handlers = {LoadRecords: Handler(load_records, Permission.UPKEEP)}
