"""Pages of a PDF as pictures: preview, driver printers, and the one-bit bitmap of a thermal head.

PDFium is not safe for threads: everything that touches it goes through one lock here, and nothing else may
import it. Plain bytes come out; who needs a QImage wraps them without a copy of its own colours.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

_PDFIUM = threading.Lock()

THERMAL_DPI = 203
THERMAL_DOTS = 576
"""Dots of an 80 mm print head, 72 mm wide."""

_DARK = 150
"""Grey (0 to 255) below which a thermal dot is burnt; text is never dithered."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as 8-bit grey, rows without padding. ``width_pt`` and ``height_pt`` are the page in points."""

    width: int
    height: int
    grey: bytes
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class ThermalBitmap:
    """A one-bit bitmap: rows of `width`/8 bytes, the leftmost dot in the highest bit, 1 is black."""

    width: int
    height: int
    bits: bytes


def joined(documents: Sequence[bytes]) -> bytes:
    """Return one PDF with the pages of all of ``documents``, in order."""
    if len(documents) == 1:
        return documents[0]
    out = io.BytesIO()
    with _PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        try:
            for data in documents:
                part = pypdfium2.PdfDocument(data)
                whole.import_pages(part)
                part.close()
            whole.save(out)
        finally:
            whole.close()
    return out.getvalue()


def page_count(data: bytes) -> int:
    """Return the number of pages of a PDF."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()


def page_images(
    data: bytes, *, dpi: float, first: int = 0, count: int | None = None
) -> tuple[PageImage, ...]:
    """Draw pages of a PDF at a resolution, white where nothing is printed.

    Raises ValueError when the bytes are no PDF. Takes 30 ms a page and more: never on the interface thread.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            last = len(document) if count is None else min(len(document), first + count)
            return tuple(_image(document[number], dpi) for number in range(first, last))
        finally:
            document.close()


def _image(page: pypdfium2.PdfPage, dpi: float) -> PageImage:
    width_pt, height_pt = page.get_size()
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    try:
        raw, stride = bytes(bitmap.buffer), bitmap.stride
        rows = (raw[y * stride : y * stride + bitmap.width] for y in range(bitmap.height))
        return PageImage(bitmap.width, bitmap.height, b"".join(rows), width_pt, height_pt)
    finally:
        bitmap.close()
        page.close()


def thermal_bitmap(data: bytes) -> ThermalBitmap:
    """Draw all pages of an 80 mm PDF for a 203-dpi head: cropped to its 576 dots, black or white."""
    rows: list[bytes] = []
    for image in page_images(data, dpi=THERMAL_DPI):
        rows += _thermal_rows(image)
    return ThermalBitmap(THERMAL_DOTS, len(rows), b"".join(rows))


def _thermal_rows(image: PageImage) -> list[bytes]:
    """Take the middle 576 dots of each row, or centre a narrower page, and pack eight dots to a byte."""
    left = max(0, (image.width - THERMAL_DOTS) // 2)
    used = min(image.width, THERMAL_DOTS)
    pad = THERMAL_DOTS - used
    before, after = b"0" * (pad // 2), b"0" * (pad - pad // 2)
    binary = image.grey.translate(_BURN)
    rows = []
    for y in range(image.height):
        at = y * image.width + left
        dots = before + binary[at : at + used] + after
        rows.append(int(dots, 2).to_bytes(THERMAL_DOTS // 8, "big"))
    return rows


_BURN = bytes(ord("1") if grey < _DARK else ord("0") for grey in range(256))
