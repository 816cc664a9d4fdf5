"""Fulfils services/documents with printing/: draws stored snapshots, archives the first PDF, prints after the commit."""

import contextlib
import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock
from salondesk.core.errors import TransientError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor
from salondesk.domain.invoice import Invoice, InvoiceForm
from salondesk.domain.till import TillReport
from salondesk.printing.day_sheet import day_sheet_document
from salondesk.printing.document import fiscal_document
from salondesk.printing.pages import PaperName
from salondesk.printing.pdf import PdfDocument
from salondesk.printing.printer import PrintOutcome, print_pdf, printers
from salondesk.printing.raster import page_images
from salondesk.printing.report import report_document
from salondesk.printing.wording import DocumentLanguage
from salondesk.printing.z_report import till_document
from salondesk.reports.day_sheet import DaySheet
from salondesk.reports.table import Report
from salondesk.services.document import ClaimPrint, NoteReprint, RecordFile, RecordPrint
from salondesk.services.documents import DocumentWish, PageImage, PrintResult
from salondesk.services.executor import Executor
from salondesk.services.print_jobs import DocumentFile, PrintJob, PrintState
from salondesk.services.read_desk import ReadDesk
from salondesk.services.read_models import Queries
from salondesk.services.report_facts import day_sheet_of, takings_of

_TROUBLE = {
    PrintOutcome.NO_PRINTERS: N_(
        "{number} is saved. No printer is set up on this computer; the PDF is kept."
    ),
    PrintOutcome.UNKNOWN_PRINTER: N_("{number} is saved. The chosen printer is not there; the PDF is kept."),
    PrintOutcome.NOT_READY: N_("{number} is saved. The printer does not answer; check it and print again."),
}


