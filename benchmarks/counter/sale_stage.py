"""A counter that bills visits one after the other: what checkout_commit and log_bytes share."""

from __future__ import annotations

from datetime import date

from salondesk.app.bootstrap import OpenShop
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.engine.pricing import price_ticket
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import BookVisit, RequestedLine
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.sale.ticket import AddItem, OpenTicket
from salondesk.services.till.session import OpenTill

DAY_MS = 86_400_000
BETWEEN_MS = 3 * 3_600_000


class Counter:
    """Books a visit of one service, opens its bill and adds a product; the last step is left to be done."""

    def __init__(self, shop: OpenShop) -> None:
        ask, now_ms = shop.queries.answer, shop.clock.now_ms()
        self._shop = shop
        self._service = ask(ItemList("service"), now_ms)[0]
        self._person = ask(PeopleOfDiary(date.min), now_ms)[0]
        self.product = ask(ItemList("product"), now_ms)[0]
        self._codes = ask(TaxCodes(), now_ms)
        self.session = shop.executor.run(OpenTill(key=shop.new_id(), float_minor=0), shop.console)
        self._start = now_ms + 100 * DAY_MS

    def ready(self, turn: int) -> CloseTicket:
        """Return the command that closes the bill of another visit."""
        run, key, console = self._shop.executor.run, self._shop.new_id, self._shop.console
        line = RequestedLine(
            service_id=self._service.item_id,
            staff_id=self._person.staff_id,
            start_at=self._start + turn * BETWEEN_MS,
        )
        visit = run(BookVisit(key=key(), lines=(line,)), console)
        ticket = run(OpenTicket(key=key(), booking_id=visit.id), console)
        item = AddItem(
            key=key(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            kind=LineKind.PRODUCT,
            item_id=self.product.item_id,
        )
        ticket = run(item, console)
        due = price_ticket(ticket.lines, ticket.discount, tax_codes=self._codes).gross_minor
        return CloseTicket(
            key=key(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            shown_gross_minor=due,
            offered=(Offered(kind=TenderKind.CASH, amount_minor=-(-due // 100) * 100),),
        )
