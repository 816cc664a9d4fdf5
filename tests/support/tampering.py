"""A shop with something in every table, and hands that change its file behind the program's back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from salondesk.app.bootstrap import open_shop
from salondesk.app.cli.upkeep import problems
from salondesk.app.documents import PaperDesk
from salondesk.app.paths import ShopPaths
from salondesk.domain.access import Permission
from salondesk.domain.booking import BookingStatus
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.ticket import Discount, DiscountKind
from salondesk.domain.till import MovementKind
from salondesk.services.access.sign_in import CountTry
from salondesk.services.booking.visits import SetStatus
from salondesk.services.catalog.stock import ReceiveStock
from salondesk.services.client.card import NewClient
from salondesk.services.imports.plan import ImportMap
from salondesk.services.imports.receipts import ImportReceipts
from salondesk.services.imports.sheet import read_sheet
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.sale.refund import RefundInvoice
from salondesk.services.sale.ticket import DropTicket, GiveDiscount, SetBuyer
from salondesk.services.shop.problem import Problem
from salondesk.services.shop.upkeep import OpenNextGeneration
from salondesk.services.till.session import MoveCash
from tests.support.shop import StaffedShop

Hand = Callable[[dbapi2.Connection], None]


def live_a_while(shop: StaffedShop) -> None:
    """Fill every table that a counter fills: visits, sales, refunds, petty cash, papers, two generations of numbers."""
    shop.open_till()
    noor = NewClient(name="Noor", phone="+971501234567", lang="ar")
    visit = shop.book(at="10:00", client=noor)
    shop.pay(shop.ticket("SHAMPOO", booking=visit))
    shop.book("LINA", at="12:00")
    shop.executor.undo(shop.reception)
    shop.executor.redo(shop.reception)
    gone = shop.book("HIND", at="13:00")
    shop.run(
        SetStatus(
            key=shop.new_id(), booking_id=gone.id, expected_version=gone.version,
            status=BookingStatus.CANCELLED, reason="ill",
        )
    )  # fmt: skip
    ticket = shop.ticket("CUT", "OIL")
    ten = Discount(kind=DiscountKind.PERCENT, value=300_000, reason="regular")
    ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version,
            line_id=ticket.lines[0].id, discount=ten, override=shop.approval(Permission.SALE_DISCOUNT_BEYOND),
        )
    )  # fmt: skip
    ticket = shop.run(
        SetBuyer(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, client_id=None,
            full_invoice=True, buyer_name="Pearl LLC", buyer_tax_number="100999999900003", buyer_address="Deira",
        )
    )  # fmt: skip
    sale = shop.pay(ticket)
    shop.run(RefundInvoice(key=shop.new_id(), invoice_id=sale.invoice_id, reason="unhappy"), shop.manager)
    shop.run(
        MoveCash(key=shop.new_id(), kind=MovementKind.OUT, amount_minor=2_000, reason="tea"), shop.manager
    )
    _archive(shop)
    shop.close_till()
    oil = shop.products["OIL"].id
    shop.run(
        ReceiveStock(key=shop.new_id(), product_id=oil, qty_milli=5_000, reason="delivery"), shop.manager
    )
    shop.executor.run(OpenNextGeneration(key=shop.new_id(), used=frozenset("A"), reason="test"), shop.console)
    shop.open_till()
    shop.sell("MANI")
    shop.ticket("CUT")
    _dropped_with_a_discount(shop)
    shop.run(CountTry(key=shop.new_id(), user_id=shop.reception.user_id))
    _old_receipt(shop)


def _dropped_with_a_discount(shop: StaffedShop) -> None:
    ticket = shop.ticket("MANI")
    five = Discount(kind=DiscountKind.PERCENT, value=50_000, reason="late")
    ticket = shop.run(
        GiveDiscount(
            key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version, line_id=None, discount=five
        )
    )  # fmt: skip
    shop.run(DropTicket(key=shop.new_id(), ticket_id=ticket.id, expected_version=ticket.version))


def _archive(shop: StaffedShop) -> None:
    desk = PaperDesk(ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock)
    job = shop.value("SELECT id FROM print_job WHERE document_kind = 'invoice'")
    desk.print_job(job, shop.reception)


def _old_receipt(shop: StaffedShop) -> None:
    sheet = read_sheet(b"no,date,who,what,amount,vat\n7,2018-03-15,MONA,Cut,100,5\n", "auto")
    columns = {"number": "no", "date": "date", "staff": "who", "description": "what", "amount": "amount"}
    how = ImportMap(kind="receipts", columns=columns, taxes={"vat": "vat"}, basis=PriceBasis.ON_TOP)
    shop.executor.run(ImportReceipts(key=shop.new_id(), sheet=sheet, map=how), shop.console)


def tampered(whole: Path, home: Path, hand: Hand) -> list[Problem]:
    """Return what is found wrong with a copy of a shop's folder after ``hand`` was at its database.

    The triggers that keep facts from being changed are taken off first, and put back as they were: the shape of
    the database gives nothing away.
    """
    shutil.copytree(whole, home, dirs_exist_ok=True)
    paths = ShopPaths(home)
    connection = dbapi2.connect(str(paths.database), isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    try:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        hand(connection)
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return checked(paths)


def checked(paths: ShopPaths) -> list[Problem]:
    """Return what is found wrong with the shop in a folder."""
    shop = open_shop(paths, origin="test")
    try:
        return list(problems(shop))
    finally:
        shop.close()