class PaperDesk:
    """Documents of one shop. Every method takes tens of milliseconds and more: never on the interface thread."""

    def __init__(
        self,
        reads: ReadDesk,
        queries: Queries,
        executor: Executor,
        paths: ShopPaths,
        clock: Clock,
        left_behind: tuple[Id, ...] = (),
    ) -> None:
        self._reads, self._queries, self._executor = reads, queries, executor
        self._paths, self._clock, self._left_behind = paths, clock, left_behind
        self.printer_name = ""
        """The printer of this computer's choice; empty for the system's default."""

    def pdf(self, wish: DocumentWish, actor: Actor) -> bytes:
        """Return the document as a PDF. Raises PermissionRefused where the actor may not see it."""
        return self._draw(wish, actor).data

    def file(self, wish: DocumentWish, actor: Actor) -> bytes:
        """Return the document as a PDF to give away: a fiscal one is marked and audited as a copy."""
        if wish.document_id is None:
            return self.pdf(wish, actor)
        drawn = self._draw(replace(wish, copy=True), actor)
        self._keep_original(replace(wish, copy=True), *self._fiscal(wish), actor)
        self._note_copy(wish, actor, saved=True)
        return drawn.data

    def _note_copy(self, wish: DocumentWish, actor: Actor, *, saved: bool) -> None:
        assert wish.document_id is not None  # only documents have copies
        key = self._executor.new_key()
        note = NoteReprint(key=key, document_id=wish.document_id, paper=wish.paper, saved=saved)
        self._executor.run(note, actor)

    def pages(self, wish: DocumentWish, actor: Actor, *, dpi: int) -> list[PageImage]:
        """Return the document's pages as they look."""
        return [PageImage(i.width, i.height, i.grey) for i in page_images(self.pdf(wish, actor), dpi=dpi)]

    def printers(self) -> list[str]:
        """Return the names of the printers of this computer, the default first."""
        return [p.name for p in printers()]

    def takings(self, first: date, last: date, actor: Actor) -> Report:
        """Return the takings of business dates first..last."""
        return takings_of(self._reads, actor, first, last, now_ms=self._clock.now_ms())

    def print_job(self, job_id: Id, actor: Actor) -> PrintResult:
        """Archive and print a queued job. A printer in trouble is an answer, not an error: the sale is safe."""
        claim = ClaimPrint(key=self._executor.new_key(), job_id=job_id)
        job: PrintJob = self._executor.run(claim, actor)
        wish = DocumentWish(job.document_kind, job.document_id, job.paper, job.lang, job.copy)
        try:
            document, number = self._fiscal(wish)
            self._keep_original(wish, document, number, actor)
            drawn = self._archive(wish, document, number, actor)
        except Exception as error:
            self._record(job, PrintState.FAILED, type(error).__name__, actor)
            raise
        outcome = print_pdf(drawn, printer_name=self.printer_name, title=number)
        sent = outcome is PrintOutcome.SENT
        state = PrintState.DONE if sent else PrintState.FAILED
        self._record(job, state, "" if sent else outcome.value, actor)
        return _result(outcome, number)

    def _record(self, job: PrintJob, state: PrintState, error: str, actor: Actor) -> None:
        said = RecordPrint(key=self._executor.new_key(), job_id=job.id, state=state, error=error)
        self._executor.run(said, actor)

    def left_behind(self) -> tuple[Id, ...]:
        """Return the print jobs that an earlier start of the program did not bring to an end."""
        return self._left_behind

    def make_good(self, job: PrintJob, actor: Actor) -> None:
        """Archive the original of a job's document where the power went before it was kept."""
        wish = DocumentWish(job.document_kind, job.document_id, job.paper, job.lang)
        self._archive(wish, *self._fiscal(wish), actor)

    def print_again(self, wish: DocumentWish, actor: Actor) -> PrintResult:
        """Print a document once more; a fiscal one is marked a copy and the copy is audited."""
        if wish.document_id is not None:
            wish = replace(wish, copy=True)
        drawn = self._draw(wish, actor)
        if wish.document_id is not None:
            self._keep_original(wish, *self._fiscal(wish), actor)
        outcome = print_pdf(drawn.data, printer_name=self.printer_name, title=wish.kind)
        if wish.document_id is not None and outcome is PrintOutcome.SENT:
            self._note_copy(wish, actor, saved=False)
        return _result(outcome, self._number(wish))

    # -- drawing

    def _draw(self, wish: DocumentWish, actor: Actor) -> PdfDocument:
        lang, paper = cast(DocumentLanguage, wish.lang), cast(PaperName, wish.paper)
        if wish.kind == "invoice" and wish.document_id is not None:
            found, _credits = self._reads.invoice(actor, wish.document_id)
            return fiscal_document(found, paper=paper, language=lang, copy=wish.copy)
        if wish.kind == "z" and wish.document_id is not None:
            z = self._reads.z_report(actor, wish.document_id)
            if z is None:
                raise UserError(Message(N_("There is no such invoice.")))
            return till_document(z, paper=paper, language=lang, copy=wish.copy)
        if wish.kind == "x":
            return till_document(self._reads.x_report(actor), paper=paper, language=lang)
        day = wish.day or self._reads.today()
        if wish.kind == "daysheet" and wish.staff_id is not None:
            return day_sheet_document(self.day_sheet(wish.staff_id, day, actor), language=lang)
        return report_document(self.takings(day, day, actor), language=lang)

    def day_sheet(self, staff_id: Id, day: date, actor: Actor) -> DaySheet:
        """Return a person's day as far as the actor may see it."""
        return day_sheet_of(self._reads, actor, staff_id, day, now_ms=self._clock.now_ms())

    # -- the archive

    def _fiscal(self, wish: DocumentWish) -> tuple[Invoice | TillReport, str]:
        """Return the document of a print job: the job itself is the permission to print it."""
        found: Invoice | TillReport | None = None
        if wish.document_id is not None and wish.kind == "z":
            found = self._queries.z_report(wish.document_id)
        elif wish.document_id is not None:
            found = self._queries.invoice(wish.document_id)
        if found is None:
            raise UserError(Message(N_("There is no such invoice.")))
        return found, found.number

    def _number(self, wish: DocumentWish) -> str:
        return self._fiscal(wish)[1] if wish.document_id is not None else ""

    def _keep_original(
        self, wish: DocumentWish, document: Invoice | TillReport, number: str, actor: Actor
    ) -> None:
        """Keep the original before a copy leaves: the first print may have been cut off by the power or a full disk."""
        if wish.copy and not (self._paths.home / _place(document, number)).exists():
            self._archive(replace(wish, paper="80mm", lang="both", copy=False), document, number, actor)

    def _archive(
        self, wish: DocumentWish, document: Invoice | TillReport, number: str, actor: Actor
    ) -> bytes:
        """Return the PDF to print, keeping it as the document's file when it is the first."""
        lang, paper = cast(DocumentLanguage, wish.lang), cast(PaperName, wish.paper)
        if isinstance(document, TillReport):
            drawn = till_document(document, paper=paper, language=lang, copy=wish.copy)
        else:
            if document.form is InvoiceForm.FULL and not wish.copy:
                paper = "a4"
            drawn = fiscal_document(document, paper=paper, language=lang, copy=wish.copy)
        if not wish.copy:
            self._keep(drawn, document, number, paper=paper, lang=lang, actor=actor)
        return drawn.data

    def _keep(
        self,
        drawn: PdfDocument,
        document: Invoice | TillReport,
        number: str,
        *,
        paper: str,
        lang: str,
        actor: Actor,
    ) -> None:
        place = _place(document, number)
        target = self._paths.home / place
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                write_durably(target, drawn.data)
            kept = target.read_bytes()
        except OSError as error:
            raise TransientError(
                Message(
                    N_(
                        "{number} is saved, but its document could not be kept: {why}. Mend that, then print it again."
                    ),
                    {"number": number, "why": error.strerror or str(error)},
                )
            ) from error
        file = DocumentFile(
            document_id=document.id,
            path=place.as_posix(),
            paper=paper,
            lang=lang,
            sha256=hashlib.sha256(kept).hexdigest(),
            size=len(kept),
            made_at=self._clock.now_ms(),
        )
        self._executor.run(RecordFile(key=self._executor.new_key(), file=file), actor)


def _place(document: Invoice | TillReport, number: str) -> Path:
    """Return where a document's one archived PDF lies, below the shop's folder."""
    return Path("documents") / f"{document.business_date.year:04d}" / f"{number}.pdf"


def _result(outcome: PrintOutcome, number: str) -> PrintResult:
    if outcome is PrintOutcome.SENT:
        return PrintResult(printed=True)
    return PrintResult(printed=False, trouble=Message(_TROUBLE[outcome], {"number": number}))


def write_durably(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens to the power."""
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error
