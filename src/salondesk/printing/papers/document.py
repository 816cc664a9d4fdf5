"""Draws a fiscal document: a stored snapshot in, a PDF out, on either paper in any language."""

from __future__ import annotations

from salondesk.domain.sale.invoice import Invoice
from salondesk.printing.page.pages import PaperName
from salondesk.printing.page.pdf import Metadata, PdfDocument, build
from salondesk.printing.papers import fiscal_words
from salondesk.printing.papers.invoice import invoice
from salondesk.printing.papers.receipt import receipt
from salondesk.printing.text.wording import DocumentLanguage, wording


def fiscal_document(
    snapshot: Invoice, *, paper: PaperName, language: DocumentLanguage, copy: bool = False
) -> PdfDocument:
    """Draw a tax invoice or tax credit note from its stored snapshot.

    The first print has no stamp; every later one is made with `copy`. Takes tens of milliseconds: never
    call it on the interface thread.
    """
    words = wording(language)
    layout = (invoice if paper == "a4" else receipt)(snapshot, words, copy=copy)
    title = f"{words.pick(fiscal_words.title(snapshot, words))} {snapshot.number}"
    author = words.pick(snapshot.seller.names)
    return build(
        layout, Metadata(title, snapshot.issued_at, author=author, language="ar" if words.rtl else "en")
    )
