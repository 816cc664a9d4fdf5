"""Work done in a shop by the program of an older revision: run inside that program, so it knows names of every age.

`older_programs.py` runs it with the older program in PYTHONPATH: ``init HOME`` or ``demo HOME``, then for each day
``work HOME DAY whole|half`` and ``tell HOME DAY``. It asks the program for each command by its name, and leaves out what
that program did not know. A day's work ends in a line of JSON: what came of each piece. Today's program does the same
days in the tests.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Any

import salondesk.domain
import salondesk.engine
import salondesk.services
from salondesk.app.bootstrap import OpenShop, open_shop
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import FixedClock
from salondesk.core.errors import SalonDeskError
from salondesk.core.localtext import LocalText
from tests.support import shop as support

DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000


class Unknown(Exception):
    """The program of this revision does not know that yet."""


@cache
def known(*names: str) -> Any:
    """Return what the program calls by one of these names. Raises Unknown."""
    for package in (salondesk.services, salondesk.domain, salondesk.engine):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            loaded = importlib.import_module(module.name)
            for name in names:
                if hasattr(loaded, name):
                    return getattr(loaded, name)
    raise Unknown(names[0])


def made(*names: str, **words: Any) -> Any:
    """Return a record of the class with one of these names, with those of the words that it has."""
    kind = known(*names)
    has = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in words.items() if name in has})


class Day:
    """One day's work in a shop."""

    def __init__(self, shop: Any, day: int) -> None:
        self.shop, self.day = shop, day
        with shop.unit() as uow:
            staff = [p for p in uow.staff.all() if p.bookable]
            self.services = sorted(uow.services.all(), key=lambda s: (s.sort, s.code))
            self.products = sorted(uow.products.all(), key=lambda p: (p.sort, p.code))
        self.staff = sorted(staff, key=lambda p: p.code)

    # -- what is asked of the program

    def run(self, *names: str, by: Any = None, **words: Any) -> Any:
        """Give a command by its name."""
        return self.shop.executor.run(
            made(*names, key=self.shop.new_id(), **words), by or self.shop.reception
        )

    def edit(self, name: str, record: Any, **wanted: Any) -> Any:
        """Change fields of a record as `salondesk set` does."""
        changes = {field: (getattr(record, field), value) for field, value in wanted.items()}
        return self.run(name, by=self.shop.manager, row_id=record.id, changes=changes)

    def one(self, repo: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return the first record that fits."""
        with self.shop.unit() as uow:
            return next(r for r in getattr(uow, repo).all() if fits(r))

    def at(self, text: str, days: int = 0) -> int:
        return int(self.shop.at(text, self.shop.today() + timedelta(days=days)))

    def line(self, at: int, person: int = 0, service: int = 0) -> Any:
        words = {
            "service_id": self.services[service].id, "staff_id": self.staff[person % len(self.staff)].id,
            "start_at": at, "minutes": None, "requested": False,
        }  # fmt: skip
        return made("RequestedLine", "WishedLine", **words)

    def book(self, at: str, person: int, **words: Any) -> Any:
        return self.run("BookVisit", lines=(self.line(self.at(at), person),), **words)

    def bill(self, *items: Any, booking: Any = None, client_id: Any = None) -> Any:
        bill = self.run("OpenTicket", booking_id=booking.id if booking else None, client_id=client_id)
        for item in items:
            is_service = item in self.services
            kinds = known("LineKind")
            bill = self.of(
                bill, "AddItem", kind=kinds.SERVICE if is_service else kinds.PRODUCT, item_id=item.id,
                staff_id=self.staff[0].id if is_service else None,
            )  # fmt: skip
        return bill

    def of(self, bill: Any, name: str, by: Any = None, **words: Any) -> Any:
        """Give a command about an open bill."""
        return self.run(name, by=by, ticket_id=bill.id, expected_version=bill.version, **words)

    def pay(self, bill: Any, *offered: Any, **words: Any) -> Any:
        due = self.shop.due(bill)
        cash = (made("Offered", kind=known("TenderKind").CASH, amount_minor=due),)
        return self.of(
            bill, "CloseTicket", by=self.shop.manager, shown_gross_minor=due,
            offered=offered or (() if "on_account_minor" in words or not due else cash), **words,
        )  # fmt: skip

    def value(self, sql: str, *words: Any) -> Any:
        return self.shop.value(sql, *words)

    # -- the diary

    def new_clients(self) -> None:
        client = made("NewClient", name=f"Noor {self.day}", phone=f"+9715010{self.day:05}", lang="ar")
        noor = self.run("AddClient", client=client)
        self.run(
            "EditClient", client_id=noor.id, expected_version=noor.version, name=noor.name, phone=noor.phone,
            email="noor@example.com", lang="en", notes="likes tea", alert="allergic",
        )  # fmt: skip

    def visits(self) -> None:
        guest = made("NewClient", name=f"Guest {self.day}", phone=f"+9715020{self.day:05}")
        one = self.book("11:00", 0, new_client=guest, note="window seat")
        one = self.run(
            "MoveBooking", booking_id=one.id, expected_version=one.version, line_id=None, delta_ms=HOUR_MS
        )
        line = one.lines[0]
        start = line.start_at if hasattr(line, "start_at") else line.span.start_ms
        end = line.end_at if hasattr(line, "end_at") else line.span.end_ms
        one = self.run(
            "ResizeLine", booking_id=one.id, expected_version=one.version, line_id=line.id, start_at=start,
            end_at=end + 15 * MINUTE_MS,
        )  # fmt: skip
        one = self.run(
            "EditBooking", booking_id=one.id, expected_version=one.version, note="with a friend",
            client_id=one.client_id, add=(self.line(self.at("15:00"), 1, 1),), drop=(),
        )  # fmt: skip
        statuses = known("BookingStatus")
        for status in (statuses.CONFIRMED, statuses.ARRIVED):
            one = self.run("SetStatus", booking_id=one.id, expected_version=one.version, status=status)
        two = self.book("17:00", 1)
        self.run(
            "SetStatus",
            booking_id=two.id,
            expected_version=two.version,
            status=statuses.CANCELLED,
            reason="ill",
        )
        three = self.book("18:00", 1)
        self.run(
            "SetStatus", booking_id=three.id, expected_version=three.version, status=statuses.NO_SHOW,
            by=self.shop.manager,
        )  # fmt: skip
        self.run("BookVisit", lines=(self.line(self.at("09:30", 3), 0),), client_id=one.client_id)

    def undone(self) -> None:
        self.book("19:00", 0)
        self.shop.executor.undo(self.shop.reception)
        self.shop.executor.redo(self.shop.reception)
        self.book("13:30", 1)
        self.shop.executor.undo(self.shop.reception)

    # -- the till

    def plain_sales(self) -> None:
        self.pay(self.bill(self.services[0], self.products[0]))
        due = self.bill(self.services[1])
        card = made(
            "Offered",
            kind=known("TenderKind").CARD,
            amount_minor=self.shop.due(due),
            approval="A1",
            last4="1234",
        )
        self.pay(due, card)

    def a_visits_bill(self) -> None:
        visit = self.book("20:00", 0, new_client=made("NewClient", name=f"Hala {self.day}"))
        self.pay(self.bill(self.products[0], booking=visit))

    def discounts(self) -> None:
        kinds, permissions = known("DiscountKind"), known("Permission")
        bill = self.bill(self.services[0], self.products[1])
        much = made("Discount", kind=kinds.PERCENT, value=300_000, reason="regular")
        override = self.shop.approval(permissions.SALE_DISCOUNT_BEYOND)
        bill = self.of(bill, "GiveDiscount", line_id=bill.lines[0].id, discount=much, override=override)
        little = made("Discount", kind=kinds.AMOUNT, value=500, reason="late")
        self.pay(self.of(bill, "GiveDiscount", line_id=None, discount=little))

    def full_invoice(self) -> None:
        words = {"buyer_name": "Pearl LLC", "buyer_tax_number": "100999999900003", "buyer_address": "Deira"}
        bill = self.bill(self.services[0])
        self.pay(self.of(bill, "SetBuyer", client_id=None, full_invoice=True, **words))

    def other_price(self) -> None:
        bill = self.bill(self.services[0], self.services[1])
        price = self.services[0].price_minor * 9 // 10
        words = {"line_id": bill.lines[0].id, "unit_price_minor": price, "reason": "agreed"}
        self.pay(self.of(bill, "ChangePrice", by=self.shop.manager, **words))

    def refunds(self) -> None:
        sale = self.pay(self.bill(self.services[0], self.products[0]))
        self.run("RefundInvoice", by=self.shop.manager, invoice_id=sale.invoice_id, reason="unhappy")
        sale = self.pay(self.bill(self.products[0], self.products[1]))
        line = made("RefundLine", n=1, qty_milli=1_000)
        self.run(
            "RefundInvoice", by=self.shop.manager, invoice_id=sale.invoice_id, reason="broken", lines=(line,)
        )

    def on_account(self) -> None:
        known("SetCreditLimit")
        client_id = self.run("AddClient", client=made("NewClient", name=f"Owing {self.day}")).id
        self.run("SetCreditLimit", by=self.shop.manager, client_id=client_id, limit_minor=500_000)
        sales = []
        for _ in range(2):
            bill = self.bill(self.services[0], client_id=client_id)
            sales.append((self.pay(bill, on_account_minor=self.shop.due(bill)), self.shop.due(bill)))
        sale, due = sales[0]
        for shown, part in ((due, due // 2), (due - due // 2, due - due // 2)):
            cash = made("Offered", kind=known("TenderKind").CASH, amount_minor=part)
            self.run(
                "PayInvoice", by=self.shop.manager, invoice_id=sale.invoice_id, shown_due_minor=shown,
                amount_minor=part, offered=(cash,),
            )  # fmt: skip

    def left_and_dropped(self) -> None:
        self.bill(self.services[0])
        bill = self.bill(self.products[0], self.services[1])
        bill = self.of(bill, "RemoveLine", line_id=bill.lines[1].id)
        five = made("Discount", kind=known("DiscountKind").PERCENT, value=50_000, reason="late")
        self.of(self.of(bill, "GiveDiscount", line_id=None, discount=five), "DropTicket")

    def petty_cash(self) -> None:
        kinds = known("MovementKind")
        for kind, amount in ((kinds.IN, 5_000), (kinds.OUT, 2_000)):
            self.run("MoveCash", by=self.shop.manager, kind=kind, amount_minor=amount, reason="tea")

    def papers(self) -> None:
        with self.shop.readers.lend() as connection:
            jobs = connection.execute(
                "SELECT id FROM print_job WHERE state = 'queued' ORDER BY id"
            ).fetchall()
        states = known("PrintState")
        for (job_id,), state in zip(jobs, (states.DONE, states.FAILED), strict=False):
            job = known("Id")(job_id)
            self.run("ClaimPrint", job_id=job)
            self.run("RecordPrint", job_id=job, state=state, error="" if state is states.DONE else "no paper")
        sale = known("Id")(self.value("SELECT id FROM invoice ORDER BY seq LIMIT 1"))
        self.run("NoteReprint", document_id=sale, paper="80mm", saved=False)

    # -- the back office

    def stock(self) -> None:
        oil = self.products[1]
        self.run("ReceiveStock", by=self.shop.manager, product_id=oil.id, qty_milli=5_000, reason="delivery")

    def counted(self) -> None:
        oil = self.products[1]
        sql = "SELECT sum(amount) FROM ledger_entry WHERE account = 'stock' AND holder_id = ?"
        shown = self.value(sql, oil.id)
        words = {"product_id": oil.id, "shown_milli": shown, "counted_milli": shown - 1_000}
        self.run("CountStock", by=self.shop.manager, reason="broken", **words)

    def absences(self) -> None:
        start = self.at("09:00", 30)
        words = {
            "start_at": start,
            "end_at": start + 8 * HOUR_MS,
            "kind": known("TimeOffKind").LEAVE,
            "reason": "leave",
        }
        away = self.run("AddTimeOff", by=self.shop.manager, staff_id=self.staff[0].id, **words)
        self.edit("EditTimeOff", away, end_at=away.end_at + HOUR_MS)
        away = self.run("AddTimeOff", by=self.shop.manager, staff_id=self.staff[1].id, **words)
        self.run("RemoveTimeOff", by=self.shop.manager, time_off_id=away.id)

    def closed_times(self) -> None:
        if "staff_id" not in {f.name for f in fields(known("AddTimeOff")) if f.default is None}:
            raise Unknown("closed times")
        start = self.at("09:00", 40)
        words = {"start_at": start, "end_at": start + 8 * HOUR_MS, "kind": known("TimeOffKind").LEAVE}
        self.run("AddTimeOff", by=self.shop.manager, staff_id=None, reason="works", **words)

    def service_set(self) -> None:
        service = self.one("services", lambda s: s.id == self.services[1].id)
        self.edit("EditService", service, price_minor=service.price_minor + 500)

    def product_set(self) -> None:
        product = self.one("products", lambda s: s.id == self.products[0].id)
        self.edit("EditProduct", product, price_minor=product.price_minor + 100)

    def person_set(self) -> None:
        person = self.one("staff", lambda s: s.id == self.staff[0].id)
        self.edit("EditStaff", person, title=LocalText(en=f"Grade {self.day}"))

    def user_set(self) -> None:
        user = self.one("users", lambda u: u.pin_hash)
        self.edit("EditUser", user, lang="en" if user.lang == "ar" else "ar")

    def shop_set(self) -> None:
        known("EditShop")
        self.edit("EditShop", self.one("shops"), phone=f"04 123 {self.day:04}")

    def branch_set(self) -> None:
        known("EditBranch")
        branch = self.one("branches")
        hours = tuple(replace(span, end_min=span.end_min - 15) for span in branch.hours)
        self.edit("EditBranch", branch, hours=hours)

    def role_set(self) -> None:
        role = self.one("roles", lambda r: r.key == "stylist")
        self.edit("EditRole", role, names=LocalText(en=f"Stylist {self.day}", ar="مصففة"))

    def parts_set(self) -> None:
        service = self.one("services", lambda s: s.id == self.services[0].id)
        if not hasattr(service, "processing_min"):
            raise Unknown("processing_min")
        self.edit("EditService", service, preparation_min=5 + self.day % 5, processing_min=10)
        self.book("16:00", 2)

    def pins(self) -> None:
        reception = self.shop.reception.user_id
        self.run("CountTry", user_id=reception)
        hashed = known("hash_pin")("2222")
        self.run("SetPin", by=self.shop.manager, user_id=reception, pin_hash=hashed)

    def settings(self) -> None:
        self.run(
            "ChangeSetting",
            by=self.shop.manager,
            setting="booking.late_minutes",
            text=str(10 + self.day % 20),
        )

    def resources(self) -> None:
        self.run("AddResource", by=self.shop.manager, names=LocalText(en=f"Chair {self.day}"))

    def imported(self) -> None:
        sheet = known("read_sheet")(
            b"no,date,who,what,amount,vat\n%d,2018-03-15,MONA,Cut,100,5\n" % self.day, "auto"
        )
        columns = {"number": "no", "date": "date", "staff": "who", "description": "what", "amount": "amount"}
        how = made(
            "ImportMap",
            kind="receipts",
            columns=columns,
            taxes={"vat": "vat"},
            basis=known("PriceBasis").ON_TOP,
        )
        self.run("ImportReceipts", by=self.shop.console, sheet=sheet, map=how)

    def erased(self) -> None:
        gone = made("NewClient", name=f"Gone {self.day}", phone=f"+9715030{self.day:05}")
        client = self.run("AddClient", client=gone)
        self.run("EraseClient", by=self.shop.console, client_id=client.id)
        self.run("PruneLog", by=self.shop.console)

    def rebuilt(self) -> None:
        self.run("Rebuild", by=self.shop.console)

    def next_numbers(self) -> None:
        if self.day % 4 == 2:
            with self.shop.readers.lend() as connection:
                used = {row[0] for row in connection.execute("SELECT generation FROM number_series")}
            self.run("OpenNextGeneration", by=self.shop.console, used=frozenset(used), reason="moved")


WORKS = (
    "new_clients", "visits", "undone", "plain_sales", "a_visits_bill", "discounts", "full_invoice", "other_price",
    "refunds", "on_account", "left_and_dropped", "petty_cash", "papers", "stock", "counted", "absences", "closed_times",
    "service_set", "product_set", "person_set", "user_set", "shop_set", "branch_set", "role_set", "parts_set", "pins",
    "settings", "resources", "imported", "erased", "rebuilt",
)  # fmt: skip


def work(home: Path, day: int, share: str = "whole") -> dict[str, str]:
    """Do a day's work: the till opened, all the program knows (or every other piece of it), the till closed.

    Return what came of each piece.
    """
    works = WORKS if share == "whole" else WORKS[day % 2 :: 2]
    shop = staffed(
        open_shop(ShopPaths(home), origin="older", clock=FixedClock(support.NOW_MS + day * DAY_MS))
    )
    said: dict[str, str] = {}
    try:
        today = Day(shop, day)
        opened = shop.value("SELECT count(*) FROM till_session WHERE closed_at IS NULL")
        if opened:
            shop.close_till()
        shop.open_till()
        for name in works:
            shop.time.advance(7 * MINUTE_MS)
            said[name] = tried(getattr(today, name))
        shop.close_till(*(() if day % 2 else (shop_expects(shop) - 5, "short")))
        said["next_numbers"] = tried(today.next_numbers)
    finally:
        shop.close()
    return said


def shop_expects(shop: Any) -> int:
    """Return what should be in the drawer, minor units."""
    sql = (
        "SELECT coalesce(sum(e.amount), 0) FROM ledger_entry e JOIN till_session s ON s.id = e.holder_id"
        " WHERE e.account = 'drawer' AND s.closed_at IS NULL"
    )
    return int(shop.value(sql))


def tried(what: Callable[[], None]) -> str:
    """Do one piece of work; return what came of it."""
    try:
        what()
    except Unknown as unknown:
        return f"not known yet: {unknown}"
    except SalonDeskError as error:
        return f"refused: {error.message.key} {error.message.params}"
    return "done"


def staffed(shop: OpenShop) -> Any:
    """Return the shop with its people, whose PINs are those of the tests."""
    with shop.storage.unit(shop.clock.now_ms()) as uow:
        roles = {r.id: r.key for r in uow.roles.all()}
        users = {roles[u.role_id]: u for u in uow.users.all() if u.pin_hash}
        people = {p.code: p.id for p in uow.staff.all()}
        services = {s.code: s for s in uow.services.all()}
        products = {p.code: p for p in uow.products.all()}
    actors = {key: replace(shop.console, user_id=u.id, staff_id=u.staff_id) for key, u in users.items()}
    manager = actors.get("manager", actors.get("owner"))
    return support.StaffedShop(
        **{f.name: getattr(shop, f.name) for f in fields(OpenShop)},
        manager=manager, reception=actors.get("reception", manager), stylist=actors.get("stylist", manager),
        people=people, services=services, products=products,
    )  # fmt: skip


def init(home: Path) -> None:
    """Make the shop of the tests."""
    support.open_copy(support._template(home.with_name(home.name + ".template")), home).close()  # noqa: SLF001


def demo(home: Path) -> None:
    """Make a small demo shop, as it stands at the moment of the tests; its manager has the PIN of the tests."""
    for name in ("salondesk.app.demo.shop", "salondesk.app.demo_shop"):
        try:
            maker = importlib.import_module(name)
            break
        except ModuleNotFoundError:
            continue
    words: dict[str, Any] = {"years": 1, "staff": 3, "bookings": 16, "clients": 6, "seed": 1}
    request = maker.request_for if hasattr(maker, "request_for") else maker.wish_for
    if "invoices" in signature(request).parameters:
        words["invoices"] = None
    maker.make_demo(ShopPaths(home), request(**words), support.NOW_MS)
    shop = staffed(open_shop(ShopPaths(home), origin="older", clock=FixedClock(support.NOW_MS)))
    hashed = known("hash_pin")(support.PINS["manager"])
    shop.executor.run(
        made("SetPin", key=shop.new_id(), user_id=shop.manager.user_id, pin_hash=hashed), shop.console
    )
    shop.close()


KINDS = ("bookings", "invoices", "clients", "staff", "services", "products", "receipts", "z")


def lists(shop: Any) -> dict[str, list[Any]]:
    """Return what `salondesk list` says, by kind."""
    from salondesk.storage.queries import listing

    with shop.readers.lend() as connection:
        return {
            kind: list(listing.rows(connection, kind, None, None, zone=support.ZONE, currency="AED"))
            for kind in KINDS
        }


def found_wrong(shop: Any) -> list[str]:
    """Return what the program itself finds wrong with the shop."""
    for name in ("salondesk.app.cli.upkeep", "salondesk.app.cli_upkeep"):
        try:
            problems = importlib.import_module(name).problems
        except ModuleNotFoundError:
            continue
        return [f"{p.rule} {p.id} {p.text.key} {p.text.params}" for p in problems(shop)]
    raise Unknown("check")


def tell(home: Path, day: int) -> None:
    """Write beside the shop what its program lists; say what it finds wrong."""
    shop = open_shop(
        ShopPaths(home), origin="older", clock=FixedClock(support.NOW_MS + day * DAY_MS + 12 * HOUR_MS)
    )
    try:
        told = {"day": day, "lists": lists(shop)}
        (home / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        sys.stdout.write(f"found wrong: {found_wrong(shop)}\n")
    finally:
        shop.close()


if __name__ == "__main__":
    job, where, *words = sys.argv[1:]
    if job == "work":
        sys.stdout.write(json.dumps(work(Path(where), int(words[0]), words[1]), ensure_ascii=False) + "\n")
    elif job == "tell":
        tell(Path(where), int(words[0]))
    else:
        {"init": init, "demo": demo}[job](Path(where))
