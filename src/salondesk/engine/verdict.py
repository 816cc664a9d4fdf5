"""The answer about a request, apart from the rules that give it: the diary's first paint needs the answer only."""

from enum import StrEnum
from typing import NamedTuple

from salondesk.core.message import Message


class VerdictKind(StrEnum):
    """Green, amber, red."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


class Verdict(NamedTuple):
    """The engine's answer ("ok", "warn" or "refuse", see VerdictKind) and, unless it is ok, the reason."""

    kind: str
    message: Message | None = None


FREE = Verdict(VerdictKind.OK)
