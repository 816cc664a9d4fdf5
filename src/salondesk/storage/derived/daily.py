"""Daily roll-ups: adds the rows of documents and old receipts up to what the table should hold."""

from collections.abc import Iterable, Iterator
from operator import add

from salondesk.domain.daily import Daily
from salondesk.storage.derived.table import DerivedTable, Difference, Row
from salondesk.storage.driver import Connection

DAILY = DerivedTable(
    "daily",
    ("branch_id", "dim", "date", "origin", "kind", "key"),
    ("n", "qty_milli", "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor"),
)


def key_of(row: Daily) -> Row:
    """Return a row's identity as it is kept."""
    return (row.branch_id, row.dim.value, row.date.isoformat(), row.origin.value, row.kind.value, row.key)


def figures_of(row: Daily) -> Row:
    """Return a row's seven figures."""
    return (
        row.n, row.qty_milli, row.list_minor, row.discount_minor, row.net_minor, row.tax_minor, row.gross_minor,
    )  # fmt: skip


class DailySums:
    """The figures of every day, added up."""

    def __init__(self) -> None:
        self._sums: dict[Row, Row] = {}

    def add(self, rows: Iterable[Daily]) -> None:
        """Add rows, in any order."""
        sums = self._sums
        for row in rows:
            key, figures = key_of(row), figures_of(row)
            had = sums.get(key)
            sums[key] = figures if had is None else tuple(map(add, had, figures))

    def differences(self, connection: Connection) -> Iterator[Difference]:
        """Yield the rows of the table that are not these."""
        yield from DAILY.differences(DAILY.stored(connection), self._sums)
