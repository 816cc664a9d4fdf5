"""The diary's room: which day and whose, the calendar or the list, and what a gesture becomes."""

from datetime import date, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking
from salondesk.domain.change import ChangeSet
from salondesk.services.reads.booking.board import BoardBlock, DayBoard, DiaryBoard, masked, next_block
from salondesk.services.reads.booking.conflict_facts import ConflictFacts
from salondesk.services.reads.booking.visit import VisitById, VisitCard
from salondesk.services.reads.catalog.items import ItemList, ItemRow
from salondesk.services.reads.staff.people import PeopleOfDiary, StaffRow
from salondesk.ui.booking.gesture.grid import DiaryGrid
from salondesk.ui.booking.gesture.judging import Judging, read_board
from salondesk.ui.booking.gesture.moving import Moving
from salondesk.ui.booking.new.book_card import BookCard
from salondesk.ui.booking.new.new_booking import NewBooking
from salondesk.ui.booking.page.date_bar import DateBar
from salondesk.ui.booking.page.day_list import DayList
from salondesk.ui.booking.page.day_sheet import DaySheet
from salondesk.ui.booking.page.legend import LegendPanel
from salondesk.ui.booking.page.page_keys import PageKeys
from salondesk.ui.booking.page.visit_actions import VisitActions
from salondesk.ui.booking.visit.arrival import ArrivalBanner
from salondesk.ui.booking.visit.hover_card import HoverCard
from salondesk.ui.booking.visit.side_panel import SidePanel
from salondesk.ui.i18n import _, fill, language
from salondesk.ui.kit.feedback import Banner
from salondesk.ui.kit.layout import column, row
from salondesk.ui.room import RoomPage
from salondesk.ui.workplace import Workplace

_COALESCE_MS = 50
_NOW_MS = 30_000


