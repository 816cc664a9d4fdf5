"""Draws documents as PDFs, shows them as pages and sends them to printers, with printing/.

It imports ReportLab, PDFium and Qt's printing, some 0.2 s: app/documents imports it when the first document is drawn.
"""

from typing import cast

from salondesk.core.message import Message, N_
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.till import TillReport
from salondesk.printing.device.printer import PrintOutcome, print_pdf, printers
from salondesk.printing.device.raster import page_images
from salondesk.printing.page.pages import PaperName
from salondesk.printing.page.pdf import PdfDocument
from salondesk.printing.papers.day_sheet import day_sheet_document
from salondesk.printing.papers.document import fiscal_document
from salondesk.printing.papers.report import report_document
from salondesk.printing.papers.z_report import till_document
from salondesk.printing.text.wording import DocumentLanguage
from salondesk.reports.day_sheet import DaySheet
from salondesk.reports.table import Report
from salondesk.services.ports.paper import PageImage, PrintResult

__all__ = ["PrintOutcome", "drawn", "pages_of", "print_pdf", "printer_names", "result_of"]

_TROUBLE = {
    PrintOutcome.NO_PRINTERS: N_(
        "{number} is saved. No printer is set up on this computer; the PDF is kept."
    ),
    PrintOutcome.UNKNOWN_PRINTER: N_("{number} is saved. The chosen printer is not there; the PDF is kept."),
    PrintOutcome.NOT_READY: N_("{number} is saved. The printer does not answer; check it and print again."),
}


def drawn(
    what: Invoice | TillReport | DaySheet | Report, *, paper: str, lang: str, copy: bool = False
) -> PdfDocument:
    """Return a document as a PDF. ``paper`` (a4, 80mm) and ``copy`` are for invoices and till reports; others are a4."""
    language = cast(DocumentLanguage, lang)
    if isinstance(what, Invoice):
        return fiscal_document(what, paper=cast(PaperName, paper), language=language, copy=copy)
    if isinstance(what, TillReport):
        return till_document(what, paper=cast(PaperName, paper), language=language, copy=copy)
    if isinstance(what, DaySheet):
        return day_sheet_document(what, language=language)
    return report_document(what, language=language)


def pages_of(pdf: bytes, *, dpi: int) -> list[PageImage]:
    """Return the pages of a PDF as they look."""
    return [PageImage(i.width, i.height, i.grey) for i in page_images(pdf, dpi=dpi)]


def printer_names() -> list[str]:
    """Return the names of the printers of this computer, the default first."""
    return [p.name for p in printers()]


def result_of(outcome: PrintOutcome, number: str) -> PrintResult:
    """Return whether paper came out, and if not, why, in words."""
    if outcome is PrintOutcome.SENT:
        return PrintResult(printed=True)
    return PrintResult(printed=False, trouble=Message(_TROUBLE[outcome], {"number": number}))
