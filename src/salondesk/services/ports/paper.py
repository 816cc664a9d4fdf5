"""Paper as screens ask for it: a port that app/ fulfils with printing/. Slow, so never for the interface thread."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from salondesk.core.ids import Id
from salondesk.core.message import Message
from salondesk.domain.access import Actor
from salondesk.domain.paper import PrintJob


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Which document, on what paper (a4, 80mm), in what language (en, ar, both), and whether it is a copy.

    ``kind`` is invoice, z, x, daysheet or takings; ``day`` and ``staff_id`` are for the last two.
    """

    kind: str
    document_id: Id | None = None
    paper: str = "80mm"
    lang: str = "both"
    copy: bool = False
    day: date | None = None
    staff_id: Id | None = None


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as it looks: 8-bit grey, rows without padding."""

    width: int
    height: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class PrintResult:
    """Whether paper came out; if not, why, in words. The document itself is safe either way."""

    printed: bool
    trouble: Message | None = None


class DocumentDesk(Protocol):
    """Draws, shows, prints and keeps documents."""

    def pdf(self, request: DocumentRequest, actor: Actor) -> bytes:
        """Return the document as a PDF. Raises PermissionRefused where the actor may not see it."""
        ...

    def file(self, request: DocumentRequest, actor: Actor) -> bytes:
        """Return the document as a PDF to give away: a fiscal one is marked and audited as a copy."""
        ...

    def save(self, file: Path, data: bytes) -> None:
        """Write what was drawn where somebody chose: there whole or not at all. Raises UserError for a file of the
        shop's own record, TransientError with the reason when it cannot be written."""
        ...

    def pages(self, request: DocumentRequest, actor: Actor, *, dpi: int) -> list[PageImage]:
        """Return the document's pages as images."""
        ...

    def print_job(self, job_id: Id, actor: Actor) -> PrintResult:
        """Archive and print a queued job. A printer in trouble is an answer, not an error."""
        ...

    def left_behind(self) -> tuple[Id, ...]:
        """Return the print jobs that an earlier start of the program did not bring to an end."""
        ...

    def make_good(self, job: PrintJob, actor: Actor) -> None:
        """Archive the original of a job's document where the power went before it was kept."""
        ...

    def print_again(self, request: DocumentRequest, actor: Actor) -> PrintResult:
        """Print a request on the chosen printer; a reprint is marked and audited as a copy."""
        ...

    def printers(self) -> list[str]:
        """Return the names of the printers of this computer."""
        ...
