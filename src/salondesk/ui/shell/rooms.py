"""The list of rooms: what the rail shows, to whom, and under which key.

Only the diary is imported at once. The others come when they are first opened, or before, on another thread, while
the interface waits for somebody's PIN.
"""

from importlib import import_module

from salondesk.core.message import N_
from salondesk.domain.access import Permission as P
from salondesk.ui.booking.page.page import DiaryPage
from salondesk.ui.room import Room, RoomPage
from salondesk.ui.workplace import Workplace


def _desk(work: Workplace) -> RoomPage:
    from salondesk.ui.booking.desk.page import DeskPage

    return DeskPage(work)


def _sale(work: Workplace) -> RoomPage:
    from salondesk.ui.sale.page import SalePage

    return SalePage(work)


def _invoices(work: Workplace) -> RoomPage:
    from salondesk.ui.sale.history_page import InvoicesPage

    return InvoicesPage(work)


def _till(work: Workplace) -> RoomPage:
    from salondesk.ui.till.page import TillPage

    return TillPage(work)


def _reports(work: Workplace) -> RoomPage:
    from salondesk.ui.report.page import ReportsPage

    return ReportsPage(work)


def load_checkout() -> None:
    """Import the checkout; on any thread."""
    import_module("salondesk.ui.sale.page")


def load_the_rest() -> None:
    """Import every other room and what closes a bill; on any thread."""
    rooms = ("ui.booking.desk.page", "ui.sale.history_page", "ui.till.page", "ui.report.page")
    for name in ("services.sale.checkout", "services.till.session", *rooms):
        import_module(f"salondesk.{name}")


_DAY_SHEETS = (P.REPORT_TAKINGS, P.REPORT_DAYSHEET, P.REPORT_DAYSHEET_OWN)
ROOMS = (
    Room("diary", "calendar-days", N_("Diary"), (P.DIARY_VIEW, P.DIARY_VIEW_OWN), DiaryPage, "F2"),
    Room("desk", "list-checks", N_("Front desk"), (P.DIARY_VIEW,), _desk, "F4"),
    Room("sale", "receipt-text", N_("Checkout"), (P.SALE_CHECKOUT,), _sale, "F6"),
    Room("invoices", "file-text", N_("Invoices"), (P.SALE_VIEW,), _invoices, "F7"),
    Room("till", "calculator", N_("Till"), (P.TILL_OPEN, P.TILL_X, P.TILL_CLOSE), _till, "F10"),
    Room("reports", "chart-column", N_("Reports"), _DAY_SHEETS, _reports, "Ctrl+R"),
)
