"""What waits to be printed, and the archived file of each document. The sale never waits for either."""

from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.ids import Id


class PrintState(StrEnum):
    """queued -> printing -> done | failed; *unsure* when the power went while it printed."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One print wish. ``document_kind`` is invoice or z; ``lang`` en, ar or both; ``paper`` a4 or 80mm."""

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
class DocumentFile:
    """The one archived PDF of a document: where it lies below the data folder, and its SHA-256."""

    document_id: Id
    path: str
    paper: str
    lang: str
    sha256: str
    size: int
    made_at: int
