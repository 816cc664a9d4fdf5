"""Codes on documents, read by a scanner's library from the page and from the thermal bitmap."""

import pytest
from PIL import Image
from pyzbar import pyzbar

from salondesk.printing.device.raster import THERMAL_DOTS, thermal_bitmap
from salondesk.printing.page.pages import PAPERS, PaperName
from salondesk.printing.papers import fiscal_words
from salondesk.printing.papers.document import fiscal_document
from salondesk.printing.text.wording import LANGUAGES, DocumentLanguage
from tests.printing import samples
from tests.printing.reading import codes_of

QR = "SD1|T1A-INV-000123|2026-11-20T14:05:00+04:00|117336|5588|AED"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_codes_are_read_at_the_printers_resolution(paper: PaperName, language: DocumentLanguage) -> None:
    made = fiscal_document(samples.dubai_sale(), paper=paper, language=language)
    assert codes_of(made.data) == {"CODE128": "T1A-INV-000123", "QRCODE": QR}


def test_a_credit_notes_codes_name_the_credit_note() -> None:
    made = fiscal_document(samples.credit_note(), paper="80mm", language="both", copy=True)
    assert codes_of(made.data) == {
        "CODE128": "T1A-CRN-000007",
        "QRCODE": "SD1|T1A-CRN-000007|2026-11-20T14:05:00+04:00|36300|1729|AED",
    }


def test_the_payload_is_ascii_and_exact() -> None:
    payload = fiscal_words.rules_of(samples.dubai_sale()).code(samples.dubai_sale())
    assert payload == QR
    assert payload.isascii()


def test_the_thermal_bitmap_is_one_bit_as_wide_as_the_head_and_scans() -> None:
    made = fiscal_document(samples.dubai_sale(), paper="80mm", language="both")
    bitmap = thermal_bitmap(made.data)
    assert bitmap.width == THERMAL_DOTS
    assert len(bitmap.bits) == bitmap.width // 8 * bitmap.height
    picture = Image.frombytes("1", (bitmap.width, bitmap.height), bytes(255 - byte for byte in bitmap.bits))
    read = {code.type: code.data.decode() for code in pyzbar.decode(picture.convert("L"))}
    assert read == {"CODE128": "T1A-INV-000123", "QRCODE": QR}
