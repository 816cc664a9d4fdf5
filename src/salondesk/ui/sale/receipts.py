"""The paper of the sale that was just made: the first receipt, another one, a look at it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from salondesk.services.sale.checkout import SaleDone
from salondesk.ui.paper.preview import open_preview
from salondesk.ui.paper.prints import print_copy, print_first
from salondesk.ui.paper.request import fiscal_request
from salondesk.ui.sale.done_panel import DonePanel
from salondesk.ui.workplace import Workplace


class Receipts(QObject):
    """Prints for the panel that says the sale is finished, and tells it what became of it."""

    def __init__(self, work: Workplace, panel: DonePanel) -> None:
        super().__init__(panel)
        self._work, self._panel = work, panel
        panel.print_requested.connect(self.print_again)
        panel.preview_requested.connect(self.look)

    def print_first(self, sale: SaleDone) -> None:
        """Print the receipt of a sale that was just closed."""
        print_first(self._work, self._panel, sale.print_job_id, self._panel.show_printed)

    def print_again(self) -> None:
        """Print a copy, or the original where it has not come out yet."""
        sale, unprinted = self._panel.sale(), self._panel.is_unprinted()
        if sale is None:
            return
        self._panel.show_printing()
        if unprinted:
            self.print_first(sale)
        else:
            request = fiscal_request(self._work, "invoice", sale.invoice_id)
            print_copy(self._work, self._panel, request, self._panel.show_printed)

    def look(self) -> None:
        """Show the receipt in a window."""
        sale = self._panel.sale()
        if sale is not None:
            request = fiscal_request(self._work, "invoice", sale.invoice_id)
            open_preview(self._work, request, sale.number, self._panel)
