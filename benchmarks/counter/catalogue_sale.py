"""A product picked from the list and sold, in a shop with 400,000 stock entries, beside the same shop with few.

The floor is the same sale without the history: what a sale costs must not grow with the years of stock behind it.
Both are measured by the CPU time of this process.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.counter.commit_stage import demo_home, race  # noqa: E402 - the path is set just above
from benchmarks.harness import report  # noqa: E402 - the path is set above
from salondesk.app.bootstrap import OpenShop, open_shop  # noqa: E402 - the path is set above
from salondesk.app.paths import ShopPaths  # noqa: E402 - the path is set above
from salondesk.domain.sale.ticket import LineKind, TenderKind  # noqa: E402 - the path is set above
from salondesk.engine.pricing import price_ticket  # noqa: E402 - the path is set above
from salondesk.engine.tendering import Offered  # noqa: E402 - the path is set above
from salondesk.services.reads.catalog.items import ItemList
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.services.sale.checkout import CloseTicket  # noqa: E402 - the path is set above
from salondesk.services.sale.ticket import AddItem, OpenTicket  # noqa: E402 - the path is set above
from salondesk.services.till.session import OpenTill  # noqa: E402 - the path is set above
from salondesk.storage.derived.rebuild import rebuild  # noqa: E402 - the path is set above
from salondesk.storage.driver import connect  # noqa: E402 - the path is set above

GOAL_RATIO = 1.1
ENTRIES = 400_000
_DELIVERIES = """
WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < ?1),
shelf AS (SELECT id, branch_id, row_number() OVER (ORDER BY sort, code) - 1 AS pos, count(*) OVER () AS size FROM product)
INSERT INTO stock_movement (id, branch_id, version, created_at, updated_at, deleted_at, product_id, qty_milli, reason, at,
                            business_date, "by", source)
SELECT randomblob(16), shelf.branch_id, 1, n, n, NULL, shelf.id, 1000 - (n / size % 2) * 2000, 'count', n, '2020-01-01',
       (SELECT id FROM user LIMIT 1), 'stock/' || n
FROM step JOIN shelf ON shelf.pos = n % shelf.size
"""


def with_history(paths: ShopPaths) -> None:
    """Give a shop years of stock movements, put straight into its tables, and the ledger that follows from them."""
    connection = connect(paths.database)
    connection.execute("BEGIN")
    connection.execute(_DELIVERIES, (ENTRIES,))
    rebuild(connection)
    connection.execute("COMMIT")
    connection.close()


def seller(shop: OpenShop) -> Callable[[int], Callable[[], object]]:
    """Return what sells the first product of the list once, from looking at the list to the receipt."""
    run, key = shop.executor.run, shop.new_id
    run(OpenTill(key=key(), float_minor=0), shop.console)
    codes = shop.queries.answer(TaxCodes(), shop.clock.now_ms())

    def sell() -> object:
        product = shop.queries.answer(ItemList("product"), shop.clock.now_ms())[0]
        ticket = run(OpenTicket(key=key()), shop.console)
        item = AddItem(
            key=key(), ticket_id=ticket.id, expected_version=ticket.version, kind=LineKind.PRODUCT,
            item_id=product.item_id,
        )  # fmt: skip
        ticket = run(item, shop.console)
        due = price_ticket(ticket.lines, ticket.discount, tax_codes=codes).gross_minor
        return run(
            CloseTicket(
                key=key(), ticket_id=ticket.id, expected_version=ticket.version, shown_gross_minor=due,
                offered=(Offered(kind=TenderKind.CARD, amount_minor=due, approval="1", last4="4242"),),
            ),
            shop.console,
        )  # fmt: skip

    return lambda _turn: sell


def main() -> None:
    """Sell in both shops in turn."""
    few = demo_home()
    many = ShopPaths(few.home.parent / "many")
    shutil.copytree(few.home, many.home)
    with_history(many)
    shops = [open_shop(paths, origin="benchmark") for paths in (few, many)]
    floor, ours = map(seller, shops)
    report("catalogue_sale", race(floor, ours), goal_ratio=GOAL_RATIO, rows=ENTRIES)
    for shop in shops:
        shop.close()
    shutil.rmtree(few.home.parent)


if __name__ == "__main__":
    main()
