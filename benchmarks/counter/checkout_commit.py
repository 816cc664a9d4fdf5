"""Checkout of a visit with a product: the whole command, CPU, beside the same rows written raw."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.counter.commit_stage import Mirror, demo_home, race  # noqa: E402 - the path is set just above
from benchmarks.harness import report  # noqa: E402
from salondesk.app.bootstrap import open_shop  # noqa: E402
from salondesk.app.paths import ShopPaths  # noqa: E402
from salondesk.domain.sale.ticket import LineKind, TenderKind  # noqa: E402
from salondesk.engine.pricing import price_ticket  # noqa: E402
from salondesk.engine.tendering import Offered  # noqa: E402
from salondesk.services.booking.visits import BookVisit, RequestedLine  # noqa: E402
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.reads.staff.people import PeopleOfDiary
from salondesk.services.sale.checkout import CloseTicket  # noqa: E402
from salondesk.services.sale.ticket import AddItem, OpenTicket  # noqa: E402
from salondesk.services.till.session import OpenTill  # noqa: E402
from salondesk.storage.driver import connect  # noqa: E402

GOAL_RATIO = 6.0
DAY_MS = 86_400_000


def daily_rows(paths: ShopPaths) -> set[tuple[Any, ...]]:
    """Return the roll-ups."""
    connection = connect(paths.database)
    try:
        return set(connection.execute("SELECT * FROM daily").fetchall())
    finally:
        connection.close()


def additions(changed: set[tuple[Any, ...]]) -> list[str]:
    """Return the statements that add to the roll-ups a sale changed, a row each."""
    return [
        "UPDATE daily SET n = n + 1, qty_milli = qty_milli + 1, list_minor = list_minor + 1, net_minor = net_minor + 1,"
        f" tax_minor = tax_minor + 1, gross_minor = gross_minor + 1 WHERE branch_id = x'{branch.hex()}' AND dim = '{dim}'"
        f" AND date = '{day}' AND origin = '{origin}' AND kind = '{kind}' AND key = '{key}'"
        for branch, dim, day, origin, kind, key, *_figures in changed
    ]


def main() -> None:
    """Check visits out, raw and ours in turn; booking and ticket are made before the clock starts."""
    paths = demo_home()
    shop = open_shop(paths, origin="benchmark")
    run, key = shop.executor.run, shop.new_id
    ask, now_ms = shop.queries.answer, shop.clock.now_ms()
    service, person = ask(ItemList("service"), now_ms)[0], ask(PeopleOfDiary(date.min), now_ms)[0]
    product, codes = ask(ItemList("product"), now_ms)[0], ask(TaxCodes(), now_ms)
    session = run(OpenTill(key=key(), float_minor=0), shop.console)
    start = shop.clock.now_ms() + 100 * DAY_MS

    def ours(turn: int) -> Callable[[], object]:
        line = RequestedLine(
            service_id=service.item_id, staff_id=person.staff_id, start_at=start + turn * 3 * 3_600_000
        )
        visit = run(BookVisit(key=key(), lines=(line,)), shop.console)
        ticket = run(OpenTicket(key=key(), booking_id=visit.id), shop.console)
        item = AddItem(
            key=key(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            kind=LineKind.PRODUCT,
            item_id=product.item_id,
        )
        ticket = run(item, shop.console)
        due = price_ticket(ticket.lines, ticket.discount, tax_codes=codes).gross_minor
        request = CloseTicket(
            key=key(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            shown_gross_minor=due,
            offered=(Offered(kind=TenderKind.CASH, amount_minor=-(-due // 100) * 100),),
        )
        return lambda: run(request, shop.console)

    first = ours(-1)
    mirror = Mirror(paths)
    before = daily_rows(paths)
    first()
    mirror.learn(
        (
            "UPDATE number_series SET next_seq = next_seq + 1, last_hash = 'x' WHERE kind = 'INV'",
            "UPDATE ticket SET version = version + 1, updated_at = 1 WHERE rowid = (SELECT max(rowid) FROM ticket)",
            "UPDATE booking SET version = version + 1, updated_at = 1 WHERE rowid = (SELECT max(rowid) FROM booking)",
            # the running balances of the product's stock and of the drawer
            f"UPDATE balance SET amount = amount - 1000 WHERE account = 'stock' AND holder_id = x'{product.item_id.hex()}'",
            f"UPDATE balance SET amount = amount + 1 WHERE account = 'drawer' AND holder_id = x'{session.id.hex()}'",
            *additions(daily_rows(paths) - before),
        )
    )
    times = race(mirror.batch, ours)
    report("checkout_commit", times, goal_ratio=GOAL_RATIO, rows=mirror.row_count)
    shop.close()
    mirror.connection.close()
    shutil.rmtree(paths.home.parent)


if __name__ == "__main__":
    main()
