"""A random till for the tests of money: documents, drawers and stock, made by the engines that a sale is made by.

`Counter(seed)` is a shop without a database. What it does is kept as lists of facts; `tick()` gives ids and instants.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.money import allocate
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.invoice import (
    DocumentKind,
    Invoice,
    InvoiceForm,
    InvoiceLine,
    OriginalDocument,
    Party,
    StaffShare,
)
from salondesk.domain.sale.ticket import LineKind, TenderKind, TicketLine
from salondesk.domain.stock import StockMovement
from salondesk.domain.till import CashMovement, MovementKind, TillSession
from salondesk.engine.credit import credit_lines, credited_so_far
from salondesk.engine.pricing import PricedLine, price_ticket
from salondesk.engine.tax import category_totals
from salondesk.engine.tendering import Offered, Settlement, give_back, settle
from tests.unit.engine.pricing_cases import TAX_CODES, amount, line, percent

FIRST_DAY = date(2026, 11, 20)
FIRST_MS = 1_795_150_800_000  # 09:00 in Dubai on that day
DAY_MS = 86_400_000
BRANCH, TILL, SERIES, CASHIER = (Id(letter * 16) for letter in (b"b", b"t", b"s", b"c"))
STAFF = {Id(bytes([0xA0 + n]) * 16): LocalText(en=name) for n, name in enumerate(("Mona", "Sara", "Lina"))}
ITEMS = {Id(bytes([0x50 + n]) * 16): LineKind.PRODUCT if n > 3 else LineKind.SERVICE for n in range(6)}
SELLER = Party(
    names=LocalText(en="Pearl", ar="لؤلؤة"),
    address=LocalText(en="Dubai"),
    tax_number="100123456700003",
)


def an_invoice(n: int, lines: tuple[InvoiceLine, ...], **changes: object) -> Invoice:
    """Return an invoice of these lines, unpaid, with what `changes` say otherwise."""
    gross = sum(one.gross_minor for one in lines)
    facts: dict[str, Any] = {
        "id": Id(n.to_bytes(16, "big")),
        "branch_id": BRANCH,
        "till_id": TILL,
        "series_id": SERIES,
        "session_id": Id(bytes(16)),
        "kind": DocumentKind.INVOICE,
        "form": InvoiceForm.SIMPLIFIED,
        "number": f"T1A-INV-{n:06}",
        "seq": n,
        "currency": "AED",
        "issued_at": FIRST_MS + n,
        "offset_min": 240,
        "zone": "Asia/Dubai",
        "legal_date": FIRST_DAY,
        "supply_date": FIRST_DAY,
        "business_date": FIRST_DAY,
        "till_code": "T1",
        "cashier_id": CASHIER,
        "cashier": LocalText(en="Layla"),
        "seller": SELLER,
        "buyer": None,
        "client_id": None,
        "client_name": "",
        "ticket_id": None,
        "booking_id": None,
        "lines": lines,
        "tax_totals": category_totals(row for one in lines for row in one.taxes),
        "list_minor": sum(one.list_minor for one in lines),
        "discount_minor": sum(one.line_discount_minor + one.bill_discount_minor for one in lines),
        "discount_reason": "",
        "net_minor": sum(one.net_minor for one in lines),
        "tax_minor": sum(one.tax_minor for one in lines),
        "gross_minor": gross,
        "rounding_minor": 0,
        "payable_minor": gross,
        "tenders": (),
    }
    return Invoice(**(facts | changes))


def paid(document: Invoice, settlement: Settlement) -> Invoice:
    """Return the document with its tenders."""
    rounding = settlement.rounding_minor
    return replace(
        document,
        tenders=settlement.tenders,
        rounding_minor=rounding,
        payable_minor=document.gross_minor + rounding,
    )


def sold_line(sold: TicketLine, priced: PricedLine, n: int, staff: tuple[Id, ...]) -> InvoiceLine:
    """Return a priced line as the till copies it onto an invoice."""
    parts = allocate(priced.net_minor, [1] * len(staff)) if staff else ()
    return InvoiceLine(
        n=n,
        kind=sold.kind,
        item_id=sold.item_id,
        code=sold.code,
        names=sold.names,
        staff=tuple(
            StaffShare(staff_id=who, names=STAFF[who], net_minor=part)
            for who, part in zip(staff, parts, strict=True)
        ),
        qty_milli=sold.qty_milli,
        unit_price_minor=sold.unit_price_minor,
        basis=sold.basis,
        list_minor=priced.list_minor,
        line_discount_minor=priced.line_discount_minor,
        bill_discount_minor=priced.bill_discount_minor,
        discount_reason="",
        net_minor=priced.net_minor,
        tax_minor=priced.tax_minor,
        gross_minor=priced.gross_minor,
        taxes=priced.taxes,
    )


class Counter:
    """A shop's days at the till, by chance: everything it did, in the order in which it was done."""

    def __init__(self, seed: int, *, coins: tuple[int, ...] = (0, 5, 25)) -> None:
        self.rng = random.Random(seed)
        self.step = self.rng.choice(coins)
        self.n = 0
        self.day = FIRST_DAY
        self.invoices: list[Invoice] = []
        self.notes: dict[Id, list[Invoice]] = {}
        self.sessions: list[TillSession] = []
        self.petty_cash: list[CashMovement] = []
        self.stock_movements: list[StockMovement] = []

    @property
    def documents(self) -> list[Invoice]:
        """Every document, families together."""
        return [one for root in self.invoices for one in (root, *self.notes.get(root.id, ()))]

    def tick(self) -> int:
        """Return the next number; ids and instants are made of it."""
        self.n += 1
        return self.n

    def at(self) -> int:
        """Return the instant of the last tick: every one some minutes on, so that a day passes midnight."""
        return FIRST_MS + (self.day - FIRST_DAY).days * DAY_MS + self.n * 1_117_000 % (20 * 3_600_000)

    @property
    def session(self) -> TillSession:
        """The session that is open."""
        return self.sessions[-1]

    def open(self, float_minor: int = 50_000) -> None:
        """Open the till."""
        n = self.tick()
        self.sessions.append(
            TillSession(
                id=Id(n.to_bytes(16, "big")), branch_id=BRANCH, till_id=TILL, business_date=self.day,
                opened_at=self.at(), opened_by=CASHIER, float_minor=float_minor,
            )
        )  # fmt: skip

    def close(self, expected_minor: int, found_minor: int) -> None:
        """Close the till with what the count found over or short; the next day begins."""
        self.tick()
        self.sessions[-1] = replace(
            self.session,
            closed_at=self.at(),
            closed_by=CASHIER,
            expected_minor=expected_minor,
            counted_minor=expected_minor + found_minor,
            difference_reason="counted twice" if found_minor else "",
        )
        self.day += timedelta(days=1)

    def move_cash(self) -> None:
        """Put petty cash in or take it out."""
        n = self.tick()
        kind = self.rng.choice(list(MovementKind))
        self.petty_cash.append(
            CashMovement(
                id=Id(n.to_bytes(16, "big")), branch_id=BRANCH, session_id=self.session.id, kind=kind,
                amount_minor=self.rng.randrange(1, 20_000), reason="milk", at=self.at(), by=CASHIER,
            )
        )  # fmt: skip

    def move_stock(self) -> None:
        """Receive pieces of a product, or correct them."""
        n, product = self.tick(), self.rng.choice([item for item in ITEMS if ITEMS[item] is LineKind.PRODUCT])
        self.stock_movements.append(
            StockMovement(
                id=Id(n.to_bytes(16, "big")), branch_id=BRANCH, product_id=product, at=self.at(), by=CASHIER,
                qty_milli=self.rng.choice((-500, 1_000, 12_000)), reason="delivery", business_date=self.day,
                source=f"stock/{n}",
            )
        )  # fmt: skip

    def lines(self, most: int = 3) -> tuple[InvoiceLine, ...]:
        """Return the lines of a bill, priced; some are free, some have two people or none."""
        rng = self.rng
        sold = [self._ticket_line(n) for n in range(rng.randint(1, most))]
        bill = rng.choice((None, None, None, percent(100_000), percent(1_000_000), amount(1_234)))
        priced = price_ticket(sold, bill, tax_codes=TAX_CODES)
        return tuple(
            sold_line(one, price, n, tuple(rng.sample(list(STAFF), rng.choice((0, 1, 1, 2, 3)))))
            for n, (one, price) in enumerate(zip(sold, priced.lines, strict=True), 1)
        )

    def _ticket_line(self, n: int) -> TicketLine:
        rng = self.rng
        item = rng.choice(list(ITEMS))
        made = line(
            rng.choice((0, 2, 14_990, rng.randrange(1, 90_000))),
            rng.choice((1_000, 1_000, 2_000, 1_500)),
            basis=rng.choice((PriceBasis.INSIDE, PriceBasis.INSIDE, PriceBasis.ON_TOP)),
            tax=rng.choice(("vat5", "vat5", "zero", "none", "gst+pst")),
            discount=rng.choice((None, None, percent(150_000), amount(500))),
            n=n,
        )
        return replace(made, item_id=item, kind=ITEMS[item])

    def known_lines(self) -> tuple[InvoiceLine, ...]:
        """Return the lines of one of many bills that were priced before: cheaper than ``lines``."""
        return self.rng.choice(_priced_before())

    def draw_up(self, lines: tuple[InvoiceLine, ...], **changes: object) -> Invoice:
        """Return an invoice of this moment's session, not paid and not kept yet."""
        n = self.tick()
        return an_invoice(
            n, lines, issued_at=self.at(), business_date=self.day, legal_date=self.day,
            session_id=self.session.id, **changes,
        )  # fmt: skip

    def sell(self, **changes: object) -> Invoice:
        """Sell and take the money: by card, transfer, cash, or several."""
        document = self.draw_up(self.lines(), **changes)
        document = paid(
            document,
            settle(document.gross_minor, self._offered(document.gross_minor), cash_step_minor=self.step),
        )
        self.invoices.append(document)
        return document

    def _offered(self, gross: int) -> list[Offered]:
        rng, rest = self.rng, gross
        offered: list[Offered] = []
        for kind in rng.sample(list(TenderKind)[1:], rng.randint(0, 2)) if gross else ():
            part = rest if rng.random() < 0.3 else rng.randint(0, rest)
            if part:
                approval = rng.choice(("A1", "B2"))
                offered.append(Offered(kind=kind, amount_minor=part, approval=approval, last4="4242"))
                rest -= part
        if rest:
            offered.append(Offered(kind=TenderKind.CASH, amount_minor=rest + 25 + rng.randrange(5_000)))
        return offered

    def note(self, root: Invoice, *, whole: bool = False) -> Invoice | None:
        """Return a credit note of some or all that is left of an invoice, its money not given back yet."""
        earlier = self.notes.get(root.id, [])
        done = credited_so_far(one.lines for one in earlier)
        left = {one.n: one.qty_milli - done.get(one.n, 0) for one in root.lines}
        left = {n: qty for n, qty in left.items() if qty}
        if not left:
            return None
        wanted = left if whole else self._some_of(left)
        lines = credit_lines(root.lines, wanted, done)
        n, before = self.tick(), root.gross_minor + sum(one.gross_minor for one in earlier)
        gross = sum(one.gross_minor for one in lines)
        original = OriginalDocument(
            id=root.id, number=root.number, legal_date=root.legal_date, value_before_minor=before,
            value_after_minor=before + gross,
        )  # fmt: skip
        return an_invoice(
            n, lines, kind=DocumentKind.CREDIT_NOTE, number=f"T1A-CRN-{n:06}", original=original, reason="wrong",
            issued_at=self.at(), business_date=self.day, legal_date=self.day, session_id=self.session.id,
            client_id=root.client_id, booking_id=root.booking_id,
        )  # fmt: skip

    def _some_of(self, left: dict[int, int]) -> dict[int, int]:
        chosen = self.rng.sample(sorted(left), self.rng.randint(1, len(left)))
        return {n: self.rng.choice((left[n], max(left[n] // 2, 1))) for n in chosen}

    def refund(self, root: Invoice, *, whole: bool = False) -> Invoice | None:
        """Credit an invoice and give the money back to its tenders, as the till does."""
        note, earlier = self.note(root, whole=whole), self.notes.get(root.id, [])
        if note is None:
            return None
        back = give_back(
            -note.gross_minor,
            paid=root.tenders,
            returned=[tender for one in earlier for tender in one.tenders],
            rounding_left_minor=root.rounding_minor + sum(one.rounding_minor for one in earlier),
            cash_step_minor=self.step,
        )
        note = paid(note, back)
        self.keep(note)
        return note

    def keep(self, note: Invoice) -> None:
        """Put a credit note into its family."""
        assert note.original is not None
        self.notes.setdefault(note.original.id, []).append(note)


@cache
def _priced_before() -> tuple[tuple[InvoiceLine, ...], ...]:
    return tuple(Counter(seed).lines(2) for seed in range(300))


def counter_days(seed: int, days: int = 2, bills: int = 4) -> Counter:
    """Return a shop after some days: sales, refunds of today's and earlier bills, petty cash, stock, counts."""
    shop = Counter(seed)
    rng = shop.rng
    for _ in range(days):
        shop.open(rng.choice((0, 30_000)))
        for _ in range(rng.randint(1, bills)):
            shop.sell()
            if rng.random() < 0.5:
                shop.refund(rng.choice(shop.invoices), whole=rng.random() < 0.3)
            if rng.random() < 0.3:
                shop.move_cash()
            if rng.random() < 0.3:
                shop.move_stock()
        shop.close(rng.randrange(10**5), rng.choice((0, 0, -150, 75)))
    return shop
