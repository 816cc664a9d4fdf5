"""The key to the diary: what each colour and icon means. Shown with the key L."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from salondesk.ui.booking.canvas.status_styles import FLAG_STYLES, STATUS_STYLES, StatusStyle
from salondesk.ui.i18n import Retranslated, _
from salondesk.ui.kit.buttons import IconButton
from salondesk.ui.kit.layout import Panel, label, row
from salondesk.ui.theme.current import theme
from salondesk.ui.theme.fonts import font
from salondesk.ui.theme.icons import icon_pixmap

# Rejected looks as cancelled does: one line for both.
_STATUSES = [look for key, look in STATUS_STYLES.items() if key != "rejected"]


class _Swatch(QWidget):
    """One line of the legend: a small block or a bare icon, and its name."""

    def __init__(self, look: StatusStyle, *, is_status: bool) -> None:
        super().__init__()
        self._look, self._is_status = look, is_status
        self.setMinimumHeight(28)

    def sizeHint(self) -> QSize:
        return QSize(56 + QFontMetrics(font(13)).horizontalAdvance(_(self._look.name)) + 16, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme().tokens
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ratio = self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(self.width() - 42 if rtl else 2, 3, 40, 22)
        tint = tokens.colour["text.main"]
        if self._is_status:
            fill, edge, tint = (
                tokens.colour[f"status.{self._look.token}.{part}"] for part in ("fill", "edge", "text")
            )
            dashed = self._look.token in ("pending", "cancelled")
            pen = QPen(QColor(edge), 1.2, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(QRectF(box), 5, 5)
        elif self._look.token == "danger":
            tint = tokens.colour["danger.base"]
        painter.drawPixmap(
            box.center().x() - 7, box.center().y() - 7, icon_pixmap(self._look.icon, tint, 15, ratio, rtl)
        )
        painter.setPen(QColor(tokens.colour["text.main"]))
        painter.setFont(font(tokens.size["text_base"]))
        text = self.rect().adjusted(4 if rtl else 52, 0, -52 if rtl else -4, 0)
        painter.drawText(
            text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _(self._look.name)
        )


class LegendPanel(Retranslated, Panel):
    """Floats over the diary; L or Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, raised=True)
        self._title, self._close = label("title"), IconButton("x", self.hide)
        self.body.addLayout(row(self._title, None, self._close))
        self._swatches: list[tuple[_Swatch, StatusStyle]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        half = (len(_STATUSES) + 1) // 2
        for number, look in enumerate(_STATUSES):
            grid.addWidget(self._swatch(look, is_status=True), number % half + 1, number // half)
        flags = list(FLAG_STYLES.values())
        flags_half = (len(flags) + 1) // 2
        self._marks = label("section")
        self._colours = label("section")
        grid.addWidget(self._colours, 0, 0, 1, 2)
        grid.addWidget(self._marks, half + 1, 0, 1, 2)
        for number, look in enumerate(flags):
            grid.addWidget(
                self._swatch(look, is_status=False), half + 2 + number % flags_half, number // flags_half
            )
        self.body.addLayout(grid)
        self._note = label("small", wrap=True)
        self.body.addWidget(self._note)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Legend"))
        self._title.setText(_("What the colours mean"))
        self._colours.setText(_("Where the visit stands"))
        self._marks.setText(_("Marks on a booking"))
        notes = (
            _("The stripe along the edge has the colour of the service."),
            _("Where a visit is hatched its person is free: a click there books."),
            _("Shift with ↓ or ↑ pulls the end of a visit or of a part of it, E goes to the next edge."),
        )
        self._note.setText("\n".join(notes))
        self._close.set_hint(_("Close"), "L")
        for swatch, look in self._swatches:
            swatch.setAccessibleName(_(look.name))
            swatch.updateGeometry()
            swatch.update()

    def toggle(self) -> None:
        """Show or hide the legend in the middle of its parent."""
        if self.isVisible():
            self.hide()
            return
        self.adjustSize()
        over = self.parentWidget()
        if over is not None:
            self.move((over.width() - self.width()) // 2, max((over.height() - self.height()) // 2, 8))
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _swatch(self, look: StatusStyle, *, is_status: bool) -> _Swatch:
        made = _Swatch(look, is_status=is_status)
        self._swatches.append((made, look))
        return made
