"""Facts that tables are derived of: documents and the records of money and stock, in a row."""

from collections.abc import Iterator
from typing import TypeVar

from salondesk.core import snapshot
from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.domain.record import Noun
from salondesk.domain.sale.invoice import Invoice
from salondesk.storage.driver import Connection
from salondesk.storage.mapping import rows_of

R = TypeVar("R")


def documents(connection: Connection, *, strict: bool = False) -> Iterator[Invoice]:
    """Yield every document. One that cannot be read is left out, since the check of documents names it.

    Raises UserError for one where ``strict``.
    """
    for number, text in connection.execute("SELECT number, snapshot FROM invoice"):
        try:
            yield snapshot.loads(Invoice, text)
        except (KeyError, TypeError, ValueError) as error:
            if strict:
                raise UserError(
                    Message(N_("The stored document {number} cannot be read."), {"number": number})
                ) from error


def records(connection: Connection, noun: Noun[R]) -> Iterator[R]:
    """Yield every record of a noun."""
    rows = rows_of(noun)
    for values in connection.execute(rows.select):
        yield rows.whole(connection, values)
