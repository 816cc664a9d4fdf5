"""A stage of the front-desk board: its cards, and the keyboard among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from salondesk.core.timespan import MINUTE_MS, to_local
from salondesk.domain.settings import LATE_MINUTES
from salondesk.services.reads.booking.desk import DeskRow
from salondesk.ui.format import formatter
from salondesk.ui.i18n import _, language
from salondesk.ui.kit.buttons import button
from salondesk.ui.kit.layout import Panel, column, label, row, scrolling
from salondesk.ui.workplace import Workplace

_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class DeskCard(Panel):
    """One visit on the board; Enter or its button takes the next step.

    Signals: stepped(); opened(); walked(across, along): an arrow, as the eye sees it.
    """

    stepped = Signal()
    opened = Signal()
    walked = Signal(int, int)

    def __init__(self, visit: DeskRow, step: str, work: Workplace) -> None:
        super().__init__(margin=12)
        self.visit = visit
        shown, lang = formatter(), language()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("card", True)
        time = shown.clock_time(to_local(visit.start_at, work.branch.zone))
        late_ms = work.setting(LATE_MINUTES) * MINUTE_MS
        late = visit.status in ("booked", "confirmed") and visit.start_at + late_ms < work.clock.now_ms()
        name = visit.client or _("Walk-in")
        services = (
            "، ".join(s.pick(lang) for s in visit.services)
            if lang == "ar"
            else ", ".join(s.pick(lang) for s in visit.services)
        )
        people = " · ".join(p.pick(lang) for p in visit.staff)
        head = row(label("strong", time), label("error", _("Late")) if late else None, None)
        self.body.setSpacing(4)
        self.body.addLayout(head)
        self.body.addWidget(label("large", name, wrap=True))
        self.body.addWidget(label("muted", f"{services}\n{people}", wrap=True))
        if visit.alert:
            self.body.addWidget(label("error", visit.alert, wrap=True))
        self.step = button("primary" if visit.status == "done" else "", self.stepped.emit)
        self.step.setText(step)
        if not step:
            self.step.hide()  # never shown by hand before it has a parent: it would be a window for a moment
        self.step.setAccessibleName(f"{step}: {name}")
        self.body.addWidget(self.step)
        self.setAccessibleName(f"{time} {name}, {services}, {people}")

    def has_keyboard(self) -> bool:
        """Tell whether the keyboard is on the card or its button."""
        return self.hasFocus() or self.step.hasFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.opened.emit()
        elif event.key() in _ARROWS:
            self.walked.emit(*_ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class DeskLane(QFrame):
    """A stage's column of cards."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.count = label("title"), label("muted")
        self.box = QVBoxLayout()
        self.box.setContentsMargins(0, 0, 6, 0)
        self.box.setSpacing(8)
        self.box.addStretch(1)
        self.cards: list[DeskCard] = []
        self._order: dict[DeskRow, int] = {}
        holder = QWidget()
        holder.setLayout(self.box)
        self._area = scrolling(holder)
        self.empty: QLabel = label("muted", wrap=True)
        whole = column(row(self.title, self.count, None), self.empty, self._area, gap=8, margin=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setProperty("panel", "true")

    def begin(self, visits: Sequence[DeskRow]) -> list[DeskRow]:
        """Keep the cards that still say the same and take the others away; return the visits that need one."""
        wanted = set(visits)
        for card in list(self.cards):
            if card.visit not in wanted:
                self.cards.remove(card)
                self.box.removeWidget(card)
                card.hide()
                card.deleteLater()
        known = {card.visit for card in self.cards}
        self.count.setText(formatter().number(len(visits)))
        self.empty.setVisible(not visits)
        self._order = {visit: n for n, visit in enumerate(visits)}
        return [visit for visit in visits if visit not in known]

    def add(self, card: DeskCard) -> None:
        """Put a card into its place."""
        place = sum(1 for other in self.cards if self._order[other.visit] < self._order[card.visit])
        self.cards.insert(place, card)
        self.box.insertWidget(place, card)
        card.show()  # at once: a card that is not shown yet cannot take the keyboard

    def focused(self) -> int | None:
        """Return which card the keyboard is on; None when it is on none of these."""
        return next((n for n, card in enumerate(self.cards) if card.has_keyboard()), None)

    def focus(self, place: int) -> None:
        """Give the keyboard to the card at a place, or to the last one, and bring it into view."""
        card = self.cards[min(max(place, 0), len(self.cards) - 1)]
        card.setFocus()
        self._area.ensureWidgetVisible(card, 0, 12)

    def forget(self) -> None:
        """Take every card away: they speak another language now."""
        self.begin(())
