"""Every table, by noun. Importing this package fills ``METADATA``; what a row means is told in domain/."""

from salondesk.storage.tables import (  # noqa: F401 - importing them fills METADATA
    access,
    audit,
    booking,
    catalog,
    client,
    history,
    invoice,
    ledger,
    sale,
    salon,
    staff,
    till,
)
from salondesk.storage.tables.base import METADATA

__all__ = ["METADATA"]
