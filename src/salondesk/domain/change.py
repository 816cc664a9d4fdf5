"""What a write did, in one currency: audit, undo, refresh and sync are all derived from it."""

from dataclasses import dataclass
from enum import StrEnum

from salondesk.core.ids import Id
from salondesk.core.message import Message


class Initiator(StrEnum):
    """Who or what caused a write; reactions ask it (a message is planned for a booking made here, not for an import)."""

    PERSON = "person"
    """Somebody at the window."""
    CONSOLE = "console"
    """A command typed or scripted."""
    WORKER = "worker"
    """Work that is due in the background."""
    IMPORT = "import"
    """Records of another system, taken over in bulk."""
    UNDO = "undo"
    """A step taken back or done again."""
    REMOTE = "remote"
    """Another counter's transaction, applied here."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; ``before`` None made it. Both are None when it was made in bulk: ``loaded`` is it.

    ``erased``: what was personal in it is blank from now on, and the log forgets what it said before.
    """

    noun: str
    id: Id
    before: object | None
    after: object | None
    loaded: object | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """What the views need to know of a committed transaction.

    ``dates`` are the business dates touched (ISO), ``origin`` the name of the
    window or process that wrote, so that a view can tell its own echo.
    """

    txn_id: Id
    seq: int
    nouns: frozenset[str]
    ids: frozenset[Id]
    dates: frozenset[str]
    origin: str
    label: Message | None = None
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TxnNote:
    """What the change log seals of a transaction beside its changes; nothing in it is personal.

    ``label`` and ``override`` (permission and approver) are JSON. ``override_reason`` is kept apart, in a body that can
    be removed.
    """

    id: Id
    command: str
    actor_id: Id
    device_id: Id
    branch_id: Id
    at: int
    offset_min: int
    initiator: str
    origin: str
    label: str | None
    override: str | None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRun:
    """What is remembered for a while of a command that was carried out: for a retry, and for other processes.

    ``touched`` (JSON: nouns, ids, dates) and ``result`` name records and hold numbers, nothing personal. ``result`` is
    None where the command keeps none.
    """

    command_key: Id
    actor_id: Id
    command: str
    at: int
    origin: str
    touched: str
    result: str | None
