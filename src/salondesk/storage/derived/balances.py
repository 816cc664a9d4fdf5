"""Balances: the sum of each holder's ledger entries."""

from collections.abc import Iterator

from salondesk.storage.derived.table import DerivedTable, Difference
from salondesk.storage.driver import Connection

BALANCE = DerivedTable("balance", ("account", "holder_id", "unit"), ("amount",))
_SUMS = "SELECT account, holder_id, unit, sum(amount) FROM ledger_entry GROUP BY account, holder_id, unit"


def differences(connection: Connection) -> Iterator[Difference]:
    """Yield the balances that are not the sum of their entries, those that are missing and those of no entry."""
    sums = {(account, holder, unit): (amount,) for account, holder, unit, amount in connection.execute(_SUMS)}
    yield from BALANCE.differences(BALANCE.stored(connection), sums)
