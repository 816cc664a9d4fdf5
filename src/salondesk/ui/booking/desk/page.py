"""The front-desk board: due, waiting, in service, to pay. Also the check before closing the day."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from salondesk.domain.access import Permission
from salondesk.domain.booking import Booking, BookingStatus
from salondesk.services.booking.visits import SetStatus
from salondesk.services.reads.booking.desk import DeskBoard, DeskDay, DeskRow
from salondesk.ui.booking.desk.lane import DeskCard, DeskLane
from salondesk.ui.booking.visit.arrival import ArrivalBanner
from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, is_rtl
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.room import RoomPage
from salondesk.ui.workplace import Workplace

_S = BookingStatus
STAGES = ("due", "waiting", "in_service", "to_pay")
_AT_ONCE = 6
"""Cards made in one go."""


class DeskPage(RoomPage):
    """The board of today."""

    watches = frozenset({"booking", "invoice", "payment", "client"})

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self._bar = DeskBar()
        self.lanes = {stage: DeskLane() for stage in STAGES}
        line = row(*self.lanes.values(), gap=12, margin=12)
        for n in range(len(STAGES)):
            line.setStretch(n, 1)
        self.arrival = ArrivalBanner()
        whole = column(self.arrival, line, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._wanted: list[tuple[DeskLane, DeskRow]] = []
        self._kept: tuple[str, int] | None = None
        self._building = QTimer(self)
        self._building.timeout.connect(self._build_some)
        self.retranslate()

    def header(self) -> QWidget:
        return self._bar

    def retranslate(self) -> None:
        titles = (_("Due"), _("Waiting"), _("In service"), _("To pay"))
        empty = (
            _("Nobody is due any more today."),
            _("Nobody is waiting."),
            _("Nobody is being served."),
            _("Everything is paid."),
        )
        for lane, title, nothing in zip(self.lanes.values(), titles, empty, strict=True):
            lane.title.setText(title)
            lane.empty.setText(nothing)
            lane.setAccessibleName(title)
            lane.forget()
        self._bar.show_day(self.work.today())
        self.mark_stale()

    def refresh(self) -> None:
        """Read the board."""
        me, reads, day = self.work.me, self.work.reads, self.work.today()
        self._bar.show_day(day)
        self.work.ask(self, lambda: reads.ask(me, DeskDay(day)), self._on_board)

    def _on_board(self, board: DeskBoard) -> None:
        held = self._held()
        self._kept = held or self._kept
        self._wanted = [
            (lane, visit) for stage, lane in self.lanes.items() for visit in lane.begin(getattr(board, stage))
        ]
        self._building.start(0)

    def _build_some(self) -> None:
        """Make a few cards at a time: a full morning must not keep the window from answering."""
        for lane, visit in self._wanted[:_AT_ONCE]:
            lane.add(self._card(lane, visit))
        del self._wanted[:_AT_ONCE]
        if not self._wanted:
            self._building.stop()
            self._on_built()

    # -- the keyboard

    def _held(self) -> tuple[str, int] | None:
        """Return the stage and place of the card the keyboard is on."""
        found = ((stage, lane.focused()) for stage, lane in self.lanes.items())
        return next(((stage, place) for stage, place in found if place is not None), None)

    def _on_built(self) -> None:
        """Walk the cards as they stand, and go on where a card went to its next stage."""
        stops: list[QWidget] = [self]
        for lane in self.lanes.values():
            for card in lane.cards:
                stops += [card, card.step]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        kept, self._kept = self._kept, None
        if self.isVisible() and (self.hasFocus() or (kept is not None and self._held() is None)):
            self._focus(*(kept or (STAGES[0], 0)))

    def _focus(self, stage: str, place: int) -> None:
        """Give the keyboard to a card; where its stage has none left, to the first of the next one that has."""
        at = STAGES.index(stage)
        for other in (stage, *STAGES[at + 1 :], *STAGES[:at]):
            if self.lanes[other].cards:
                self.lanes[other].focus(place if other == stage else 0)
                return
        self.setFocus()

    def _walk(self, stage: str, card: DeskCard, across: int, along: int) -> None:
        lane, place = self.lanes[stage], self.lanes[stage].cards.index(card)
        if along:
            lane.focus(place + along)
            return
        step = -across if is_rtl() else across
        beside = STAGES.index(stage) + step
        while 0 <= beside < len(STAGES) and not self.lanes[STAGES[beside]].cards:
            beside += step
        if 0 <= beside < len(STAGES):
            self.lanes[STAGES[beside]].focus(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._building.isActive():
            self._focus(STAGES[0], 0)

    def _card(self, lane: DeskLane, visit: DeskRow) -> DeskCard:
        text, call = self._step_of(visit)
        card = DeskCard(visit, text, self.work)
        card.stepped.connect(call)
        stage = next(key for key, one in self.lanes.items() if one is lane)
        card.walked.connect(lambda across, along: self._walk(stage, card, across, along))
        card.opened.connect(lambda: self.route_requested.emit("diary", visit.booking_id))
        return card

    def _step_of(self, visit: DeskRow) -> tuple[str, Callable[[], None]]:
        """Return the next step of a visit: its word and what it does."""
        if visit.status == "done":
            if not self.work.may(Permission.SALE_CHECKOUT):
                return "", _nothing
            return _("Check out"), lambda: self.route_requested.emit("sale", visit.booking_id)
        if not self.work.may(Permission.BOOKING_STATUS):
            return "", _nothing
        if visit.status == "arrived":
            return _("Start service"), lambda: self._set(visit, _S.IN_SERVICE)
        if visit.status == "in_service":
            if self.work.may(Permission.SALE_CHECKOUT):
                return _("Check out"), lambda: self.route_requested.emit("sale", visit.booking_id)
            return _("Done"), lambda: self._set(visit, _S.DONE)
        if visit.status == "pending":
            return _("Accept"), lambda: self._set(visit, _S.BOOKED)
        return _("Arrived"), lambda: self._set(visit, _S.ARRIVED)

    def _set(self, visit: DeskRow, status: BookingStatus) -> None:
        command = SetStatus(
            key=self.work.key(), booking_id=visit.booking_id, expected_version=visit.version, status=status
        )

        def done(_booking: Booking) -> None:
            if status is _S.ARRIVED and visit.alert:
                self.arrival.say_of(visit.client, visit.alert)

        self.work.do(self, command, done, lambda _error: self.refresh())


class DeskBar(Retranslated, QWidget):
    """The board's part of the top bar: its name and today's date."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._date = label("title"), label("muted")
        self._day: date | None = None
        self.setLayout(row(self._title, self._date, None, gap=12))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Front desk"))
        if self._day is not None:
            self.show_day(self._day)

    def show_day(self, day: date) -> None:
        """Say which day."""
        self._day = day
        self._date.setText(formatter().date(day, "full"))


def _nothing() -> None:
    """Where there is no next step."""
