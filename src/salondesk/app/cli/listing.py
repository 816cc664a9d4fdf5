"""`salondesk list`."""

import argparse
from collections.abc import Sequence
from typing import Any

from salondesk.app.cli.answer import Answer, console_shop
from salondesk.storage.queries import listing

_SHOWN = {
    "bookings": ("start", "end", "status", "client"),
    "invoices": ("number", "date", "total_minor", "currency", "client"),
    "receipts": ("number", "date", "net_minor", "tax_minor", "currency"),
    "z": ("number", "business_date", "gross_minor", "difference_minor"),
    "clients": ("name", "phone", "code", "alert"),
    "staff": ("code", "name"),
    "services": ("code", "name", "price_minor", "minutes"),
    "products": ("code", "name", "price_minor", "barcode", "stock_milli"),
}
"""The columns people see; --json has all."""


def list_(args: argparse.Namespace) -> Answer:
    """List the records of a kind."""
    with console_shop(args) as shop, shop.readers.lend() as connection:
        zone, currency = shop.queries.branch().zone, shop.queries.shop().currency
        rows = list(listing.rows(connection, args.kind, args.first, args.last, zone=zone, currency=currency))
    return Answer({"kind": args.kind, "rows": rows}, lambda _words: _lines(args.kind, rows))


def _lines(kind: str, rows: Sequence[dict[str, Any]]) -> Sequence[str]:
    lines = []
    for row in rows:
        cells = [str(row[name]) for name in _SHOWN[kind]]
        if kind == "bookings":
            cells.append(", ".join(f"{line['service']} {line['staff']}" for line in row["lines"]))
        lines.append("\t".join(cells))
    return lines
