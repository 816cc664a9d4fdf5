"""The drawer's states: closed and to be opened, open, just closed."""

from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from salondesk.core.timespan import to_local
from salondesk.domain.till import MovementKind, TillReport, TillSession
from salondesk.services.ports.paper import PrintResult
from salondesk.services.till.session import TillClosed
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, fill, say
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.kit.layout import Panel, label, restyle, row
from salondesk.ui.theme.icons import icon
from salondesk.ui.till.count_edit import AMOUNT, CountEdit


class ClosedPanel(Retranslated, Panel):
    """Signals: open_requested(int): with this float, minor units."""

    open_requested = Signal(int)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=20)
        self._may_open = True
        self._title, self._text = label("title"), label("muted", wrap=True)
        self.count = CountEdit(currency)
        self.count.counted.connect(lambda _minor: self._update())
        self.count.finished.connect(self._on_counted)
        self.open_button = button("primary", self._on_open, icon_name="door-open", large=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.body.addWidget(self.count)
        self.body.addStretch(1)
        self.body.addWidget(self.open_button)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Open the till"))
        self._title.setText(_("The till is closed"))
        self.open_button.setText(_("Open the till"))
        self._update()

    def start(self, *, may_open: bool) -> None:
        """Begin counting a float."""
        self._may_open = may_open
        self.count.clear()
        self._update()
        if self.isVisible():
            self.count.begin()

    def _update(self) -> None:
        able = _("Count the float that is in the drawer. The business day begins with it.")
        unable = _("The till is closed. Someone who may open it has to count the float first.")
        self._text.setText(able if self._may_open else unable)
        self.open_button.setEnabled(self._may_open and self.count.minor() is not None)

    def _on_counted(self) -> None:
        """Open with an amount that was typed; after the last coin the button is next."""
        if self.count.way.current() == AMOUNT and self.open_button.isEnabled():
            self._on_open()
        else:
            self.open_button.setFocus()

    def _on_open(self) -> None:
        minor = self.count.minor()
        if minor is not None:
            self.open_requested.emit(minor)


class OpenPanel(Retranslated, Panel):
    """Signals: cash_requested(MovementKind); count_requested()."""

    cash_requested = Signal(object)
    count_requested = Signal()

    def __init__(self, currency: str, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=20)
        self._currency, self._zone = currency, zone
        self._session: TillSession | None = None
        self._report: TillReport | None = None
        self._today: date | None = None
        self.late = Banner("warning", closable=False)
        self.late.hide()
        self._title, self._since = label("title"), label("muted", wrap=True)
        self._drawer_title, self.drawer_label = label("large"), label("display")
        self._sales_title, self._sales = label("large"), label("head")
        self.in_button = button(
            "", lambda: self.cash_requested.emit(MovementKind.IN), icon_name="plus", large=True
        )
        self.out_button = button(
            "", lambda: self.cash_requested.emit(MovementKind.OUT), icon_name="minus", large=True
        )
        self.count_button = button("primary", self.count_requested.emit, icon_name="lock", large=True)
        self.body.addWidget(self.late)
        self.body.addWidget(self._title)
        self.body.addWidget(self._since)
        self.body.addSpacing(16)
        self.body.addWidget(self._drawer_title)
        self.body.addWidget(self.drawer_label)
        self.body.addWidget(self._sales_title)
        self.body.addWidget(self._sales)
        self.body.addStretch(1)
        self.body.addLayout(row(self.in_button, self.out_button, gap=10))
        self.body.addWidget(self.count_button)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("The till is open"))
        self._title.setText(_("The till is open"))
        self._sales_title.setText(_("Sales so far"))
        self.in_button.setText(_("Put cash in"))
        self.out_button.setText(_("Take cash out"))
        self.count_button.setText(_("Count and close"))
        self._show()

    def show_session(self, session: TillSession, today: date) -> None:
        """Show since when the drawer is open."""
        self._session, self._today = session, today
        self._show()

    def show_figures(self, report: TillReport | None) -> None:
        """Show what should be in the drawer; None for who may not see it: only the float, which she counted."""
        self._report = report
        self._show()

    def _show(self) -> None:
        session, report, shown = self._session, self._report, formatter()
        if session is None:
            return
        opened = to_local(session.opened_at, self._zone)
        when = f"{shown.date(opened.date())} {shown.clock_time(opened)}"
        amount = shown.money(session.float_minor, self._currency)
        self._since.setText(fill(_("Since {time}, with a float of {amount}"), time=when, amount=amount))
        if self._today is not None and session.business_date < self._today:
            day = shown.date(session.business_date)
            self.late.say(fill(_("The till is still open from {date}. Count and close it first."), date=day))
        else:
            self.late.hide()
        sighted = report is not None
        self._drawer_title.setText(_("Should be in the drawer") if sighted else _("Float"))
        minor = report.expected_minor if report is not None else session.float_minor
        self.drawer_label.setText(shown.money(minor, self._currency))
        self._sales_title.setVisible(sighted)
        self._sales.setVisible(sighted)
        if report is not None:
            self._sales.setText(shown.money(report.gross_minor, self._currency))


