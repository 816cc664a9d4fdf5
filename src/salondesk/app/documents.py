"""Fulfils services/ports/paper: archives the first PDF of each document and prints, by app/drawing."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.app.paths import ShopPaths
from salondesk.core.clock import Clock
from salondesk.core.errors import TransientError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor
from salondesk.domain.paper import DocumentFile, PrintJob, PrintState
from salondesk.domain.sale.invoice import Invoice, InvoiceForm
from salondesk.domain.settings import PRINT_LANG, PRINT_PAPER, SettingPlace, value_at
from salondesk.domain.till import TillReport
from salondesk.reports.day_sheet import DaySheet
from salondesk.reports.table import Report
from salondesk.services.executor import Executor
from salondesk.services.paper.print_queue import ClaimPrint, NoteReprint, RecordFile, RecordPrint
from salondesk.services.ports.paper import DocumentRequest, PageImage, PrintResult
from salondesk.services.reads.read_desk import ReadDesk
from salondesk.services.reads.read_models import Queries
from salondesk.services.reads.report.facts import day_sheet_of, takings_of
from salondesk.services.reads.sale.invoice import InvoiceById
from salondesk.services.reads.till.x_report import XReport
from salondesk.services.reads.till.z_report import ZById

Drawable = Invoice | TillReport | DaySheet | Report


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
        self.computer = ComputerSettings()
        """This computer's settings name the printer for each paper."""

    def pdf(self, request: DocumentRequest, actor: Actor) -> bytes:
        """Return the document as a PDF. Raises PermissionRefused where the actor may not see it."""
        return self._draw(request, actor)

    def file(self, request: DocumentRequest, actor: Actor) -> bytes:
        """Return the document as a PDF to give away: a fiscal one is marked and audited as a copy."""
        if request.document_id is None:
            return self.pdf(request, actor)
        drawn = self._draw(replace(request, copy=True), actor)
        self._keep_original(replace(request, copy=True), *self._fiscal(request), actor)
        self._note_copy(request, actor, saved=True)
        return drawn

    def _note_copy(self, request: DocumentRequest, actor: Actor, *, saved: bool) -> None:
        assert request.document_id is not None  # only documents have copies
        key = self._executor.new_key()
        note = NoteReprint(key=key, document_id=request.document_id, paper=request.paper, saved=saved)
        self._executor.run(note, actor)

    def pages(self, request: DocumentRequest, actor: Actor, *, dpi: int) -> list[PageImage]:
        """Return the document's pages as they look."""
        from salondesk.app import drawing

        return drawing.pages_of(self.pdf(request, actor), dpi=dpi)

    def printers(self) -> list[str]:
        """Return the names of the printers of this computer, the default first."""
        from salondesk.app import drawing

        return drawing.printer_names()

    def takings(self, first: date, last: date, actor: Actor) -> Report:
        """Return the takings of business dates first..last."""
        return takings_of(self._reads, actor, first, last, now_ms=self._clock.now_ms())

    def print_job(self, job_id: Id, actor: Actor) -> PrintResult:
        """Archive and print a queued job. A printer in trouble is an answer, not an error: the sale is safe."""
        from salondesk.app import drawing

        claim = ClaimPrint(key=self._executor.new_key(), job_id=job_id)
        job: PrintJob = self._executor.run(claim, actor)
        request = DocumentRequest(job.document_kind, job.document_id, job.paper, job.lang, job.copy)
        try:
            document, number = self._fiscal(request)
            self._keep_original(request, document, number, actor)
            drawn = self._archive(request, document, number, actor)
        except Exception as error:
            self._record(job, PrintState.FAILED, type(error).__name__, actor)
            raise
        printer = self.computer.printer_for(_paper_of(request, document))
        outcome = drawing.print_pdf(drawn, printer_name=printer, title=number)
        sent = outcome is drawing.PrintOutcome.SENT
        state = PrintState.DONE if sent else PrintState.FAILED
        self._record(job, state, "" if sent else outcome.value, actor)
        return drawing.result_of(outcome, number)

    def _record(self, job: PrintJob, state: PrintState, error: str, actor: Actor) -> None:
        said = RecordPrint(key=self._executor.new_key(), job_id=job.id, state=state, error=error)
        self._executor.run(said, actor)

    def save(self, file: Path, data: bytes) -> None:
        """Write what was drawn where somebody chose, whole or not at all."""
        from salondesk.app.saved_files import save_outside

        save_outside(self._paths, file, data)

    def left_behind(self) -> tuple[Id, ...]:
        """Return the print jobs that an earlier start of the program did not bring to an end."""
        return self._left_behind

    def make_good(self, job: PrintJob, actor: Actor) -> None:
        """Archive the original of a job's document where the power went before it was kept."""
        request = DocumentRequest(job.document_kind, job.document_id, job.paper, job.lang)
        self._archive(request, *self._fiscal(request), actor)

    def print_again(self, request: DocumentRequest, actor: Actor) -> PrintResult:
        """Print a document once more; a fiscal one is marked a copy and the copy is audited."""
        from salondesk.app import drawing

        if request.document_id is not None:
            request = replace(request, copy=True)
        drawn = self._draw(request, actor)
        if request.document_id is not None:
            self._keep_original(request, *self._fiscal(request), actor)
        outcome = drawing.print_pdf(
            drawn, printer_name=self.computer.printer_for(request.paper), title=request.kind
        )
        if request.document_id is not None and outcome is drawing.PrintOutcome.SENT:
            self._note_copy(request, actor, saved=False)
        return drawing.result_of(outcome, self._number(request))

    # -- drawing

    def _draw(self, request: DocumentRequest, actor: Actor) -> bytes:
        from salondesk.app import drawing

        what = self._asked_for(request, actor)
        return drawing.drawn(what, paper=request.paper, lang=request.lang, copy=request.copy).data

    def _asked_for(self, request: DocumentRequest, actor: Actor) -> Drawable:
        """Return what a request names, as far as the actor may see it."""
        if request.kind == "invoice" and request.document_id is not None:
            return self._reads.ask(actor, InvoiceById(request.document_id)).document
        if request.kind == "z" and request.document_id is not None:
            z = self._reads.ask(actor, ZById(request.document_id))
            if z is None:
                raise UserError(Message(N_("There is no such invoice.")))
            return z
        if request.kind == "x":
            return self._reads.ask(actor, XReport())
        day = request.day or self._reads.today()
        if request.kind == "daysheet" and request.staff_id is not None:
            return self.day_sheet(request.staff_id, day, actor)
        return self.takings(day, day, actor)

    def day_sheet(self, staff_id: Id, day: date, actor: Actor) -> DaySheet:
        """Return a person's day as far as the actor may see it."""
        return day_sheet_of(self._reads, actor, staff_id, day, now_ms=self._clock.now_ms())

    # -- the archive

    def _fiscal(self, request: DocumentRequest) -> tuple[Invoice | TillReport, str]:
        """Return the document of a print job: the job itself is the permission to print it."""
        found: Invoice | TillReport | None = None
        if request.document_id is not None and request.kind == "z":
            found = self._queries.answer(ZById(request.document_id), self._clock.now_ms())
        elif request.document_id is not None:
            found = self._queries.answer(InvoiceById(request.document_id), self._clock.now_ms()).document
        if found is None:
            raise UserError(Message(N_("There is no such invoice.")))
        return found, found.number

    def _number(self, request: DocumentRequest) -> str:
        return self._fiscal(request)[1] if request.document_id is not None else ""

    def _keep_original(
        self, request: DocumentRequest, document: Invoice | TillReport, number: str, actor: Actor
    ) -> None:
        """Keep the original before a copy leaves: the first print may have been cut off by the power or a full disk."""
        if request.copy and not (self._paths.home / _place(document, number)).exists():
            place, texts = SettingPlace.of(self._queries.shop().id, actor), self._queries.settings()
            original = replace(
                request, paper=value_at(PRINT_PAPER, place, texts), lang=value_at(PRINT_LANG, place, texts), copy=False
            )  # fmt: skip
            self._archive(original, document, number, actor)

    def _archive(
        self, request: DocumentRequest, document: Invoice | TillReport, number: str, actor: Actor
    ) -> bytes:
        """Return the PDF to print, keeping it as the document's file when it is the first."""
        from salondesk.app import drawing

        paper = _paper_of(request, document)
        drawn = drawing.drawn(document, paper=paper, lang=request.lang, copy=request.copy).data
        if not request.copy:
            self._keep(drawn, document, number, paper=paper, lang=request.lang, actor=actor)
        return drawn

    def _keep(
        self,
        drawn: bytes,
        document: Invoice | TillReport,
        number: str,
        *,
        paper: str,
        lang: str,
        actor: Actor,
    ) -> None:
        from salondesk.app.saved_files import kept_once
        from salondesk.storage.outside.file_errors import why

        place = _place(document, number)
        target = self._paths.home / place
        try:
            kept = kept_once(target, drawn)
        except OSError as error:
            raise TransientError(
                Message(
                    N_(
                        "{number} is saved, but its document could not be kept: {why}. Mend that, then print it again."
                    ),
                    {"number": number, "why": why(error)},
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


def _paper_of(request: DocumentRequest, document: Invoice | TillReport) -> str:
    """Return what a document goes on: a full tax invoice is a page, whatever the till prints receipts on."""
    if isinstance(document, Invoice) and document.form is InvoiceForm.FULL and not request.copy:
        return "a4"
    return request.paper


def _place(document: Invoice | TillReport, number: str) -> Path:
    """Return where a document's one archived PDF lies, below the shop's folder."""
    return Path("documents") / f"{document.business_date.year:04d}" / f"{number}.pdf"
