"""The till page: float, petty cash, figures, count and close, and every Z."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from salondesk.core.errors import UserError
from salondesk.core.message import N_
from salondesk.domain.access import Permission
from salondesk.domain.till import MovementKind, TillReport, TillSession
from salondesk.services.ports.paper import DocumentRequest, PrintResult
from salondesk.services.reads.till.open_session import OpenSession
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.reads.till.z_list import ZList, ZRow
from salondesk.services.till.session import CloseTill, MoveCash, OpenTill, TillClosed
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, fill
from salondesk.ui.kit.buttons import SegmentedControl, button
from salondesk.ui.kit.feedback import EmptyState
from salondesk.ui.kit.layout import Panel, label, row
from salondesk.ui.kit.table import Column, ListTable
from salondesk.ui.paper.preview import open_preview
from salondesk.ui.paper.prints import outcome_text, print_copy, print_first
from salondesk.ui.paper.request import fiscal_request
from salondesk.ui.room import RoomPage
from salondesk.ui.till.cash_dialog import CashDialog
from salondesk.ui.till.close_panel import ClosePanel
from salondesk.ui.till.drawer_panels import ClosedPanel, OpenPanel, ResultPanel
from salondesk.ui.till.figures import FiguresView
from salondesk.ui.workplace import Workplace

CLOSED, OPEN, COUNTING, RESULT = range(4)
FIGURES, EARLIER = "figures", "earlier"
_LEFT_WIDTH = 620
_KEPT_IN_SIGHT = timedelta(days=92)


class TillPage(RoomPage):
    """The drawer at the leading side, its figures and the earlier closes at the other."""

    shows_what_it_does = True
    watches = frozenset({"till_session", "cash_movement", "invoice", "payment", "z_report"})

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        currency = work.shop.currency
        self.session: TillSession | None = None
        self._closed: TillClosed | None = None
        self._bar_title, self._bar_note = label("title"), label("muted")
        self._bar = QWidget()
        self._bar.setLayout(row(self._bar_title, self._bar_note, None, gap=12))
        self.closed_panel, self.open_panel = ClosedPanel(currency), OpenPanel(currency, work.branch.zone)
        self.close_panel, self.result_panel = ClosePanel(currency), ResultPanel(currency)
        self._left = QStackedWidget()
        for part in (self.closed_panel, self.open_panel, self.close_panel, self.result_panel):
            self._left.addWidget(part)
        self._left.setFixedWidth(_LEFT_WIDTH)
        self.figures = FiguresView()
        self.earlier = ListTable(self._columns())
        self._build_right()
        whole = row(self._left, self._right, gap=16, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()
        made = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._on_print)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def header(self) -> QWidget:
        return self._bar

    def _build_right(self) -> None:
        self.view = SegmentedControl([FIGURES, EARLIER])
        self.view.chosen.connect(lambda _key: self._show_view())
        self.preview_button = button("", self._on_preview, icon_name="eye")
        self.print_button = button("", self._on_print, icon_name="printer")
        self._note = label("muted", wrap=True)
        self._blind, self._none = EmptyState("eye"), EmptyState("receipt-text")
        self._views = QStackedWidget()
        for part in (self.figures, self._blind, self.earlier, self._none):
            self._views.addWidget(part)
        self._right = Panel(margin=16)
        self._right.body.addLayout(row(self.view, None, self.preview_button, self.print_button, gap=8))
        self._right.body.addWidget(self._views, 1)
        self._right.body.addWidget(self._note)

    def _connect(self) -> None:
        self.closed_panel.open_requested.connect(self._on_open)
        self.open_panel.cash_requested.connect(self._on_cash)
        self.open_panel.count_requested.connect(self._on_count)
        self.close_panel.back_requested.connect(lambda: self._show_state(OPEN))
        self.close_panel.close_requested.connect(self._on_close)
        self.result_panel.preview_requested.connect(self._on_preview_result)
        self.result_panel.print_requested.connect(self._on_print_result)
        self.result_panel.done_requested.connect(self._on_result_seen)
        self.earlier.row_activated.connect(lambda _row: self._on_preview())
        self.earlier.row_selected.connect(lambda _row: self._update_buttons())

    def _columns(self) -> tuple[Column, ...]:
        currency = self.work.shop.currency
        return (
            Column(N_("Number"), lambda z: formatter().name(z.number)),
            Column(N_("Day"), _day_name, stretches=True),
            Column(N_("Sales"), lambda z: formatter().amount(z.gross_minor, currency), is_number=True),
            Column(
                N_("Difference"), lambda z: formatter().amount(z.difference_minor, currency), is_number=True
            ),
        )

    def retranslate(self) -> None:
        self.setAccessibleName(_("Till"))
        self._bar_title.setText(_("Till"))
        self.view.set_texts([_("Figures now (X)"), _("Earlier closes (Z)")])
        self.preview_button.setText(_("Preview"))
        self.print_button.setText(_("Print"))
        self.earlier.setAccessibleName(_("Earlier closes (Z)"))
        self._none.set_texts(
            _("Nothing to show yet"), _("The figures appear once the till is open, the Z once it is closed.")
        )
        self._blind.set_texts(
            _("The figures are hidden"), _("Your role counts the drawer without seeing them.")
        )
        self._show_bar()

    # -- asking

    def refresh(self) -> None:
        work, me = self.work, self.work.me
        work.ask(self, lambda: work.reads.ask(me, OpenSession()), self._on_session)
        if work.may(Permission.TILL_CLOSE):
            last = work.today()
            work.ask(self, lambda: work.reads.ask(me, ZList(last - _KEPT_IN_SIGHT, last)), self._on_z_list)
        self.view.button_of(EARLIER).setVisible(work.may(Permission.TILL_CLOSE))

    def _on_session(self, session: TillSession | None) -> None:
        before, self.session = self.session, session
        state = self._left.currentIndex()
        if session is None and state != RESULT:
            self._show_state(CLOSED)
            if before is not None or not self.closed_panel.isVisible():
                self.closed_panel.start(may_open=self.work.may(Permission.TILL_OPEN))
        elif session is not None and (state in (CLOSED, RESULT) or before is None or before.id != session.id):
            self._show_state(OPEN)
        if session is not None:
            self.open_panel.show_session(session, self.work.today())
        self._show_bar()
        if session is not None and self.work.may(Permission.TILL_X):
            me, reads = self.work.me, self.work.reads
            self.work.ask(
                self,
                lambda: reads.ask(me, XReport()),
                self._on_figures,
                lambda _error: self._on_figures(None),
            )
        else:
            self._on_figures(None)

    def _on_figures(self, report: TillReport | None) -> None:
        self.figures.show_report(report)
        self.open_panel.show_figures(report)
        self.close_panel.set_expected(report.expected_minor if report is not None else None)
        self._show_view()

    def _on_z_list(self, rows: list[ZRow]) -> None:
        self.earlier.put(sorted(rows, key=lambda z: (z.business_date, z.number), reverse=True))
        self._show_view()

    # -- showing

    def _show_state(self, state: int) -> None:
        self._left.setCurrentIndex(state)

    def _show_bar(self) -> None:
        session = self.session
        if session is None:
            self._bar_note.setText(_("The till is closed"))
            return
        day = formatter().date(session.business_date)
        self._bar_note.setText(fill(_("Open, business day {date}"), date=day))

    def _show_view(self) -> None:
        if self.view.current() == EARLIER:
            self._views.setCurrentWidget(self.earlier if self.earlier.rows_model.rows else self._none)
        elif self.figures.report() is not None:
            self._views.setCurrentWidget(self.figures)
        else:
            may = self.work.actor is not None and self.work.may(Permission.TILL_X)
            self._views.setCurrentWidget(self._none if may else self._blind)
        self._update_buttons()

    def _update_buttons(self) -> None:
        enabled = self._request() is not None
        self.preview_button.setEnabled(enabled)
        self.print_button.setEnabled(enabled)

    # -- doing

    def _on_open(self, float_minor: int) -> None:
        self.work.do(self, OpenTill(key=self.work.key(), float_minor=float_minor))

    def _on_cash(self, kind: MovementKind) -> None:
        dialog = CashDialog(kind, self.work.shop.currency, self)

        def accepted() -> None:
            command = MoveCash(
                key=self.work.key(), kind=kind, amount_minor=dialog.amount_minor(), reason=dialog.reason()
            )
            self.work.do(self, command)

        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_count(self) -> None:
        report = self.figures.report()
        self._show_state(COUNTING)
        self.close_panel.start(report.expected_minor if report is not None else None)

    def _on_close(self, counted_minor: int, reason: str) -> None:
        if self.session is None:
            return
        self.close_panel.set_saving(True)
        command = CloseTill(
            key=self.work.key(), session_id=self.session.id, counted_minor=counted_minor, reason=reason
        )
        self.work.do(self, command, self._on_closed, self._on_close_failed)

    def _on_closed(self, closed: TillClosed) -> None:
        self._closed = closed
        sighted = self.work.may(Permission.TILL_X)
        self.result_panel.show_result(closed, sighted=sighted)
        self._show_state(RESULT)
        print_first(self.work, self, closed.print_job_id, self.result_panel.show_printed)

    def _on_close_failed(self, error: Exception) -> None:
        self.close_panel.set_saving(False)
        if type(error) is UserError:
            self.close_panel.ask_reason()

    def _on_result_seen(self) -> None:
        self._show_state(CLOSED)
        self.closed_panel.start(may_open=self.work.may(Permission.TILL_OPEN))
        self.refresh()

    # -- paper

    def _request(self) -> DocumentRequest | None:
        if self.view.current() == EARLIER:
            chosen: ZRow | None = self.earlier.current_row()
            return fiscal_request(self.work, "z", chosen.z_id) if chosen is not None else None
        return fiscal_request(self.work, "x") if self.figures.report() is not None else None

    def _on_preview(self) -> None:
        request, chosen = self._request(), self.earlier.current_row()
        if request is not None:
            open_preview(self.work, request, chosen.number if request.kind == "z" else "X", self)

    def _on_print(self) -> None:
        """Print the X, or a Z: the original where it never reached paper, else a copy."""
        request, chosen = self._request(), self.earlier.current_row()
        if request is None:
            return
        self._note.setText(_("Printing…"))
        if request.kind == "z" and chosen.unprinted_job_id is not None:
            print_first(self.work, self, chosen.unprinted_job_id, self._on_first_printed)
        else:
            print_copy(self.work, self, request, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self._note.setText(outcome_text(result))

    def _on_first_printed(self, result: PrintResult) -> None:
        self._on_printed(result)
        if self.work.actor is not None:
            self.refresh()

    def _on_preview_result(self) -> None:
        if self._closed is not None:
            open_preview(
                self.work, fiscal_request(self.work, "z", self._closed.z_id), self._closed.number, self
            )

    def _on_print_result(self) -> None:
        if self._closed is not None:
            if self.result_panel.is_unprinted():
                print_first(self.work, self, self._closed.print_job_id, self.result_panel.show_printed)
                return
            request = fiscal_request(self.work, "z", self._closed.z_id)
            print_copy(self.work, self, request, self.result_panel.show_printed)


def _day_name(found: ZRow) -> str:
    day, note = formatter().date(found.business_date), _("not printed yet")
    return day if found.unprinted_job_id is None else f"{day} · {note}"
