"""What waits to be printed, and the archived file of each document. The sale never waits for either.

A job is made in the transaction of its document, and from there::

    queued ──claim──> printing ──sent──> done
                       │    └──no printer, no answer──> failed ──claim──> printing
                       └──the program ended──> unsure ──claim──> printing, as a copy
    queued, unsure ──somebody leaves it, or its day is over──> left ──claim──> printing

*queued* and *failed* never reached a printer: what is printed of them is the original. *unsure* was on its way
when the program ended, so paper may have come out: from then on the job prints a copy, whatever becomes of it.
What an earlier start left *queued* or *printing* is taken up once somebody who may print has signed in: the
archive is made good, and the person is asked about today's. Nothing is printed unasked.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salondesk.core.ids import Id
from salondesk.domain.record import Log, MergeRule, Noun, Scope


class PrintState(StrEnum):
    """How far a job is; the module says how one becomes the other."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    UNSURE = "unsure"
    LEFT = "left"


UNSETTLED = (PrintState.QUEUED, PrintState.PRINTING, PrintState.UNSURE)
"""What a start of the program finds of jobs that the one before it did not bring to an end."""
UNPRINTED = (PrintState.QUEUED, PrintState.FAILED, PrintState.UNSURE, PrintState.LEFT)
"""What can still be printed as what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One print request. ``document_kind`` is invoice or z; ``lang`` en, ar or both; ``paper`` a4 or 80mm."""

    id: Id
    branch_id: Id
    document_kind: str
    document_id: Id
    paper: str
    lang: str
    copy: bool
    state: PrintState
    attempts: int = 0
    error: str = ""
    created_at: int = 0
    updated_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPrint:
    """A job with what its document is called and the business date it belongs to."""

    job: PrintJob
    number: str
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """The one archived PDF of a document: where it lies below the data folder, and its SHA-256."""

    document_id: Id
    path: str
    paper: str
    lang: str
    sha256: str
    size: int
    made_at: int


PRINT_JOB = Noun(
    "print_job",
    PrintJob,
    Scope.LOCAL,
    {"": MergeRule.LOCAL},
    log=Log.LOCAL,
    refs={"document_id": "invoice|z_report"},
)
DOCUMENT_FILE = Noun(
    "document_file",
    DocumentFile,
    Scope.LOCAL,
    {"": MergeRule.LOCAL},
    key="document_id",
    order="document_id",
    refs={"document_id": "invoice|z_report"},
)
