"""Reading documents back as a stranger would: text by PDFium, codes by zbar."""

from __future__ import annotations

import pypdfium2
from PIL import Image
from pyzbar import pyzbar

from salondesk.printing.device.raster import page_images

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def text_of(data: bytes) -> str:
    """Return the text of all pages, without marks of direction, one space between words."""
    return "\n".join(pages_of(data))


def pages_of(data: bytes) -> list[str]:
    """Return the text of each page, without marks of direction."""
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [text.translate(_MARKS).replace("\u00a0", " ") for text in texts]


def words_of(data: bytes) -> set[str]:
    """Return the words of all pages."""
    return set(text_of(data).split())


def codes_of(data: bytes, dpi: float = 203) -> dict[str, str]:
    """Return what a scanner reads on the pages, by kind of code."""
    found = {}
    for page in page_images(data, dpi=dpi):
        image = Image.frombytes("L", (page.width, page.height), page.grey)
        for code in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128]):
            found[code.type] = code.data.decode("utf-8")
    return found
