"""Bills that are paid later, refunded and looked at: shared by tests of services and of screens."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.ticket import Tender, TenderKind, Ticket
from salondesk.engine.tendering import Offered
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.sale.checkout import CloseTicket, SaleDone
from salondesk.services.sale.on_account import SetCreditLimit
from salondesk.services.sale.pay_later import DebtPaid, PayInvoice
from salondesk.services.sale.refund import RefundInvoice, RefundLine
from salondesk.services.sale.ticket import SetBuyer
from tests.support.shop import StaffedShop


def client(shop: StaffedShop, limit_minor: int = 100_000, name: str = "Noor") -> Id:
    """Put a client on the books who may owe that much."""
    made = shop.run(AddClient(key=shop.new_id(), client=NewClient(name=name)))
    shop.run(SetCreditLimit(key=shop.new_id(), client_id=made.id, limit_minor=limit_minor), shop.manager)
    client_id: Id = made.id
    return client_id


def bill(shop: StaffedShop, who: Id | None, *codes: str) -> Ticket:
    ticket = shop.ticket(*codes)
    made: Ticket = shop.run(
        SetBuyer(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, client_id=who, full_invoice=False,
            buyer_name="", buyer_tax_number="", buyer_address="",
        )
    )  # fmt: skip
    return made


def cash(minor: int) -> tuple[Offered, ...]:
    return (Offered(kind=TenderKind.CASH, amount_minor=minor),) if minor else ()


def card(minor: int, code: str = "A1") -> Offered:
    return Offered(kind=TenderKind.CARD, amount_minor=minor, approval=code, last4="4242")


def leave(
    shop: StaffedShop,
    ticket: Ticket,
    later_minor: int,
    *offered: Offered,
    actor: Actor | None = None,
    **more: Any,
) -> SaleDone:
    """Close a bill and leave a rest of it on account."""
    due = shop.due(ticket)
    done: SaleDone = shop.run(
        CloseTicket(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, shown_gross_minor=due,
            offered=offered or cash(due - later_minor), on_account_minor=later_minor, **more,
        ),
        actor or shop.manager,
    )  # fmt: skip
    return done


def due_of(shop: StaffedShop, done: SaleDone) -> int:
    with shop.unit() as uow:
        return uow.settlements.due_of(done.invoice_id)


def pay(shop: StaffedShop, done: SaleDone, minor: int, *offered: Offered) -> DebtPaid:
    paid: DebtPaid = shop.run(
        PayInvoice(
            key=shop.new_id(), invoice_id=done.invoice_id, shown_due_minor=due_of(shop, done), amount_minor=minor,
            offered=offered or cash(minor),
        )
    )  # fmt: skip
    return paid


def refund(
    shop: StaffedShop, done: SaleDone, *lines: RefundLine, shown: tuple[Tender, ...] | None = None
) -> Invoice:
    made = shop.run(
        RefundInvoice(
            key=shop.new_id(), invoice_id=done.invoice_id, reason="unhappy", lines=lines, shown=shown
        ),
        shop.manager,
    )
    with shop.unit() as uow:
        return uow.invoices.get(made.invoice_id)


@dataclass
class History:
    """A shop whose clients buy, pay now and later, and bring things back, by chance."""

    shop: StaffedShop
    rng: random.Random
    clients: list[Id] = field(default_factory=list)
    sold: list[SaleDone] = field(default_factory=list)

    def sell(self) -> None:
        ticket = bill(
            self.shop,
            self.rng.choice(self.clients),
            *self.rng.choices(("CUT", "MANI", "OIL"), k=self.rng.randint(1, 3)),
        )
        rest = self.rng.choice((0, 1, self.rng.randint(0, self.shop.due(ticket)), self.shop.due(ticket)))
        now = self.shop.due(ticket) - rest
        by_card = self.rng.randint(1, now - 1) if now > 1 and self.rng.random() < 0.5 else 0
        offered = [card(by_card, f"C{self.rng.randint(1, 3)}")] if by_card else []
        self.sold.append(leave(self.shop, ticket, rest, *offered, *cash(now - by_card + (25 if now else 0))))

    def pay(self) -> None:
        owing = [done for done in self.sold if due_of(self.shop, done) > 0]
        if owing:
            done = self.rng.choice(owing)
            due = due_of(self.shop, done)
            minor = self.rng.choice((due, self.rng.randint(1, due)))
            pay(self.shop, done, minor, *((card(minor),) if self.rng.random() < 0.4 else cash(minor + 25)))

    def refund(self) -> None:
        done = self.rng.choice(self.sold)
        with self.shop.unit() as uow:
            root, notes = uow.invoices.get(done.invoice_id), uow.invoices.credits_of(done.invoice_id)
        gone = {line.original_n for note in notes for line in note.lines}
        left = [line.n for line in root.lines if line.n not in gone]
        if left:
            refund(
                self.shop,
                done,
                *(RefundLine(n=n, qty_milli=1_000) for n in left[: self.rng.randint(1, len(left))]),
            )

    def day(self) -> None:
        self.shop.close_till()
        self.shop.time.advance(86_400_000)
        self.shop.open_till(10**6)
