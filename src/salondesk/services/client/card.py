"""Clients: adding, editing, understanding their phone numbers."""

from dataclasses import dataclass, replace

from salondesk.core.errors import ConflictError, UserError
from salondesk.core.fold import clean_line, digits
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.client.card import NAME_LIMIT, NOTE_LIMIT, Client, clean_name
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers

PHONE_LIMIT = 40


def read_phone(typed: str, country: str) -> tuple[str, str]:
    """Return (E.164, as typed) of a phone number written in any digits; E.164 is empty when it is not understood.

    ``country`` (ISO 3166) decides what a number without a country code means.
    """
    import phonenumbers  # its tables take a while: not before the first paint

    raw = clean_line(typed, PHONE_LIMIT)
    plain = ("+" if raw.lstrip().startswith(("+", "\u066b+")) else "") + digits(raw)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        parsed = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return "", raw
    if not phonenumbers.is_possible_number(parsed):
        return "", raw
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), raw


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A client as the counter first hears of them: a name, usually a phone."""

    name: str
    phone: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddClient(Command[Client]):
    """Put a new client on the books."""

    client: NewClient


@dataclass(frozen=True, slots=True, kw_only=True)
class EditClient(Command[Client]):
    """Change a client's card. ``expected_version`` is the one the person was looking at."""

    client_id: Id
    expected_version: int
    name: str
    phone: str
    email: str
    lang: str
    notes: str
    alert: str


def create_client(work: Work, request: NewClient) -> Client:
    """Save a new client inside the caller's transaction. Raises UserError for a name with nothing legible in it."""
    e164, raw = read_phone(request.phone, work.shop.country)
    if request.phone.strip() and len(digits(raw)) < 3:
        raise UserError(
            Message(N_("That does not look like a phone number. Please check it, or leave it empty."))
        )
    return work.uow.clients.save(
        None,
        Client(
            id=work.new_id(),
            branch_id=work.actor.branch_id,
            name=clean_name(request.name),
            phone=e164,
            phone_raw=raw,
            lang=request.lang,
        ),
    )


def add_client(command: AddClient, work: Work) -> Outcome[Client]:
    """Add a client; the value is the client."""
    client = create_client(work, command.client)
    return Outcome(client, Message(N_("Client {name} added"), {"name": client.name}), undoable=True)


def edit_client(command: EditClient, work: Work) -> Outcome[Client]:
    """Change a client's card; the value is the client."""
    before = work.uow.clients.get(command.client_id)
    if before.version != command.expected_version:
        raise ConflictError.meanwhile()
    e164, raw = read_phone(command.phone, work.shop.country)
    after = work.uow.clients.save(
        before,
        replace(
            before,
            name=clean_name(command.name),
            phone=e164,
            phone_raw=raw,
            email=clean_line(command.email, NAME_LIMIT),
            lang=command.lang,
            notes=command.notes[:NOTE_LIMIT],
            alert=clean_line(command.alert, 500),
        ),
    )
    return Outcome(after, Message(N_("{name} saved"), {"name": after.name}), undoable=True)


HANDLERS: Handlers = {
    AddClient: Handler(add_client, Permission.CLIENT_EDIT, Client),
    EditClient: Handler(edit_client, Permission.CLIENT_EDIT, Client),
}
