"""A ledger entry adds to or takes from the balance of an account's holder, such as stock.

Entries are derived of documents, payments and the like (engine/posting): never logged, and made anew at any time.
"""

from dataclasses import dataclass
from datetime import date

from salondesk.core.ids import Id

STOCK = "stock"
"""Pieces of a product, in thousandths; holder is the product."""
DRAWER = "drawer"
"""Cash in a till session, in minor units; holder is the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """An amount added to an account's holder, once: ``source_key`` is unique, so a retry cannot count twice."""

    id: Id
    branch_id: Id
    account: str
    holder_id: Id
    unit: str
    amount: int
    source_key: str
    at: int
    business_date: date
    note: str = ""