class DiaryPage(RoomPage):
    """The calendar room."""

    watches = frozenset(
        "booking client staff time_off service invoice payment branch old_receipt setting".split()
    )

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.day = work.today()
        self.view = "day"
        self.staff: list[StaffRow] = []
        self._person = Id(b"")
        self._shown_day: date | None = None
        self._board: DayBoard | None = None
        self._show_cancelled = False
        self._behind_sign_in = False
        self._asked = 0
        self.bar = DateBar(self.day)
        self.grid, self.list = DiaryGrid(), DayList()
        self.panel = SidePanel(work)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.list)
        self.legend = LegendPanel(self.grid)
        self.arrival = ArrivalBanner()
        self.cut_banner = Banner("info", closable=False)
        self.cut_banner.hide()
        left = column(self.cut_banner, self._stack, gap=8)
        left.setStretch(1, 1)
        line = row(left, self.panel, gap=12)
        line.setStretch(0, 1)
        whole = column(self.arrival, line, gap=8, margin=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.grid)
        self.card = BookCard(work, self)
        self.hover_card = HoverCard(work, self.grid, self, self.block_of)
        self.hover_card.may_show = lambda: not self.card.isVisible()
        self.moving = Moving(self, self)
        self.visit_actions = VisitActions(self, self)
        self.new_booking = NewBooking(self, self)
        self.sheet = DaySheet(self, self)
        self.keys = PageKeys(self, self, self.sheet.show)
        self._soon = self._timer(_COALESCE_MS, single=True)
        self._soon.timeout.connect(self._load)
        self._clock = self._timer(_NOW_MS, single=False)
        self._clock.timeout.connect(self._on_clock)
        self._connect()
        self.retranslate()

    def _timer(self, interval_ms: int, *, single: bool) -> QTimer:
        made = QTimer(self)
        made.setInterval(interval_ms)
        made.setSingleShot(single)
        return made

    def _connect(self) -> None:
        self.bar.date_chosen.connect(self.show_day)
        self.bar.view_chosen.connect(self.show_view)
        self.bar.person_chosen.connect(self._on_person_chosen)
        self.bar.new_requested.connect(self.new_booking.new)
        menu = self.bar.view_menu
        menu.zoom_chosen.connect(self.grid.set_zoom)
        menu.aboutToShow.connect(lambda: menu.show_zoom(self.grid.zoom()))
        menu.cancelled_toggled.connect(self.show_cancelled)
        menu.legend_requested.connect(self.legend.toggle)
        menu.sheet_requested.connect(self.sheet.show)
        self.list.move_requested.connect(self.ask_move)
        for view in (self.grid, self.list):
            view.legend_requested.connect(self.legend.toggle)
            view.selection_changed.connect(self._on_selected)
            view.block_activated.connect(self._on_activated)
        self.moving.moved.connect(self.show_booking)
        self.moving.failed.connect(self._soon.start)
        self.moving.cutting.connect(self._on_cutting)
        self.panel.checkout_requested.connect(lambda booking: self.route_requested.emit("sale", booking))
        self.panel.invoice_requested.connect(lambda number: self.route_requested.emit("invoices", number))
        self.panel.left.connect(self.take_focus)
        self.panel.arrived.connect(self.arrival.say_of)
        self.card.closed.connect(self.take_focus)

    def header(self) -> QWidget:
        return self.bar

    def retranslate(self) -> None:
        self.grid.setAccessibleName(_("Diary"))
        self.list.setAccessibleName(_("Diary as a list"))
        self._on_cutting(self.grid.cut_paste.block)
        if self.work.actor is None and self._behind_sign_in and self.isVisible():  # its columns name people
            reads, lang = self.work.reads, language()
            self.work.ask(self, lambda: reads.masked_day(lang), self._on_masked)
        self.mark_stale()

    def take_focus(self) -> None:
        """Give the keyboard to the diary."""
        self.setFocus()

    # -- loading

    def show_day(self, day: date) -> None:
        """Show another day."""
        self.day = day
        if day == self.work.today():
            self._shown_day = None  # asked for again, it comes with now in view
        self.bar.show_day(day)
        self._load()

    def show_view(self, view: str) -> None:
        """Show the day, the week, or the day as a list."""
        self.view = view
        self.bar.set_view(view)
        shown = self.list if view == "list" else self.grid
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        self.hover_card.hide()
        self._load()

    def show_cancelled(self, shown: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Show cancelled visits too, or hide them; kept while the program runs."""
        self._show_cancelled = shown
        self._load()

    def refresh(self) -> None:
        """Read what can be booked, by whom, and the board."""
        me, reads = self.work.me, self.work.reads
        self._clock.start()
        self.bar.set_may_book(may=self.work.may(Permission.BOOKING_BOOK))
        self.bar.set_may_print(may=self.sheet.may(), alone=not self.work.may(Permission.DIARY_VIEW))

        def choices() -> tuple[list[ItemRow], list[StaffRow]]:
            return reads.ask(me, ItemList("service")), reads.ask(me, PeopleOfDiary())

        self.work.ask(self, choices, self._on_choices)
        self._load()

    def _on_choices(self, found: tuple[list[ItemRow], list[StaffRow]]) -> None:
        services, staff = found
        self.staff = staff
        self.bar.show_staff(staff)
        self.card.set_choices(services, staff)
        self.panel.set_choices(services, staff)
        self.hover_card.card.set_choices(services, staff)

    def touched(self, changes: ChangeSet) -> bool:
        """Only what can be seen: another day's booking changes nothing here."""
        if not self.watches & changes.nouns:
            return False
        if changes.dates and changes.nouns <= {"booking", "invoice", "ticket", "payment", "allocation"}:
            return bool(changes.dates & {d.isoformat() for d in self._days()})
        return True

    def _days(self) -> list[date]:
        if self.view != "week":
            return [self.day]
        first = self._first_of_week()
        return [first + timedelta(days=n) for n in range(7)]

    def _first_of_week(self) -> date:
        """The week begins on Monday, as the Emirates' has since 2022."""
        return self.day - timedelta(days=self.day.weekday())

    def mark_stale(self) -> None:
        """Reload soon: several commits in a row make one reload."""
        if self.isVisible() and self.work.actor is not None and self._board is not None:
            self._soon.start()
        else:
            super().mark_stale()

    def _load(self) -> None:
        if self.work.actor is None:
            return
        if self.grid.is_busy():  # a refresh never takes a gesture out of someone's hand
            self._soon.start()
            return
        me, reads, days, cut = self.work.me, self.work.reads, self._days(), self.grid.cut_paste.booking_id
        shown = DiaryBoard(days[0], len(days), self._person or None)
        self._asked += 1
        asked = self._asked
        self.work.ask(
            self, lambda: read_board(reads, me, shown, cut), lambda found: self._on_board(asked, *found)
        )

    def board(self) -> DayBoard | None:
        """Return what is shown to whoever is signed in; None behind the sign-in and until it is read."""
        return self._board

    def _on_board(self, asked: int, board: DayBoard, facts: ConflictFacts) -> None:
        if asked != self._asked or self.work.actor is None:
            return  # two readers may answer out of turn, and someone may have locked the counter meanwhile
        if self.grid.is_busy():
            self._soon.start()
            return
        shown = board if self._show_cancelled else board.without_cancelled()
        self.list.set_board(shown)
        chosen, came = self.grid.selected(), self._board is None
        first = self._shown_day != self.day
        self._board, self._shown_day = shown, self.day
        self.grid.set_judge(Judging(facts, self.slot).verdict)
        self.grid.set_board(shown)
        if chosen:
            self.grid.select(chosen, show=False)
        if first:
            self.grid.show_now()
        if came and not self.work.may(Permission.DIARY_VIEW):
            self._show_next()
        self._reload_panel()

    def _show_next(self) -> None:
        """Whoever sees only her own day begins with her next client: the one here, else the next by time."""
        chosen = next_block(self._board) if self._board is not None else None
        if chosen is not None:
            self.grid.select(chosen.key, show=False)

    def _reload_panel(self) -> None:
        booking = self.panel.booking()
        if booking is not None:
            self._show_visit(booking.id)

    def _on_clock(self) -> None:
        self.bar.set_today(self.work.today())
        if self.isVisible():
            self._soon.start()

    def person(self) -> Id:
        """Return the person whose column stands alone, b"" for everybody."""
        return self._person

    def _on_person_chosen(self, staff_id: bytes) -> None:
        self._person = Id(staff_id)
        self._load()

    # -- looking at one visit

    def block_of(self, key: bytes) -> BoardBlock | None:
        """Return the block of a line on the board that is shown."""
        return self._board.block_of(key) if self._board is not None else None

    def _on_selected(self, key: bytes) -> None:
        block = self.block_of(key)
        if block is not None:
            self.card.hide()
            self._show_visit(Id(block.booking_id))

    def _on_activated(self, key: bytes) -> None:
        """Enter or a double click: the keyboard goes to the visit in the panel."""
        block = self.block_of(key)
        if block is not None:
            self.hover_card.hide()
            self._show_visit(Id(block.booking_id), take_focus=True)

    def _show_visit(self, booking_id: Id, *, take_focus: bool = False) -> None:
        me, reads = self.work.me, self.work.reads

        def shown(card: VisitCard) -> None:
            self.panel.show_visit(card)
            if take_focus:
                self.panel.take_focus()

        self.work.ask(
            self, lambda: reads.ask(me, VisitById(booking_id)), shown, lambda _error: self.panel.clear()
        )

    def open_with(self, what: object) -> None:
        """Show a booking another room handed over, or (before anyone signs in) a board without names."""
        if isinstance(what, bytes):
            self._show_visit(Id(what))
        elif isinstance(what, DayBoard):
            self._show_masked(what)

    def _show_masked(self, board: DayBoard) -> None:
        """Show the day behind the sign-in: how full it is, and nobody's name."""
        self.panel.clear()
        self.card.hide()
        self.hover_card.hide()
        self.arrival.hide()
        self.moving.forget()
        self._behind_sign_in = True
        self.grid.set_board(masked(board))
        self.list.set_board(board._replace(blocks=()))
        self.grid.show_now()

    def _on_masked(self, board: DayBoard) -> None:
        if self.work.actor is None:
            self._show_masked(board)

    def _on_user_changed(self) -> None:
        self._clock.stop()
        if self.work.actor is None and self._board is not None:
            self._show_masked(self._board)
            self._board, self._shown_day = None, None
        super()._on_user_changed()

    # -- acting on a visit

    def check_out(self) -> None:
        """Take the visit that is shown to the till, or show the invoice that paid for it."""
        self.panel.check_out()

    # -- booking and moving

    def book_at(self, column_key: bytes, minute: int, length: int = 0) -> None:
        """Open the card for a slot."""
        self.new_booking.book_at(column_key, minute, length)

    def slot(self, column_key: bytes) -> tuple[date, Id]:
        """Return the day and person of a column."""
        if self._board is not None and self._board.kind == "week":
            return date.fromisoformat(column_key.decode()), self._person
        return self.day, Id(column_key)

    def ask_move(self, key: bytes) -> None:
        """Ask where a booking goes."""
        block = self.block_of(key)
        if block is None or not self.moving.may_go(block):
            return
        me, reads = self.work.me, self.work.reads

        def known(card: VisitCard) -> None:
            if any(line.id == block.line_id for line in card.booking.lines):
                self.moving.ask(block, card.booking, self.window())

        self.work.ask(self, lambda: reads.ask(me, VisitById(Id(block.booking_id))), known)

    def cut(self, key: bytes = b"") -> None:
        """Take a block along to another day: the one named, else the selected one."""
        self.hover_card.hide()
        self.moving.cut(key or self.grid.selected())

    def _on_cutting(self, block: BoardBlock | None) -> None:
        self.cut_banner.setVisible(block is not None)
        if block is not None:
            said = fill(
                _(
                    "{client} comes along. Choose the day and a time, then Ctrl+V or a click. Esc leaves it where it is."
                ),
                client=block.client or _("Walk-in"),
            )
            self.cut_banner.say(said)
            self.grid.setFocus()

    def hide_hover_card(self) -> None:
        """Hide the card of the visit under the pointer."""
        self.hover_card.hide()

    def show_booking(self, booking: Booking) -> None:
        """Show a booking in the side panel, and give the keyboard back to the diary."""
        self.panel.show_booking(booking)
        self.take_focus()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.handle(event):
            super().keyPressEvent(event)
