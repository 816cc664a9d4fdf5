"""Receipts of the old system: kept as they were, each line once."""

from salondesk.domain.change import Change
from salondesk.domain.sale.old_receipt import OLD_RECEIPT, OldReceipt
from salondesk.storage.mapping import rows_of
from salondesk.storage.repos.base import Journal


class HistoryRepo:
    """Old receipts inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection
        self._rows = rows_of(OLD_RECEIPT)

    def knows(self, source_key: str) -> bool:
        """Tell whether a line was imported before."""
        sql = "SELECT 1 FROM old_receipt_line WHERE source_key = ?"
        return self._connection.execute(sql, (source_key,)).fetchone() is not None

    def by_number(self, number: str) -> OldReceipt | None:
        """Return the receipt of an old number."""
        found = self._rows.load_where(self._connection, "number = ?", (number,))
        return found[0] if found else None

    def add(self, receipt: OldReceipt) -> None:
        """Write a receipt whole."""
        self._rows.insert(self._connection, receipt)
        self._journal.changes.append(Change(OLD_RECEIPT.name, receipt.id, None, receipt))
