"""The derived ledger: what the till has posted until now, and more, so that money is always somewhere."""

from __future__ import annotations

from collections import Counter as Bag
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from salondesk.core.ids import Id
from salondesk.domain.ledger import DRAWER, STOCK, LedgerEntry
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation, Payment
from salondesk.domain.sale.ticket import LineKind, TenderKind
from salondesk.domain.till import MovementKind
from salondesk.engine import posting
from salondesk.engine.posting import CARD, CREDIT, MONEY, RECEIVABLE, ROUNDING, TRANSFER, Facts, postings
from salondesk.engine.tender_payments import tender_payments
from tests.unit.engine.money_cases import BRANCH, CASHIER, FIRST_DAY, Counter, counter_days

HISTORIES = 5_000
Ledger = Callable[[Facts], Iterable[LedgerEntry]]


# ---------------------------------------------------------------- the same as until now


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry without id and key: what must not change."""

    account: str
    holder: Id
    unit: str
    amount: int
    at: int
    day: date
    note: str = ""


def posted_until_now(shop: Counter) -> Iterator[Posted]:
    """Yield what sale, refund, till and stock have posted, as they stood before the ledger was derived."""
    for session in shop.sessions:
        yield Posted(
            DRAWER, session.id, "AED", session.float_minor, session.opened_at, session.business_date, "float"
        )
    days = {session.id: session.business_date for session in shop.sessions}
    for cash in shop.petty_cash:
        signed = cash.amount_minor if cash.kind is MovementKind.IN else -cash.amount_minor
        yield Posted(DRAWER, cash.session_id, "AED", signed, cash.at, days[cash.session_id], cash.reason)
    for document in shop.documents:
        at, day = document.issued_at, document.business_date
        for line in document.lines:
            if line.kind is LineKind.PRODUCT:
                yield Posted(STOCK, line.item_id, "piece", -line.qty_milli, at, day)
        for tender in document.tenders:
            if tender.kind is TenderKind.CASH:
                yield Posted(DRAWER, document.session_id, document.currency, tender.amount_minor, at, day)
    for moved in shop.stock_movements:
        yield Posted(
            STOCK, moved.product_id, "piece", moved.qty_milli, moved.at, moved.business_date, moved.reason
        )


def facts_of(shop: Counter) -> Facts:
    taken = [one for root in shop.invoices for one in tender_payments(root, shop.notes.get(root.id, ()))]
    return Facts(
        currency="AED",
        documents=shop.documents,
        payments=[payment for payment, _ in taken],
        allocations=[allocation for _, allocation in taken],
        sessions=shop.sessions,
        petty_cash=shop.petty_cash,
        stock_movements=shop.stock_movements,
    )


def assert_as_until_now(ledger: Ledger, seeds: Iterable[int]) -> None:
    for seed in seeds:
        shop = counter_days(seed)
        entries = [
            Posted(e.account, e.holder_id, e.unit, e.amount, e.at, e.business_date, e.note)
            for e in ledger(facts_of(shop))
            if e.account in (DRAWER, STOCK) and not e.source_key.endswith("/difference")
        ]
        assert Bag(entries) == Bag(posted_until_now(shop)), seed


def test_drawer_and_stock_are_entered_as_until_now_to_the_last_entry_of_nothing() -> None:
    assert_as_until_now(postings, range(300))


def test_what_was_paid_at_the_counter_leaves_nothing_owed_and_no_credit() -> None:
    for seed in range(100):
        balances = balances_of(postings(facts_of(counter_days(seed))))
        assert not any(balances[key] for key in balances if key[0] in (RECEIVABLE, CREDIT))


# ---------------------------------------------------------------- random histories of payments apart


Balances = dict[tuple[str, Id], int]


def balances_of(entries: Iterable[LedgerEntry]) -> Balances:
    sums: Balances = {}
    for entry in entries:
        key = (entry.account, entry.holder_id)
        sums[key] = sums.get(key, 0) + entry.amount
    return sums


class Books(Counter):
    """A shop where money comes ahead, late, in parts, to a wrong bill and back again; it keeps its own count.

    ``true`` is the balance of every account and holder, counted as things happen and never from an entry.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed, coins=(0, 25))
        self.payments: list[Payment] = []
        self.allocations: list[Allocation] = []
        self.true: Balances = {}

    def count(self, account: str, holder: Id, amount: int) -> None:
        self.true[account, holder] = self.true.get((account, holder), 0) + amount

    def bill(self) -> Invoice:
        document = self.draw_up(self.known_lines())
        self.invoices.append(document)
        self._issued(document, document.id)
        return document

    def credit(self, root: Invoice) -> None:
        note = self.note(root)
        if note is not None:
            self.keep(note)
            self._issued(note, root.id)

    def _issued(self, document: Invoice, root: Id) -> None:
        self.count(RECEIVABLE, root, document.gross_minor)
        for line in document.lines:
            if line.kind is LineKind.PRODUCT:
                self.count(STOCK, line.item_id, -line.qty_milli)

    def take(self, amount: int, kind: TenderKind, *, reverses: Id | None = None) -> Payment:
        """Take or, below zero, give back money: in cash what the coins allow, the rest is rounding."""
        rounding = 0
        if kind is TenderKind.CASH and self.step:
            rounding = (amount + self.step // 2) // self.step * self.step - amount
        n = self.tick()
        change = 500 if kind is TenderKind.CASH and amount > 0 else 0
        payment = Payment(
            id=Id(n.to_bytes(16, "big")), branch_id=BRANCH, session_id=self.session.id, kind=kind,
            amount_minor=amount + rounding, tendered_minor=amount + rounding + change if amount > 0 else 0,
            change_minor=change, rounding_minor=rounding, reverses=reverses, at=self.at(), business_date=self.day,
            by=CASHIER, number=f"P{n % 3}",
        )  # fmt: skip
        self.payments.append(payment)
        self.count(MONEY[kind], self.session.id, amount + rounding)
        self.count(ROUNDING, self.session.id, rounding)
        self.count(CREDIT, payment.id, amount)
        return payment

    def put(self, payment: Payment, root: Invoice, amount: int) -> None:
        """Allocate a part of a payment; below zero takes it back."""
        n = self.tick()
        self.allocations.append(
            Allocation(
                id=Id(n.to_bytes(16, "big")), branch_id=BRANCH, payment_id=payment.id, document_id=root.id,
                amount_minor=amount, at=self.at(), business_date=self.day, by=CASHIER,
            )
        )  # fmt: skip
        self.count(CREDIT, payment.id, -amount)
        self.count(RECEIVABLE, root.id, -amount)

    def one_thing(self) -> None:
        """Do one thing that may happen to money."""
        rng = self.rng
        root = rng.choice(self.invoices)
        owed, kind = self.true[RECEIVABLE, root.id], rng.choice(list(TenderKind))
        chance = rng.random()
        if chance < 0.4 and owed > 0:
            part = rng.choice((owed, rng.randint(1, owed)))
            self.put(self.take(part, kind), root, part)
        elif chance < 0.5:
            self.take(rng.randrange(1, 10_000), kind)  # a deposit: allocated later, or never
        elif chance < 0.65 and self.payments:
            payment = rng.choice(self.payments)
            free = self.true[CREDIT, payment.id]
            if free:
                self.put(payment, root, free if rng.random() < 0.5 else free // 2)
        elif chance < 0.75 and self.allocations:
            wrong = rng.choice(self.allocations)
            payment = next(one for one in self.payments if one.id == wrong.payment_id)
            mine = next(one for one in self.invoices if one.id == wrong.document_id)
            self.put(payment, mine, -wrong.amount_minor)
        elif chance < 0.9:
            self.credit(root)
        elif owed < 0:
            self.put(self.take(owed, kind, reverses=Id(bytes(16))), root, owed)
        else:
            self.bill()

    def facts(self) -> Facts:
        return Facts(
            currency="AED",
            documents=self.documents,
            payments=self.payments,
            allocations=self.allocations,
            sessions=self.sessions,
            petty_cash=self.petty_cash,
            stock_movements=self.stock_movements,
        )


def history(seed: int) -> Books:
    """Return a shop after two sessions and some ten things that may happen to money."""
    books = Books(seed)
    rng = books.rng
    for _ in range(2):
        books.open(float_minor := rng.choice((0, 30_000)))
        drawer = books.session.id
        books.count(DRAWER, drawer, float_minor)
        books.bill()
        for _ in range(rng.randint(1, 6)):
            books.one_thing()
        if rng.random() < 0.4:
            books.move_cash()
            cash = books.petty_cash[-1]
            books.count(DRAWER, drawer, cash.amount_minor * (1 if cash.kind is MovementKind.IN else -1))
        if rng.random() < 0.4:
            books.move_stock()
            moved = books.stock_movements[-1]
            books.count(STOCK, moved.product_id, moved.qty_milli)
        found = rng.choice((0, 0, -150, 75))
        books.close(books.true[DRAWER, drawer], found)
        books.count(DRAWER, drawer, found)
    return books


def assert_books_balance(books: Books, ledger: Ledger) -> None:
    """Assert every balance, and the three identities of money between them."""
    entries = list(ledger(books.facts()))
    assert len({e.source_key for e in entries}) == len({e.id for e in entries}) == len(entries)
    balances = balances_of(entries)
    assert {key: sum_ for key, sum_ in balances.items() if sum_} == {
        key: sum_ for key, sum_ in books.true.items() if sum_
    }
    families: Bag[Id] = Bag()
    for document in books.documents:
        families[document.original.id if document.original else document.id] += document.gross_minor
    allocated: Bag[Id] = Bag()
    for allocation in books.allocations:
        allocated[allocation.document_id] += allocation.amount_minor
    for root in books.invoices:
        assert balances.get((RECEIVABLE, root.id), 0) == families[root.id] - allocated[root.id]
    unallocated = sum(one.allocatable_minor for one in books.payments) - sum(allocated.values())
    assert total(balances, CREDIT) == unallocated
    money = sum(e.amount for e in entries if e.source_key.endswith("/money"))
    assert money == sum(allocated.values()) + total(balances, CREDIT) + total(balances, ROUNDING)
    for session in books.sessions:
        assert balances.get((DRAWER, session.id), 0) == session.counted_minor


def total(balances: Balances, account: str) -> int:
    return sum(amount for (name, _), amount in balances.items() if name == account)


def test_money_is_always_somewhere() -> None:
    for seed in range(HISTORIES):
        assert_books_balance(history(seed), postings)


# ---------------------------------------------------------------- mutants


def changed(part: str, **changes: Callable[[LedgerEntry], object]) -> Ledger:
    """Return the ledger with the entries of one part changed."""

    def ledger(facts: Facts) -> Iterator[LedgerEntry]:
        for entry in postings(facts):
            if entry.source_key.rsplit("/", 1)[1] != part:
                yield entry
            elif changes:
                yield replace(entry, **{name: change(entry) for name, change in changes.items()})  # type: ignore[arg-type]

    return ledger


def without(part: str) -> Ledger:
    """Return the ledger without the entries of one part."""
    return changed(part)


def of_payments(change: Callable[[Payment], Payment]) -> Ledger:
    """Return the ledger of payments read wrongly."""
    return lambda facts: postings(replace(facts, payments=[change(one) for one in facts.payments]))


def by_printed_number(facts: Facts) -> Iterator[LedgerEntry]:
    """Key a payment's entries by its number, which another till may print too."""
    numbers = {payment.id.hex(): payment.number for payment in facts.payments}
    for entry in postings(facts):
        owner, part = entry.source_key.split("/")
        yield replace(entry, source_key=f"{numbers.get(owner, owner)}/{part}")


def each_document_alone(facts: Facts) -> Iterator[LedgerEntry]:
    """Let a credit note owe to itself."""
    ids = {document.id.hex(): document.id for document in facts.documents}
    for entry in postings(facts):
        owner, part = entry.source_key.split("/")
        yield replace(entry, holder_id=ids[owner]) if part == "receivable" and owner in ids else entry


def petty_cash_in(facts: Facts) -> Iterable[LedgerEntry]:
    """Let all petty cash come in."""
    cash = [replace(one, kind=MovementKind.IN) for one in facts.petty_cash]
    return postings(replace(facts, petty_cash=cash))


MUTANTS: dict[str, Ledger] = {
    "no float": without("float"),
    "no difference at close": without("difference"),
    "no petty cash": without("cash"),
    "no rounding": without("rounding"),
    "no credit": without("credit"),
    "no receivable": without("receivable"),
    "no stock movement": without("stock"),
    "no sold stock": without("n1"),
    "sold stock comes in": changed("n1", amount=lambda e: -e.amount),
    "rounding turned": changed("rounding", amount=lambda e: -e.amount),
    "difference turned": changed("difference", amount=lambda e: -e.amount),
    "all money in the drawer": changed("money", account=lambda _: DRAWER),
    "card and transfer in one": changed("money", account=lambda e: CARD if e.account == TRANSFER else e.account),
    "money without its session": changed("money", holder_id=lambda _: BRANCH),
    "rounding is owed": of_payments(lambda one: replace(one, rounding_minor=0)),
    "change is kept": of_payments(lambda one: replace(one, amount_minor=one.tendered_minor or one.amount_minor)),
    "money given back comes in": of_payments(lambda one: replace(one, amount_minor=abs(one.amount_minor))),
    "key by printed number": by_printed_number,
    "each document a family": each_document_alone,
    "petty cash only comes": petty_cash_in,
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_ledger_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        for seed in range(60):
            assert_books_balance(history(seed), MUTANTS[name])


LATE = {
    "another day": changed("money", business_date=lambda _: date(2000, 1, 1)),
    "another instant": changed("money", at=lambda e: e.at + 1),
    "another unit": changed("n1", unit=lambda _: "box"),
    "no note": changed("cash", note=lambda _: ""),
    "nothing for coins that went in and out": lambda facts: (e for e in postings(facts) if e.amount),
}


@pytest.mark.parametrize("name", LATE)
def test_a_ledger_unlike_the_one_until_now_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_as_until_now(LATE[name], range(60))


# ---------------------------------------------------------------- by hand


def test_every_tender_has_an_account() -> None:
    assert set(MONEY) == set(TenderKind)


def test_a_key_is_the_facts_id_and_a_part_and_the_same_everywhere() -> None:
    shop = Counter(7)
    shop.open()
    (entry,) = posting.of_session(shop.session, "AED")
    assert entry.source_key == f"{shop.session.id.hex()}/float"
    assert posting.of_session(shop.session, "AED") == (entry,)


def test_an_open_session_has_no_difference_whatever_was_counted_meanwhile() -> None:
    shop = Counter(7)
    shop.open()
    counting = replace(shop.session, expected_minor=50_000, counted_minor=40_000)
    assert [e.amount for e in posting.of_session(counting, "AED")] == [50_000]


def test_petty_cash_of_an_unknown_session_is_refused() -> None:
    shop = Counter(7)
    shop.open()
    shop.move_cash()
    with pytest.raises(KeyError):
        list(postings(Facts(currency="AED", petty_cash=shop.petty_cash)))


def test_a_bill_rounded_to_nothing_is_entered_and_no_money_with_it() -> None:
    payment = Payment(
        id=Id(b"p" * 16), branch_id=BRANCH, session_id=Id(b"e" * 16), kind=TenderKind.CASH, amount_minor=0,
        rounding_minor=-2, at=1, business_date=FIRST_DAY, by=CASHIER,
    )  # fmt: skip
    entries = posting.of_payment(payment, "AED")
    assert [(e.account, e.amount) for e in entries] == [(ROUNDING, -2), (CREDIT, 2)]
    all_rounding = replace(payment, amount_minor=-2)
    assert [(e.account, e.amount) for e in posting.of_payment(all_rounding, "AED")] == [
        (DRAWER, -2),
        (ROUNDING, -2),
    ]
