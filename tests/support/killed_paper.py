"""A process that dies on the way from a sale to its paper: ``python -m tests.support.killed_paper HOME MOMENT``.

MOMENT is commit (the sale is saved, nothing else), claim (the job is taken) or print (the printer is being fed).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from salondesk.app import drawing
from salondesk.app.documents import PaperDesk
from salondesk.services.reads.read_desk import ReadDesk
from tests.support.killed import die
from tests.support.shop import open_home


def deadly(*_what: Any, **_how: Any) -> Any:
    """Stand for whatever the power cut comes in the middle of."""
    die()


def main(home: str, moment: str) -> None:
    """Sell, and die."""
    _app = QGuiApplication([])
    shop = open_home(Path(home))
    shop.open_till()
    sale = shop.sell("CUT")
    if moment == "commit":
        die()
    setattr(drawing, {"claim": "fiscal_document", "print": "print_pdf"}[moment], deadly)
    paper = PaperDesk(ReadDesk(shop.queries, shop.clock), shop.queries, shop.executor, shop.paths, shop.clock)
    paper.print_job(sale.print_job_id, shop.reception)


if __name__ == "__main__":
    main(*sys.argv[1:])
