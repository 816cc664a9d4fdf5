"""Receipts of the old system: kept as they were, each line once."""

from salondesk.domain.change import Change
from salondesk.domain.sale.old_receipt import OldReceipt, OldReceiptLine
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal

_LINE = Rows(OldReceiptLine, "old_receipt_line")
RECEIPT = Rows(OldReceipt, "old_receipt", children=[Child("lines", _LINE)])


class HistoryRepo:
    """Old receipts inside a unit of work."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._connection = journal, journal.connection

    def known_sources(self) -> set[str]:
        """Return the source keys of every line imported so far."""
        rows = self._connection.execute("SELECT source_key FROM old_receipt_line").fetchall()
        return {key for (key,) in rows}

    def by_number(self, number: str) -> OldReceipt | None:
        """Return the receipt of an old number."""
        found = RECEIPT.load_where(self._connection, "number = ?", (number,))
        return found[0] if found else None

    def add(self, receipt: OldReceipt) -> None:
        """Write a receipt whole."""
        RECEIPT.insert(self._connection, receipt)
        self._journal.changes.append(Change("old_receipt", receipt.id, None, receipt))
