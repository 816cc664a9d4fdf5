"""A sale whose first print was cut off still gets its one archived original when it is printed again."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from salondesk.app.documents import PaperDesk
from salondesk.services.ports.paper import DocumentRequest
from salondesk.services.reads.read_desk import ReadDesk
from tests.support.shop import StaffedShop


def test_a_copy_leaves_only_after_the_original_is_kept(shop: StaffedShop, qapp: QApplication) -> None:
    shop.open_till()
    sale = shop.sell("CUT")
    paper = PaperDesk(ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock)
    kept = shop.paths.documents / "2026" / f"{sale.number}.pdf"
    assert not kept.exists()
    result = paper.print_again(DocumentRequest("invoice", sale.invoice_id, "a4", "en"), shop.reception)
    assert not result.printed  # this machine has no printer
    original = kept.read_bytes()
    assert shop.value("SELECT sha256 FROM document_file") is not None
    paper.print_again(DocumentRequest("invoice", sale.invoice_id, "80mm", "ar"), shop.reception)
    assert kept.read_bytes() == original
    assert shop.value("SELECT count(*) FROM document_file") == 1