class ResultPanel(Retranslated, Panel):
    """The till was just closed. Signals: preview_requested(); print_requested(); done_requested()."""

    preview_requested = Signal()
    print_requested = Signal()
    done_requested = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=28)
        self._currency = currency
        self._closed: TillClosed | None = None
        self._printed: PrintResult | None = None
        self._sighted = True
        self._tick, self._title, self.number_label = label(), label("head"), label("muted")
        self._facts = label("large", wrap=True)
        self._difference = label("title")
        self._note = label("muted", wrap=True)
        self.preview_button = button("", self.preview_requested.emit, icon_name="eye", large=True)
        self.print_button = button("", self.print_requested.emit, icon_name="printer", large=True)
        self.done_button = button("primary", self.done_requested.emit, icon_name="check", large=True)
        self.body.addStretch(1)
        for part in (self._tick, self._title, self.number_label, self._facts, self._difference, self._note):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(row(self.print_button, self.preview_button, self.done_button, gap=10))
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("The till is closed"))
        self._title.setText(_("The till is closed"))
        self._tick.setPixmap(icon("circle-check", "success.text").pixmap(48, 48))
        self.preview_button.setText(_("Preview"))
        self.print_button.setText(_("Print") if self.is_unprinted() else _("Print again"))
        self.done_button.setText(_("Done"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tick.setPixmap(icon("circle-check", "success.text").pixmap(48, 48))
        super().changeEvent(event)

    def show_result(self, closed: TillClosed, *, sighted: bool) -> None:
        """Show the Z that was made; the figures only to who may see them."""
        self._closed, self._sighted, self._printed = closed, sighted, None
        self.retranslate()
        self.done_button.setFocus()

    def show_printed(self, result: PrintResult) -> None:
        """Say whether paper came out."""
        self._printed = result
        self.retranslate()

    def is_unprinted(self) -> bool:
        """Tell whether the Z is known not to have come out: what is printed next is still the original."""
        return self._printed is not None and not self._printed.printed

    def _show(self) -> None:
        closed, shown = self._closed, formatter()
        if closed is None:
            return
        self.number_label.setText(shown.name(closed.number))
        counted = fill(_("Counted {amount}"), amount=shown.money(closed.counted_minor, self._currency))
        expected = fill(_("Should be {amount}"), amount=shown.money(closed.expected_minor, self._currency))
        self._facts.setText(f"{counted}\n{expected}" if self._sighted else counted)
        difference = closed.difference_minor
        money = shown.money(abs(difference), self._currency)
        if not difference:
            text = _("It agrees")
        else:
            text = (
                fill(_("{amount} too much"), amount=money)
                if difference > 0
                else fill(_("{amount} missing"), amount=money)
            )
        self._difference.setText(text)
        self._difference.setVisible(self._sighted)
        restyle(self._difference, "tone", "danger" if difference else "")
        if self._printed is None:
            self._note.setText(_("Printing the Z…"))
        elif self._printed.printed:
            self._note.setText(_("Z printed"))
        else:
            self._note.setText(
                say(self._printed.trouble) if self._printed.trouble else _("It was not printed.")
            )
