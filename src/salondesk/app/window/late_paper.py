"""Paper when it is first asked for: drawing documents imports a lot, and the counter opens before it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from salondesk.app.files.computer_settings import ComputerSettings
from salondesk.core.ids import Id
from salondesk.domain.access import Actor
from salondesk.domain.paper import PrintJob
from salondesk.services.ports.paper import DocumentRequest, PageImage, PrintResult

if TYPE_CHECKING:
    from salondesk.app.documents import PaperDesk


class LatePaper:
    """Fulfils services/ports/paper by making the real desk on first use, on the thread that asks."""

    def __init__(self, make: Callable[[], PaperDesk], left_behind: tuple[Id, ...] = ()) -> None:
        self._make, self._left_behind = make, left_behind
        self._lock = threading.Lock()
        self._made: PaperDesk | None = None
        self._settings = ComputerSettings()

    def desk(self) -> PaperDesk:
        """Return the desk, made now if nobody asked before."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
                self._made.computer = self._settings
            return self._made

    def set_computer(self, settings: ComputerSettings) -> None:
        """Take this computer's settings: its printers."""
        self._settings = settings
        if self._made is not None:
            self._made.computer = settings

    def pdf(self, request: DocumentRequest, actor: Actor) -> bytes:
        return self.desk().pdf(request, actor)

    def file(self, request: DocumentRequest, actor: Actor) -> bytes:
        return self.desk().file(request, actor)

    def pages(self, request: DocumentRequest, actor: Actor, *, dpi: int) -> list[PageImage]:
        return self.desk().pages(request, actor, dpi=dpi)

    def print_job(self, job_id: Id, actor: Actor) -> PrintResult:
        return self.desk().print_job(job_id, actor)

    def left_behind(self) -> tuple[Id, ...]:
        return self._left_behind

    def make_good(self, job: PrintJob, actor: Actor) -> None:
        self.desk().make_good(job, actor)

    def print_again(self, request: DocumentRequest, actor: Actor) -> PrintResult:
        return self.desk().print_again(request, actor)

    def printers(self) -> list[str]:
        return self.desk().printers()
