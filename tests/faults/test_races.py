"""Two to four processes at once on one shop: one winner each, a clear word to the losers, nothing lost."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from salondesk.app.workers.changes import OtherCommits
from salondesk.core.ids import Id
from salondesk.domain.booking import BookingStatus
from salondesk.domain.change import ChangeSet
from salondesk.domain.sale.ticket import TenderKind, Ticket
from salondesk.engine.tendering import Offered
from salondesk.services.booking.visits import BookVisit, MoveBooking, RequestedLine, SetStatus
from salondesk.services.catalog.edit import EditService
from salondesk.services.catalog.stock import CountStock
from salondesk.services.client.card import AddClient, NewClient
from salondesk.services.client.erase import EraseClient
from salondesk.services.hub import ChangeHub
from salondesk.services.sale.checkout import CloseTicket
from salondesk.services.sale.on_account import SetCreditLimit
from salondesk.services.sale.pay_later import PayInvoice
from salondesk.services.sale.refund import RefundInvoice
from salondesk.services.sale.ticket import SetBuyer
from salondesk.services.shop.retention import PruneLog
from salondesk.services.shop.upkeep import Rebuild
from salondesk.services.till.session import CloseTill, OpenTill
from salondesk.services.visit_bill import OpenBill
from salondesk.storage.backup import make_backup, verify
from salondesk.storage.commit_signal import CommitSignal
from tests.faults import racer
from tests.faults.conftest import LATE_MS
from tests.faults.judge import assert_whole
from tests.faults.killed import context
from tests.faults.racer import Told, race
from tests.support.fault_tally import Faults
from tests.support.shop import StaffedShop, open_home

pytestmark = pytest.mark.faults
Runner = tuple[Callable[..., Any], tuple[Any, ...]]
"""What a process does, and with which words."""


def key(rng: Random) -> Id:
    return Id(rng.randbytes(16))


def cash(minor: int) -> tuple[Offered, ...]:
    return (Offered(kind=TenderKind.CASH, amount_minor=minor),)


def line(shop: StaffedShop, at: int) -> RequestedLine:
    return RequestedLine(service_id=shop.services["CUT"].id, staff_id=shop.people["MONA"], start_at=at)


def close_of(shop: StaffedShop, ticket: Ticket, rng: Random) -> CloseTicket:
    due = shop.due(ticket)
    return CloseTicket(
        key=key(rng),
        ticket_id=ticket.id,
        expected_version=ticket.version,
        shown_gross_minor=due,
        offered=cash(due),
    )


# ---------------------------------------------------------------- one winner


def same_slot(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    at = shop.at("11:00", shop.today())
    return [
        (racer.run, (BookVisit(key=key(rng), lines=(line(shop, at + i),)), shop.reception)) for i in range(n)
    ]


def same_bill(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    ticket = shop.ticket("CUT", "OIL")
    return [(racer.run, (close_of(shop, ticket, rng), shop.reception)) for _ in range(n)]


def same_shelf(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    oil = shop.products["OIL"].id
    shown = shop.value("SELECT sum(amount) FROM ledger_entry WHERE account = 'stock' AND holder_id = ?", oil)
    return [
        (
            racer.run,
            (
                CountStock(
                    key=key(rng), product_id=oil, counted_milli=3_000 + i, shown_milli=shown, reason="counted"
                ),
                shop.manager,
            ),
        )
        for i in range(n)
    ]


def same_visit(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    visit = shop.book("LINA", at="15:00", day=shop.today())
    return [
        (
            racer.run,
            (
                MoveBooking(
                    key=key(rng), booking_id=visit.id, expected_version=visit.version, line_id=None,
                    delta_ms=(i + 1) * 300_000,
                ),
                shop.reception,
            ),
        )
        for i in range(n)
    ]  # fmt: skip


def same_field(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    cut = shop.services["CUT"]
    return [
        (
            racer.run,
            (
                EditService(
                    key=key(rng), row_id=cut.id, changes={"price_minor": (cut.price_minor, 70_000 + i)}
                ),
                shop.manager,
            ),
        )
        for i in range(n)
    ]


def two_z(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    session_id = Id(shop.value("SELECT id FROM till_session WHERE closed_at IS NULL"))
    return [
        (
            racer.run,
            (CloseTill(key=key(rng), session_id=session_id, counted_minor=1, reason="short"), shop.manager),
        )
        for _ in range(n)
    ]


def two_openings(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    shop.close_till()
    return [(racer.run, (OpenTill(key=key(rng), float_minor=100), shop.manager)) for _ in range(n)]


def same_refund(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    sale = shop.sell("CUT").invoice_id
    return [
        (racer.run, (RefundInvoice(key=key(rng), invoice_id=sale, reason="unhappy"), shop.manager))
        for _ in range(n)
    ]


def same_debt(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    client = shop.run(AddClient(key=key(rng), client=NewClient(name="Noor")))
    shop.run(SetCreditLimit(key=key(rng), client_id=client.id, limit_minor=100_000), shop.manager)
    ticket = shop.ticket("CUT")
    ticket = shop.run(
        SetBuyer(
            key=key(rng), ticket_id=ticket.id, expected_version=ticket.version, client_id=client.id,
            full_invoice=False, buyer_name="", buyer_tax_number="", buyer_address="",
        )
    )  # fmt: skip
    due = shop.due(ticket)
    sale = shop.run(
        CloseTicket(
            key=key(rng), ticket_id=ticket.id, expected_version=ticket.version, shown_gross_minor=due, offered=(),
            on_account_minor=due,
        ),
        shop.manager,
    )  # fmt: skip
    return [
        (
            racer.run,
            (
                PayInvoice(
                    key=key(rng),
                    invoice_id=sale.invoice_id,
                    shown_due_minor=due,
                    amount_minor=due,
                    offered=cash(due),
                ),
                shop.manager,
            ),
        )
        for _ in range(n)
    ]


def bill_or_visit(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    """One calls off the visit and drops its bill, the others take the money for it."""
    visit = shop.book("LINA", at="15:00", day=shop.today())
    ticket = shop.ticket("OIL", booking=visit)
    called_off = SetStatus(
        key=key(rng), booking_id=visit.id, expected_version=visit.version, status=BookingStatus.CANCELLED,
        reason="asked", open_bill=OpenBill.DROP,
    )  # fmt: skip
    return [
        (racer.run, (called_off, shop.manager)),
        *[(racer.run, (close_of(shop, ticket, rng), shop.reception)) for _ in range(n - 1)],
    ]


def debt_or_refund(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    """One gives back an invoice that nobody has paid yet, the others take the money for it."""
    payers = same_debt(shop, rng, n - 1)
    owed = payers[0][1][0].invoice_id
    back = RefundInvoice(key=key(rng), invoice_id=owed, reason="unhappy", shown=())
    return [(racer.run, (back, shop.manager)), *payers]


OTHERS = (
    same_slot, same_shelf, same_visit, same_field, two_z, two_openings, same_refund, same_debt, bill_or_visit,
    debt_or_refund,
)  # fmt: skip


@pytest.mark.parametrize(
    "prepare", [same_bill, *(pytest.param(one, marks=pytest.mark.torture) for one in OTHERS)]
)
def test_one_wins(
    fresh: Callable[[], Path], tmp_path: Path, faults: Faults, prepare: Callable[..., list[Runner]]
) -> None:
    kind = f"race: {prepare.__name__.replace('_', ' ')}"
    for rng in faults.each(kind, share=0.25):
        told = raced(fresh(), tmp_path, rng, prepare)
        assert [t.fault for t in told if t.fault] == []
        assert sum(t.won for t in told) == 1, told
        faults.note(kind, next(t.said for t in told if not t.won)[:60])


# ---------------------------------------------------------------- all win


def same_key(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    command = close_of(shop, shop.ticket("CUT", "OIL"), rng)
    return [(racer.run, (command, shop.reception)) for _ in range(n)]


def same_numbers(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    return [(racer.sell_some, (rng.randint(2, 6),)) for _ in range(n)]


def prune_and_sell(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    prunes = [(PruneLog(key=key(rng)), shop.console) for _ in range(4)]
    return [(racer.run_all, (prunes,)), *[(racer.sell_some, (4,)) for _ in range(n - 1)]]


def rebuild_and_sell(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    with shop.unit() as uow:
        connection = uow.bookings.connection
        connection.execute("DELETE FROM daily")
        connection.execute("UPDATE balance SET amount = amount + 5")
        uow.commit()
    rebuilds = [(Rebuild(key=key(rng)), shop.console) for _ in range(3)]
    return [(racer.run_all, (rebuilds,)), *[(racer.sell_some, (4,)) for _ in range(n - 1)]]


def backup_and_sell(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    return [
        (racer.save_a_copy, (shop.paths.home / "documents" / "copy.db",)),
        *[(racer.sell_some, (4,)) for _ in range(n - 1)],
    ]


ALL_WIN = (same_key, same_numbers, prune_and_sell, rebuild_and_sell, backup_and_sell)


@pytest.mark.torture
@pytest.mark.parametrize("prepare", ALL_WIN)
def test_all_win(
    fresh: Callable[[], Path], tmp_path: Path, faults: Faults, prepare: Callable[..., list[Runner]]
) -> None:
    kind = f"race: {prepare.__name__.replace('_', ' ')}"
    for rng in faults.each(kind, share=0.25):
        home = fresh()
        told = raced(home, tmp_path, rng, prepare)
        assert [t.fault for t in told if t.fault] == []
        assert all(t.won for t in told), told
        numbers = [number for t in told for number in t.values]
        assert len(set(numbers)) == len(numbers)
        copy = home / "documents" / "copy.db"
        if copy.exists():
            verify(copy)
            for suffix in ("", "-wal", "-shm"):
                (home / f"shop.db{suffix}").unlink(missing_ok=True)
            copy.replace(home / "shop.db")
            shop = open_home(home, now_ms=LATE_MS)
            assert_whole(shop)
            shop.close()
        faults.note(kind, f"all of {len(told)} done")


# ---------------------------------------------------------------- either or


def erase_and_book(shop: StaffedShop, rng: Random, n: int) -> list[Runner]:
    client = shop.run(AddClient(key=key(rng), client=NewClient(name="Noor", phone="+971501112233"))).id
    return [
        (racer.run, (EraseClient(key=key(rng), client_id=client), shop.console)),
        *[
            (
                racer.run,
                (
                    BookVisit(
                        key=key(rng),
                        lines=(line(shop, shop.at("12:00") + 86_400_000 * (440 + i)),),
                        client_id=client,
                    ),
                    shop.reception,
                ),
            )
            for i in range(n - 1)
        ],
    ]


@pytest.mark.torture
def test_an_erased_client_has_no_visit_ahead(
    fresh: Callable[[], Path], tmp_path: Path, faults: Faults
) -> None:
    for rng in faults.each("race: erase and book", share=0.5):
        told = raced(fresh(), tmp_path, rng, erase_and_book)
        assert [t.fault for t in told if t.fault] == []
        erased, *booked = told
        assert erased.won != any(t.won for t in booked), told
        faults.note("race: erase and book", "erased" if erased.won else "booked")


@pytest.mark.torture
def test_a_restore_against_sales_loses_none(
    fresh: Callable[[], Path], tmp_path: Path, faults: Faults
) -> None:
    """What was sold is in the shop or, if a backup took its place, in the database that was kept."""
    for rng in faults.each("race: restore and sell", share=0.5):
        home = fresh()
        backup = tmp_path / "backup.db"
        make_backup(home / "shop.db", backup)

        def restore_and_sell(shop: StaffedShop, rng: Random, n: int, backup: Path = backup) -> list[Runner]:
            sellers: list[Runner] = [(racer.sell_in_passing, (LATE_MS, rng.random())) for _ in range(n - 1)]
            return [(racer.put_back, (backup,)), *sellers]

        told = raced(home, tmp_path, rng, restore_and_sell, watched=False)
        assert [t.fault for t in told if t.fault] == []
        restored, *sold = told
        kept = [home / "shop.db", *(home / "backups").glob("replaced-*.db")]
        numbers = {number for one in kept for number in numbers_of(one)}
        assert {number for t in sold for number in t.values} <= numbers
        faults.note("race: restore and sell", "restored" if restored.won else restored.said[:60])


def numbers_of(path: Path) -> list[str]:
    """Return the numbers of the documents in a database."""
    connection = dbapi2.connect(str(path))
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in connection.execute("SELECT number FROM invoice").fetchall()]
    finally:
        connection.close()


# ---------------------------------------------------------------- the start


class Window:
    """Another window on the shop, which hears what others commit."""

    def __init__(self, shop: StaffedShop) -> None:
        self.shop, self.heard = shop, list[Id]()
        self._hub, self._seq = ChangeHub(), shop.queries.last_seq()
        self._hub.subscribe(self._hear)
        self._signal = CommitSignal(shop.paths.database)
        self._others = OtherCommits(shop.queries, self._signal, self._hub, shop.clock, origin="window")

    def _hear(self, changes: ChangeSet) -> None:
        self.heard.append(changes.txn_id)

    def close(self) -> None:
        """It has heard of every command, once."""
        while self._others.step() <= self.shop.clock.now_ms():
            pass
        sql = "SELECT command_key FROM command_result WHERE n > ?"
        with self.shop.readers.lend() as connection:
            made = [Id(row[0]) for row in connection.execute(sql, (self._seq,)).fetchall()]
        self._signal.close()
        self.shop.close()
        assert sorted(self.heard) == sorted(made)


def raced(
    home: Path, folder: Path, rng: Random, prepare: Callable[..., list[Runner]], *, watched: bool = True
) -> list[Told]:
    """Prepare a shop, let processes start at once, and judge what they left; return what each tells."""
    shop = open_home(home, now_ms=LATE_MS)
    shop.open_till()
    runners = prepare(shop, rng, rng.randint(2, 4))
    if watched:
        window = Window(shop)
        told = _start(home, folder, runners)
        window.close()
    else:
        shop.close()
        told = _start(home, folder, runners)
    shop = open_home(home, now_ms=LATE_MS)
    try:
        assert_whole(shop)
    finally:
        shop.close()
    return told


def _start(home: Path, folder: Path, runners: list[Runner]) -> list[Told]:
    start = context().Barrier(len(runners))
    files = [folder / f"told{n}" for n in range(len(runners))]
    processes = [
        context().Process(target=race, args=(home, file, start, LATE_MS, do, words))
        for file, (do, words) in zip(files, runners, strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
        process.close()
    return [pickle.loads(file.read_bytes()) for file in files]
