"""Makes the request for a fiscal document: on the till's paper, in the shop's language of receipts."""

from salondesk.core.ids import Id
from salondesk.domain.settings import PRINT_LANG, PRINT_PAPER
from salondesk.services.ports.paper import DocumentRequest
from salondesk.ui.workplace import Workplace


def fiscal_request(
    work: Workplace, kind: str, document_id: Id | None = None, *, copy: bool = False
) -> DocumentRequest:
    """Return the request for an invoice, a Z or an X as this till prints it."""
    return DocumentRequest(
        kind, document_id, paper=work.setting(PRINT_PAPER), lang=work.setting(PRINT_LANG), copy=copy
    )
