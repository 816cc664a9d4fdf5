"""Page images and system printers; this machine has no printer, and that is an answer too."""

from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from salondesk.printing.device import printer
from salondesk.printing.device.raster import page_count, page_images
from salondesk.printing.papers.document import fiscal_document
from tests.printing import samples


@pytest.fixture(scope="module")
def slip() -> bytes:
    return fiscal_document(samples.dubai_sale(), paper="80mm", language="both").data


def test_images_have_the_pages_size_and_white_paper(slip: bytes) -> None:
    (image,) = page_images(slip, dpi=144)
    assert image.width == round(80 / 25.4 * 144)
    assert len(image.grey) == image.width * image.height
    assert image.grey[0] == 255
    assert min(image.grey) < 40


def test_a_damaged_file_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        page_images(b"%PDF-1.4 and then nothing", dpi=72)


def test_pages_can_be_drawn_one_at_a_time() -> None:
    data = fiscal_document(samples.long_sale(60), paper="a4", language="en").data
    assert page_count(data) == 3
    assert len(page_images(data, dpi=40, first=1, count=1)) == 1
    assert page_images(data, dpi=40, first=9, count=1) == ()


def test_preview_is_a_qimage(qtbot: QtBot, slip: bytes) -> None:
    image = printer.preview(slip, dpi=100)
    assert image.width() == round(80 / 25.4 * 100)
    assert not image.isNull()
    with pytest.raises(ValueError, match="no page 5"):
        printer.preview(slip, dpi=100, page=5)


def test_without_a_printer_the_answer_says_so(
    qtbot: QtBot, slip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "printers", lambda: ())
    assert printer.print_pdf(slip) is printer.PrintOutcome.NO_PRINTERS
    desk = printer.SystemPrinter("Desk", "", True)
    monkeypatch.setattr(printer, "printers", lambda: (desk,))
    assert printer.print_pdf(slip, printer_name="Gone") is printer.PrintOutcome.UNKNOWN_PRINTER


def test_a_driver_gets_pages_of_the_papers_own_size(qtbot: QtBot, slip: bytes, tmp_path: Path) -> None:
    a4 = fiscal_document(samples.long_sale(60), paper="a4", language="en").data
    for name, data in (("slip", slip), ("a4", a4)):
        path = tmp_path / f"{name}.pdf"
        assert printer.print_to_pdf(data, str(path)) is printer.PrintOutcome.SENT
        sent, made = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument(data)
        assert len(sent) == len(made)
        for one, other in zip(sent, made, strict=True):
            assert one.get_size() == pytest.approx(other.get_size(), abs=2)
        sent.close()
        made.close()
