"""Checks derived tables: ledger, balances, settlements and roll-ups are added up again from the facts."""

from collections.abc import Iterator
from typing import Any

from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.derived.rebuild import differences
from salondesk.storage.driver import Connection

_SAID = {
    "ledger_entry": N_("The ledger entry is not what stands behind it says."),
    "balance": N_("The balance is not the sum of its ledger entries."),
    "settlement": N_("The settlement of this invoice is not what its documents add up to."),
    "daily": N_("This figure of a day is not what its documents add up to."),
}


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield the rows that are missing, differ, or that nothing stands behind."""
    for found in differences(connection):
        yield Problem(found.table.name, "/".join(map(_plain, found.key)), Message(_SAID[found.table.name]))


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
