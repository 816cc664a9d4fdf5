"""What copying from a PDF gives back, read by two independent readers."""

import io
import shutil
import subprocess
import threading
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from salondesk.printing.page.pdf_canvas import PageCanvas
from salondesk.printing.text.text_flow import TextStyle, break_lines

LINES = [
    "صالون لؤلؤة الجمال",
    "فاتورة ضريبية",
    "إشعار دائن ضريبي",
    "الأصلية لا إله إلا الله",
    "مناكير وباديكير للعروس",
    "هاتف \u2066+971\u00a04\u00a0123\u00a04567\u2069",
    "خصم \u20665%\u2069 من السعر \u2066-12.50\u2069 درهم",
    "AED 1,234.50",
    "Ladies cut & blow-dry, office, flow",
    "Zürich – naïve — quoted",
]


def pdf_of(lines: list[str]) -> bytes:
    file = io.BytesIO()
    canvas = PageCanvas(file, invariant=True, width=420, height=60 + 60 * len(lines))
    y = 20 + 60 * len(lines)
    for text in lines:
        for weight in ("regular", "medium", "semibold"):
            (line,) = break_lines(text, weight, 1e6)
            canvas.show_line(line, TextStyle(11, weight), x=20, width=380, baseline=y)
            y -= 20
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def plain(text: str) -> str:
    marks = dict.fromkeys(
        map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    )
    return " ".join(unicodedata.normalize("NFKC", text.translate(marks)).split())


def by_pdfium(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [plain(line) for page in document for line in page.get_textpage().get_text_range().splitlines()]


def by_poppler(data: bytes, folder: Path) -> list[str]:
    path = folder / "lines.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return [plain(line) for line in done.stdout.decode().splitlines() if line.strip()]


@pytest.mark.parametrize("text", LINES)
def test_pdfium_copies_logical_text_in_each_weight(text: str) -> None:
    assert by_pdfium(pdf_of([text])) == [plain(text)] * 3


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not on this machine")
def test_poppler_copies_logical_text(tmp_path: Path) -> None:
    # Each reader has its own trouble with Latin inside an Arabic line: poppler drops a space beside it,
    # PDFium turns a number with hyphens. The order is right in both, and in documents a number stands alone.
    lines = [text for text in LINES if "%" not in text] + [
        "عن الفاتورة الأصلية رقم \u2066T1A-INV-000123\u2069"
    ]
    assert by_poppler(pdf_of(lines), tmp_path) == [plain(text) for text in lines for _ in range(3)]


def test_each_document_knows_only_its_own_glyphs() -> None:
    alone = pdf_of(["AED"])
    pdf_of(LINES)
    assert pdf_of(["AED"]) == alone


def test_documents_made_in_several_threads_are_the_same_as_one_by_one() -> None:
    expected = {text: pdf_of([text]) for text in LINES}
    made: dict[str, bytes] = {}

    def work(part: list[str]) -> None:
        for text in part:
            made[text] = pdf_of([text])

    threads = [threading.Thread(target=work, args=(LINES[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == expected


def test_every_face_is_embedded_and_no_other_font_is_named() -> None:
    data = pdf_of(LINES)
    assert data.count(b"/FontFile2") == 6
    assert b"Helvetica" not in data
