"""The people who come: name, how to reach them, and what must not be forgotten."""

from dataclasses import dataclass

from salondesk.core.errors import UserError
from salondesk.core.fold import clean_line
from salondesk.core.message import Message, N_
from salondesk.domain.record import Record

NAME_LIMIT = 200
NOTE_LIMIT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Record):
    """A client. ``phone`` is E.164 when it could be understood, ``phone_raw`` what was typed; ``alert`` must be seen."""

    name: str
    phone: str = ""
    phone_raw: str = ""
    email: str = ""
    lang: str = ""
    notes: str = ""
    alert: str = ""
    code: str = ""


def clean_name(text: str) -> str:
    """Return a name fit to keep. Raises UserError when nothing legible is left."""
    name = clean_line(text, NAME_LIMIT)
    if not name:
        raise UserError(Message(N_("Please enter the client's name.")))
    return name
