"""The diary's room: which day and whose, the calendar or the list, and what a gesture becomes."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from salondesk.core.ids import Id
from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.domain.change import ChangeSet
from salondesk.services.board import BoardBlock, DayBoard, Verdict
from salondesk.services.read_models import ItemRow, StaffRow
from salondesk.ui.booking.book_card import BookCard
from salondesk.ui.booking.date_bar import DateBar
from salondesk.ui.booking.day_list import DayList
from salondesk.ui.booking.drag import Proposal
from salondesk.ui.booking.grid import DiaryGrid
from salondesk.ui.booking.judging import judge_of
from salondesk.ui.booking.legend import LegendPanel
from salondesk.ui.booking.moves import move_command, resize_command
from salondesk.ui.booking.side_panel import SidePanel
from salondesk.ui.i18n import _
from salondesk.ui.kit.keys import letter_of
from salondesk.ui.room import RoomPage
from salondesk.ui.workplace import Workplace

_S = BookingStatus
_HIDDEN = frozenset({"cancelled", "rejected"})
VEILED = "• • •"
_COALESCE_MS = 50
_NOW_MS = 30_000
_KEYS = {"a": _S.ARRIVED, "s": _S.IN_SERVICE, "d": _S.DONE, "c": _S.CONFIRMED, "n": _S.NO_SHOW}
"""Single letters of the diary, under any keyboard layout: arrived, start, done, confirmed, no-show."""


class DiaryPage(RoomPage):
    """The calendar room."""

    watches = frozenset(
        {"booking", "client", "staff", "time_off", "service", "invoice", "branch", "old_receipt"}
    )

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.day = work.today()
        self.view = "day"
        self._person = Id(b"")
        self._shown_day: date | None = None
        self._board: DayBoard | None = None
        self._asked = 0
        self.bar = DateBar(self.day)
        self.grid, self.list = DiaryGrid(), DayList()
        self.panel = SidePanel(work)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.list)
        self.legend = LegendPanel(self.grid)
        self.card = BookCard(work, self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 12)
        line.setSpacing(12)
        line.addWidget(self._stack, 1)
        line.addWidget(self.panel)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_COALESCE_MS)
        self._soon.timeout.connect(self._load)
        self._clock = QTimer(self)
        self._clock.setInterval(_NOW_MS)
        self._clock.timeout.connect(self._on_clock)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.bar.date_chosen.connect(self.show_day)
        self.bar.view_chosen.connect(self.show_view)
        self.bar.person_chosen.connect(self._on_person_chosen)
        self.bar.new_requested.connect(self._on_new_requested)
        self.grid.slot_activated.connect(lambda key, minute: self.book_at(key, minute))
        self.grid.range_selected.connect(self._on_range_selected)
        self.grid.block_dropped.connect(self._on_dropped)
        self.grid.block_resized.connect(self._on_resized)
        self.grid.drop_refused.connect(self._on_drop_refused)
        self.grid.legend_requested.connect(self.legend.toggle)
        self.list.legend_requested.connect(self.legend.toggle)
        for view in (self.grid, self.list):
            view.selection_changed.connect(self._on_selected)
            view.block_activated.connect(self._on_selected)
            view.block_context_requested.connect(self._on_context)
        self.panel.checkout_requested.connect(lambda booking: self.route_requested.emit("sale", booking))
        self.card.booked.connect(self._on_booked)
        self.card.closed.connect(self.grid.setFocus)
        for keys, days in (("Ctrl+PgUp", -7), ("Ctrl+PgDown", 7)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda d=days: self.show_day(self.day + timedelta(days=d)))

    def header(self) -> QWidget:
        return self.bar

    def retranslate(self) -> None:
        self.grid.setAccessibleName(_("Diary"))
        self.list.setAccessibleName(_("Diary as a list"))
        self.mark_stale()

    # -- loading

    def show_day(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self.bar.show_day(day)
        self._load()

    def show_view(self, view: str) -> None:
        """Show the day, the week, or the day as a list."""
        self.view = view
        self.bar.set_view(view)
        self._stack.setCurrentWidget(self.list if view == "list" else self.grid)
        self._load()

    def refresh(self) -> None:
        """Read what can be booked, by whom, and the board."""
        me, reads = self.work.me, self.work.reads
        self._clock.start()
        self.bar.set_may_book(may=self.work.may(Permission.BOOKING_BOOK))

        def choices() -> tuple[list[ItemRow], list[StaffRow]]:
            return reads.items(me, "service"), reads.staff(me)

        self.work.ask(self, choices, self._on_choices)
        self._load()

    def _on_choices(self, found: tuple[list[ItemRow], list[StaffRow]]) -> None:
        services, staff = found
        self.bar.show_staff(staff)
        self.card.set_choices(services, staff)
        self.panel.set_choices(services, staff)

    def touched(self, changes: ChangeSet) -> bool:
        """Only what can be seen: another day's booking changes nothing here."""
        if not self.watches & changes.nouns:
            return False
        if changes.dates and changes.nouns <= {"booking", "invoice", "ticket", "ledger_entry"}:
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
        me, reads, day, person = self.work.me, self.work.reads, self.day, self._person or None
        view, first = self.view, self._first_of_week()

        def question() -> DayBoard:
            if view == "week":
                return reads.week_board(me, first, staff_id=person)
            return reads.day_board(me, day, staff_id=person)

        self._asked += 1
        asked = self._asked
        self.work.ask(self, question, lambda board: self._on_board(asked, board))

    def board(self) -> DayBoard | None:
        """Return what is shown to whoever is signed in; None behind the sign-in and until it is read."""
        return self._board

    def _on_board(self, asked: int, board: DayBoard) -> None:
        if asked != self._asked or self.work.actor is None:
            return  # two readers may answer out of turn, and someone may have locked the counter meanwhile
        if self.grid.is_busy():
            self._soon.start()
            return
        self.list.set_board(board)
        shown = board._replace(blocks=tuple(b for b in board.blocks if b.status not in _HIDDEN))
        chosen = self.grid.selected()
        first = self._shown_day != self.day
        self._board, self._shown_day = shown, self.day
        self.grid.set_judge(judge_of(shown))
        self.grid.set_board(shown)
        if first and shown.now_min is not None:
            self.grid.scroll_to_minute(max(shown.day_start_min, shown.now_min - 90))
        if chosen:
            self.grid.select(chosen, show=False)
        self._reload_panel()

    def _reload_panel(self) -> None:
        booking = self.panel.booking()
        if booking is not None:
            self._show_booking(booking.id)

    def _on_clock(self) -> None:
        self.bar.set_today(self.work.today())
        if self.isVisible():
            self._soon.start()

    def _on_person_chosen(self, staff_id: bytes) -> None:
        self._person = Id(staff_id)
        self._load()

    # -- looking at one visit

    def _block(self, line_id: bytes) -> BoardBlock | None:
        return self._board.block_of(line_id) if self._board is not None else None

    def _on_selected(self, line_id: bytes) -> None:
        block = self._block(line_id) or next((b for b in self.list.showing() if b.line_id == line_id), None)
        if block is not None:
            self.card.hide()
            self._show_booking(Id(block.booking_id))

    def _show_booking(self, booking_id: Id) -> None:
        me, reads = self.work.me, self.work.reads
        self.work.ask(
            self,
            lambda: reads.booking(me, booking_id),
            self.panel.show_booking,
            lambda _error: self.panel.clear(),
        )

    def open_with(self, what: object) -> None:
        """Show a booking another room handed over, or (before anyone signs in) a board without names."""
        if isinstance(what, bytes):
            self._show_booking(Id(what))
        elif isinstance(what, DayBoard):
            self._show_veiled(what)

    def _show_veiled(self, board: DayBoard) -> None:
        """Show the day behind the sign-in: how full it is, and nobody's name."""
        self.panel.clear()
        self.card.hide()
        blocks = tuple(
            b._replace(client=VEILED, services="", flags=0) for b in board.blocks if b.status not in _HIDDEN
        )
        self.grid.set_board(board._replace(blocks=blocks))
        self.list.set_board(board._replace(blocks=()))
        if board.now_min is not None:
            self.grid.scroll_to_minute(max(board.day_start_min, board.now_min - 90))

    def _on_user_changed(self) -> None:
        self._clock.stop()
        if self.work.actor is None and self._board is not None:
            self._show_veiled(self._board)
            self._board, self._shown_day = None, None
        super()._on_user_changed()

    def _on_context(self, line_id: bytes, at: QPoint) -> None:
        block = self._block(line_id)
        if block is None:
            return
        me, reads = self.work.me, self.work.reads

        def shown(booking: Booking) -> None:
            self.panel.show_booking(booking)
            self._menu().popup(at)

        self.work.ask(self, lambda: reads.booking(me, Id(block.booking_id)), shown)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.work.may(Permission.BOOKING_STATUS):
            for text, status in (
                (_("Confirmed"), _S.CONFIRMED),
                (_("Arrived"), _S.ARRIVED),
                (_("Start service"), _S.IN_SERVICE),
                (_("Done"), _S.DONE),
                (_("No-show"), _S.NO_SHOW),
            ):
                menu.addAction(text, partial(self.panel.set_status, status))
        if self.work.may(Permission.BOOKING_CANCEL):
            menu.addAction(_("Cancel visit…"), self.panel.ask_cancel)
        if self.work.may(Permission.SALE_CHECKOUT):
            menu.addSeparator()
            menu.addAction(_("Check out"), self._check_out)
        return menu

    def _check_out(self) -> None:
        booking = self.panel.booking()
        if booking is not None:
            self.route_requested.emit("sale", booking.id)

    # -- booking and moving

    def book_at(self, column_key: bytes, minute: int, length: int = 0) -> None:
        """Open the card for a slot."""
        if not self.work.may(Permission.BOOKING_BOOK):
            return
        day, person = self._slot(column_key)
        where = self.grid.mapTo(self, self.grid.slot_rect(column_key, minute).topRight())
        self.card.open_at(day, minute, person, length=length, at=where + QPoint(8, -8))

    def _slot(self, column_key: bytes) -> tuple[date, Id]:
        """Return the day and person of a column."""
        if self._board is not None and self._board.kind == "week":
            return date.fromisoformat(column_key.decode()), self._person
        return self.day, Id(column_key)

    def _on_range_selected(self, proposal: Proposal) -> None:
        self.book_at(proposal.column_key, proposal.start_min, proposal.end_min - proposal.start_min)

    def _on_new_requested(self) -> None:
        board = self._board
        if board is None or not board.columns:
            return
        minute = board.now_min if board.now_min is not None else board.day_start_min
        slot = board.slot_min
        column = self._person or board.columns[0].key
        self.book_at(column if board.kind == "day" else board.columns[0].key, -(-minute // slot) * slot)

    def _on_booked(self, booking: Booking) -> None:
        self.panel.show_booking(booking)
        self.grid.select(booking.lines[0].id)
        self.grid.setFocus()

    def _on_dropped(self, proposal: Proposal) -> None:
        command = move_command(
            proposal,
            key=self.work.key(),
            zone=self.work.branch.zone,
            source=self._slot(proposal.from_column),
            target=self._slot(proposal.column_key),
        )
        self.work.do(self, command, self._on_moved, self._on_move_failed)

    def _on_resized(self, proposal: Proposal) -> None:
        day, _person = self._slot(proposal.column_key)
        command = resize_command(proposal, key=self.work.key(), zone=self.work.branch.zone, day=day)
        self.work.do(self, command, self._on_moved, self._on_move_failed)

    def _on_drop_refused(self, proposal: Proposal, _verdict: Verdict) -> None:
        """It sprang back; who may overlap, or has someone who may, is offered to go ahead."""
        if proposal.kind == "resize":
            self._on_resized(proposal)
        else:
            self._on_dropped(proposal)

    def _on_moved(self, booking: Booking) -> None:
        self.panel.show_booking(booking)

    def _on_move_failed(self, _error: Exception) -> None:
        self.grid.clear_ghost()
        self._soon.start()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = letter_of(event)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        in_diary = self.grid.hasFocus() or self.list.hasFocus()
        if plain and in_diary and self.panel.booking() is not None:
            if letter in _KEYS and self.work.may(Permission.BOOKING_STATUS):
                self.panel.set_status(_KEYS[letter])
                return
            if letter == "x" and self.work.may(Permission.BOOKING_CANCEL):
                self.panel.ask_cancel()
                return
            if letter == "p" and self.work.may(Permission.SALE_CHECKOUT):
                self._check_out()
                return
        super().keyPressEvent(event)
