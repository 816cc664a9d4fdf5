"""The people who come: name, how to reach them, and what must not be forgotten."""

from dataclasses import dataclass, field

from salondesk.core import snapshot
from salondesk.core.errors import UserError
from salondesk.core.fold import clean_line, digits, fold
from salondesk.core.message import Message, N_
from salondesk.domain.record import MergeRule, Noun, Record, Scope

NAME_LIMIT = 200
NOTE_LIMIT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Record):
    """A client. ``phone`` is E.164 when it could be understood, ``phone_raw`` what was typed; ``alert`` must be seen.

    ``credit_limit_minor`` is how much she may owe at most, in minor units of the shop's currency.
    """

    name: str
    phone: str = ""
    phone_raw: str = ""
    email: str = ""
    lang: str = ""
    notes: str = ""
    alert: str = ""
    code: str = ""
    credit_limit_minor: int = field(default=0, metadata=snapshot.LATER)


def clean_name(text: str) -> str:
    """Return a name fit to keep. Raises UserError when nothing legible is left."""
    name = clean_line(text, NAME_LIMIT)
    if not name:
        raise UserError(Message(N_("Please enter the client's name.")))
    return name


_CLIENT_GROUPS = {
    "name": ("name",),
    "phone": ("phone", "phone_raw"),
    "email": ("email",),
    "notes": ("notes",),
    "alert": ("alert",),
    "lang": ("lang",),
}
CLIENT = Noun(
    "client",
    Client,
    Scope.SHOP,
    dict.fromkeys((*_CLIENT_GROUPS, ""), MergeRule.NEWEST),
    groups=_CLIENT_GROUPS,
    order="name_fold",
    derived={  # what search compares
        "name_fold": (str, lambda _owners, client: fold(client.name)),
        "phone_digits": (str, lambda _owners, client: digits(client.phone or client.phone_raw)),
    },
    personal=frozenset({"name", "phone", "phone_raw", "email", "notes", "alert", "code"}),
    undo=True,
)
