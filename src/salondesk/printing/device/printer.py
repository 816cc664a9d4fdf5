"""System printers through Qt: which there are, and a PDF sent to one as page images drawn by PDFium.

QtGui and QtPrintSupport only, so that a worker may print without a widget. Needs a QGuiApplication; never
call it on the interface thread. Thermal streams without a driver are not this module's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from salondesk.printing.device.raster import PageImage, page_images
from salondesk.printing.page.blocks import MM

_SHEET_DPI, _ROLL_DPI = 300, 203
_WIDEST_ROLL_MM = 100


@dataclass(frozen=True, slots=True)
class SystemPrinter:
    """A printer the system knows."""

    name: str
    description: str
    is_default: bool


class PrintOutcome(StrEnum):
    """What became of a print: sent to the system's queue, or why not."""

    SENT = "sent"
    NO_PRINTERS = "no_printers"
    UNKNOWN_PRINTER = "unknown_printer"
    NOT_READY = "not_ready"


def printers() -> tuple[SystemPrinter, ...]:
    """Return the system's printers, the default one first; empty where there is none."""
    found = [
        SystemPrinter(info.printerName(), info.description(), info.isDefault())
        for info in QPrinterInfo.availablePrinters()
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_default, one.name)))


def print_pdf(data: bytes, *, printer_name: str = "", copies: int = 1, title: str = "") -> PrintOutcome:
    """Send a PDF to a system printer, or to the default one where no name is given.

    The size of each page is the paper's: an 80 mm slip is printed as long as it is.
    """
    known = printers()
    if not known:
        return PrintOutcome.NO_PRINTERS
    if printer_name and printer_name not in {one.name for one in known}:
        return PrintOutcome.UNKNOWN_PRINTER
    info = QPrinterInfo.printerInfo(printer_name or known[0].name)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(copies)
    printer.setDocName(title)
    return _send(data, printer)


def print_to_pdf(data: bytes, path: str) -> PrintOutcome:
    """Send a PDF through Qt's own PDF printer into a file: the same way a driver printer goes, for trying
    it out."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    return _send(data, printer)


def preview(data: bytes, *, dpi: float, page: int = 0) -> QImage:
    """Draw one page for the screen. Raises ValueError for a damaged PDF or a page it does not have."""
    images = page_images(data, dpi=dpi, first=page, count=1)
    if not images:
        raise ValueError(f"no page {page}")
    return as_qimage(images[0])


def as_qimage(image: PageImage) -> QImage:
    """Return a page image as a QImage of its own memory."""
    return QImage(image.grey, image.width, image.height, image.width, QImage.Format.Format_Grayscale8).copy()


def _send(data: bytes, printer: QPrinter) -> PrintOutcome:
    first = page_images(data, dpi=36, count=1)[0]
    roll = first.width_pt <= _WIDEST_ROLL_MM * MM
    images = page_images(data, dpi=_ROLL_DPI if roll else _SHEET_DPI)
    _set_page(printer, images[0])
    painter = QPainter()
    if not painter.begin(printer):
        return PrintOutcome.NOT_READY
    try:
        for number, image in enumerate(images):
            if number:
                _set_page(printer, image)
                printer.newPage()
            painter.drawImage(_target(printer), as_qimage(image))
    finally:
        painter.end()
    return PrintOutcome.SENT


def _set_page(printer: QPrinter, image: PageImage) -> None:
    printer.setFullPage(True)  # the document brings its own margins
    size = QSizeF(image.width_pt / MM, image.height_pt / MM)
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    if abs(size.width() - 210) < 1 and abs(size.height() - 297) < 1:
        page = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))


def _target(printer: QPrinter) -> QRect:
    """Return the whole sheet in the printer's dots."""
    rect = printer.paperRect(QPrinter.Unit.DevicePixel)
    return QRect(0, 0, round(rect.width()), round(rect.height()))
