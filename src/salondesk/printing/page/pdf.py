"""From a layout to the bytes of a PDF, with its metadata and its fingerprint.

The same snapshot gives the same bytes, whenever and wherever it is built: the archive's hash can be re-made.
"""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass

from salondesk.core.timespan import to_local
from salondesk.printing.page.pages import Layout
from salondesk.printing.page.pdf_canvas import PageCanvas

_BUILDING = threading.Lock()
"""ReportLab keeps a few caches for all canvases; documents are built one at a time."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a viewer shows as the properties of a document. ``created_ms`` is when its facts were made,
    UTC."""

    title: str
    created_ms: int
    author: str = ""
    subject: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A finished PDF: its bytes, their SHA-256 in hexadecimal, the number of pages."""

    data: bytes
    sha256: str
    pages: int


def build(layout: Layout, metadata: Metadata) -> PdfDocument:
    """Draw a layout. Any thread may call this; it takes tens of milliseconds and never belongs on the GUI
    thread."""
    file = io.BytesIO()
    with _BUILDING:
        canvas = PageCanvas(file, invariant=True, width=layout.paper.width, height=layout.pages[0].height)
        canvas.setTitle(metadata.title)
        canvas.setAuthor(metadata.author)
        canvas.setSubject(metadata.subject)
        canvas.setCreator("SalonDesk")
        canvas.setProducer("SalonDesk")
        # The date is that of the facts, not of the print: it is part of what the fingerprint covers.
        canvas.setDateFormatter(lambda *_: _pdf_date(metadata.created_ms))
        canvas.setCatalogEntry("Lang", metadata.language)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        layout.draw(canvas)
        canvas.save()
    data = file.getvalue()
    return PdfDocument(data, hashlib.sha256(data).hexdigest(), len(layout.pages))


def _pdf_date(instant_ms: int) -> str:
    return to_local(instant_ms, "UTC").strftime("D:%Y%m%d%H%M%SZ")
