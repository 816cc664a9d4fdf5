"""A preview shows the pages of a document, and prints or saves them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from salondesk.core.errors import SalonDeskError
from salondesk.services.ports.paper import DocumentRequest, PageImage, PrintResult
from salondesk.ui.i18n import Retranslated, _, say
from salondesk.ui.kit.buttons import SegmentedControl, button
from salondesk.ui.kit.layout import column, label, row
from salondesk.ui.paper.saving import save_pdf
from salondesk.ui.workplace import Workplace

_DPI = {"80mm": 120, "58mm": 120, "a4": 84}


def pixmap_of(page: PageImage) -> QPixmap:
    """Make a picture of a page of 8-bit grey."""
    image = QImage(page.grey, page.width, page.height, page.width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image)


class PaperView(Retranslated, QScrollArea):
    """Pages one under the other, always black on white, whatever the theme."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._asked = work, 0
        self.request: DocumentRequest | None = None
        self.pages_shown = 0
        self._desk = QWidget()
        self._desk.setProperty("veil", True)
        self._desk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._box = column(gap=16, margin=16)
        self._desk.setLayout(self._box)
        self.setWidget(self._desk)
        self.setWidgetResizable(True)
        self._note = ""
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Preview"))

    def show_request(self, request: DocumentRequest | None) -> None:
        """Draw another document; a late drawing of an earlier one is dropped."""
        self.request = request
        self._asked += 1
        asked, me = self._asked, self._work.actor
        if request is None or me is None:
            self._fill([])
            return
        self._say(_("Drawing…"))
        dpi = _DPI.get(request.paper, 84)

        def done(pages: Sequence[PageImage]) -> None:
            if asked == self._asked:
                self._fill([pixmap_of(page) for page in pages])

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._say(say(error.message) if isinstance(error, SalonDeskError) else str(error))

        self._work.draw(self, lambda: self._work.documents.pages(request, me, dpi=dpi), done, failed)

    def _clear(self) -> None:
        while self._box.count():
            item = self._box.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.deleteLater()

    def _say(self, text: str) -> None:
        self._clear()
        note = label("muted", text, wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._box.addWidget(note)

    def _fill(self, pictures: Sequence[QPixmap]) -> None:
        self._clear()
        for picture in pictures:
            page = label()
            page.setPixmap(picture)
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._box.addWidget(page)
        self._box.addStretch(1)
        self.pages_shown = len(pictures)
        self.verticalScrollBar().setValue(0)


class PreviewDialog(Retranslated, QDialog):
    """One document; other papers where it has them."""

    def __init__(
        self, work: Workplace, request: DocumentRequest, number: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # What is printed or saved from here is a copy, and so it is shown.
        request = replace(request, copy=request.document_id is not None)
        self._work, self._request, self._number = work, request, number
        self.view = PaperView(work)
        self.paper = SegmentedControl(["80mm", "a4"])
        self.paper.set_current(request.paper)
        self.paper.chosen.connect(self._on_paper)
        self._title, self._note = label("title"), label("muted")
        self.print_button = button("primary", self._on_print, icon_name="printer")
        self.save_button = button("", self._on_save, icon_name="download")
        self.close_button = button("", self.accept)
        head = row(self._title, None, self.paper, gap=12)
        foot = row(self._note, None, self.close_button, self.save_button, self.print_button, gap=8)
        whole = column(head, self.view, foot, gap=12, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.paper.setVisible(request.kind in ("invoice", "z", "x"))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._on_print)
        self.resize(720, 640)
        self.retranslate()
        self.view.show_request(request)

    def retranslate(self) -> None:
        self.setWindowTitle(self._number or _("Preview"))
        self._title.setText(self._number or _("Preview"))
        self.paper.set_texts([_("Receipt"), "A4"])
        self.print_button.setText(_("Print"))
        self.save_button.setText(_("Save PDF"))
        self.close_button.setText(_("Close"))

    def _on_paper(self, paper: str) -> None:
        self._request = replace(self._request, paper=paper)
        self.view.show_request(self._request)

    def _on_print(self) -> None:
        self._note.setText(_("Printing…"))
        request, me = self._request, self._work.me
        self._work.draw(self, lambda: self._work.documents.print_again(request, me), self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        trouble = say(result.trouble) if result.trouble else _("The receipt was not printed.")
        self._note.setText(_("Printed") if result.printed else trouble)

    def _on_save(self) -> None:
        save_pdf(self._work, self, self._request, self._number)


def open_preview(work: Workplace, request: DocumentRequest, number: str, over: QWidget) -> PreviewDialog:
    """Show a document in a window of its own."""
    dialog = PreviewDialog(work, request, number, over.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
