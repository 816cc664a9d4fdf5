"""What is asked about an open bill in a window of its own: a line, a discount, the buyer. The answers go to the bill."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from salondesk.domain.access import Permission
from salondesk.domain.sale.ticket import TicketLine
from salondesk.domain.settings import USUAL_DISCOUNTS
from salondesk.services.reads.staff.people import StaffRow
from salondesk.services.sale.ticket import GiveDiscount, SetBuyer
from salondesk.ui.i18n import language
from salondesk.ui.sale.bill import Bill
from salondesk.ui.sale.buyer_dialog import BuyerDialog
from salondesk.ui.sale.discount_dialog import DiscountDialog
from salondesk.ui.sale.line_editor import LineDialog
from salondesk.ui.workplace import Workplace


class BillQuestions(QObject):
    """Asks over ``page``, without making anybody wait."""

    def __init__(self, work: Workplace, bill: Bill, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._bill, self._page = work, bill, page

    def edit(self, line: TicketLine, staff: Sequence[StaffRow]) -> None:
        """How many, by whom, at which price, with which note."""
        may_price = self._work.may(Permission.SALE_PRICE)
        dialog = LineDialog(line, staff, self._work.shop.currency, self._page, may_price=may_price)

        def accepted() -> None:
            if dialog.is_edited():
                self._bill.set_line(
                    line, qty_milli=dialog.qty_milli(), shares=dialog.shares(), note=dialog.note()
                )
            if dialog.is_priced_anew():
                self._bill.change_price(line, dialog.price.unit_price_minor(), dialog.price.reason())

        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def discount(self, line: TicketLine | None) -> None:
        """What is taken off a line, or off the bill with None, and why."""
        ticket, priced = self._bill.ticket, self._bill.priced()
        if ticket is None or priced is None:
            return
        if line is None:
            base = priced.list_minor - priced.line_discount_minor
            on, given = "", ticket.discount
        else:
            base = next((p.list_minor for p in priced.lines if p.line_id == line.id), 0)
            on, given = line.names.pick(language()), line.discount
        currency = self._work.shop.currency
        dialog = DiscountDialog(
            currency,
            on=on,
            base_minor=base,
            given=given,
            usual=self._work.setting(USUAL_DISCOUNTS),
            parent=self._page,
        )
        line_id = line.id if line is not None else None

        def accepted() -> None:
            discount = dialog.discount()
            self._bill.edit(
                lambda t: GiveDiscount(
                    key=self._work.key(),
                    ticket_id=t.id,
                    expected_version=t.version,
                    line_id=line_id,
                    discount=discount,
                )
            )

        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def buyer(self, client_name: str) -> None:
        """Whose bill it is, and whether a full tax invoice is wanted."""
        ticket = self._bill.ticket
        if ticket is None:
            return
        priced = self._bill.priced()
        gross_minor = priced.gross_minor if priced is not None else 0
        dialog = BuyerDialog(self._work, ticket, client_name, self._page, gross_minor=gross_minor)

        def accepted() -> None:
            self._bill.edit(
                lambda t: SetBuyer(
                    key=self._work.key(),
                    ticket_id=t.id,
                    expected_version=t.version,
                    client_id=dialog.client_id,
                    full_invoice=dialog.full.isChecked(),
                    buyer_name=dialog.name.text(),
                    buyer_tax_number=dialog.tax_number(),
                    buyer_address=dialog.address.text(),
                )
            )

        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
