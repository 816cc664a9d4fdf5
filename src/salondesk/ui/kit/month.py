"""A month to pick a day from, in the house style: by finger, or arrows, Page keys and Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from salondesk.ui.format import formatter
from salondesk.ui.i18n import Retranslated, _, is_rtl, language
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon

_WIDTH_PX, _HEIGHT_PX = 312, 284
_INSET_PX = 2


class MonthCalendar(Retranslated, QCalendarWidget):
    """Qt's calendar with our colours, the language's own month and weekday names, and weeks from Monday."""

    def __init__(self, day: date, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today  # asked at each look: a till stands open past midnight
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setGridVisible(False)
        self.setSelectedDate(QDate(day.year, day.month, day.day))
        self._arrows = {
            name: self.findChild(QToolButton, f"qt_calendar_{name}month") for name in ("prev", "next")
        }
        self.retranslate()
        theme().changed.connect(self._apply_style)

    def retranslate(self) -> None:
        arabic = language() == "ar"
        # The Emirates' own names, with the digits the formatter writes everywhere else.
        self.setLocale(
            QLocale(QLocale.Language.Arabic, QLocale.Country.UnitedArabEmirates)
            if arabic
            else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        )
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_rtl() else Qt.LayoutDirection.LeftToRight
        )
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        # Arabic weekdays have no short forms but their letters.
        form = QCalendarWidget.HorizontalHeaderFormat
        self.setHorizontalHeaderFormat(form.SingleLetterDayNames if arabic else form.ShortDayNames)
        self._apply_style()
        self.setAccessibleName(_("Choose a date"))

    def _apply_style(self) -> None:
        tokens = theme().tokens
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(tokens.colour["text.muted"]))
        quiet.setBackground(QColor(tokens.colour["surface.raised"]))
        quiet.setFont(font(tokens.size["text_small"], QFont.Weight.DemiBold))
        self.setHeaderTextFormat(quiet)
        for n in range(1, 8):  # the weekend is a working day like any other here, and red means trouble
            self.setWeekdayTextFormat(Qt.DayOfWeek(n), QTextCharFormat())
        for name, drawing, words in (
            ("prev", "chevron-left", _("Month before")),
            ("next", "chevron-right", _("Month after")),
        ):
            arrow = self._arrows[name]
            if arrow is not None:
                arrow.setIcon(icon(drawing))
                arrow.setAccessibleName(words)
                arrow.setToolTip(words)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._apply_style()  # Qt has put its own arrows back

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """Draw one day: chosen filled, today ringed, other months faint."""
        shown = day if isinstance(day, QDate) else QDate(day.year, day.month, day.day)
        colour, size = theme().tokens.colour, theme().tokens.size
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(colour["surface.raised"]))
        plate = QRectF(rect).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        chosen, today = shown == self.selectedDate(), shown.toPython() == self._today()
        if chosen or today:
            painter.setPen(QColor(colour["accent.base"]))
            painter.setBrush(QColor(colour["accent.base"]) if chosen else QColor(0, 0, 0, 0))
            painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inside = shown.month() == self.monthShown()
        token = (
            "text.on_accent"
            if chosen
            else "accent.text"
            if today
            else "text.main"
            if inside
            else "text.disabled"
        )
        painter.setPen(QColor(colour[token]))
        painter.setFont(font(size["text_base"], QFont.Weight.DemiBold if today else QFont.Weight.Normal))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), formatter().digits(str(shown.day())))
        painter.restore()
