"""Settlement rows: adds each invoice family up again from its documents, lines and allocations."""

from collections.abc import Iterator

from salondesk.engine.settlement import settlement
from salondesk.storage.derived.table import DerivedTable, Difference
from salondesk.storage.driver import Connection

SETTLEMENT = DerivedTable(
    "settlement",
    ("root_id",),
    ("booking_id", "client_id", "lines_left", "gross_minor", "allocated_minor", "state"),
)
_FAMILIES = """
WITH member AS (
  SELECT coalesce(original_id, id) AS root_id, sum(gross_minor) AS gross_minor FROM invoice GROUP BY 1
), credited AS (
  SELECT c.original_id AS root_id, l.original_n AS n, sum(l.qty_milli) AS qty_milli
  FROM invoice c JOIN invoice_line l ON l.invoice_id = c.id WHERE c.original_id IS NOT NULL GROUP BY 1, 2
)
SELECT r.id, r.booking_id, r.client_id,
       (SELECT count(*) FROM invoice_line l LEFT JOIN credited d ON d.root_id = r.id AND d.n = l.n
        WHERE l.invoice_id = r.id AND l.qty_milli + coalesce(d.qty_milli, 0) > 0),
       m.gross_minor,
       (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.document_id = r.id)
FROM member m JOIN invoice r ON r.id = m.root_id
"""


def differences(connection: Connection) -> Iterator[Difference]:
    """Yield the rows that are not what their documents add up to, that are missing, or that no invoice stands behind."""
    kept = SETTLEMENT.stored(connection)
    for root, booking, client, lines_left, gross, allocated in connection.execute(_FAMILIES):
        state = settlement(lines_left, gross, allocated).value
        row = (booking, client, lines_left, gross, allocated, state)
        had = kept.pop((root,), None)
        if had != row:
            yield Difference(SETTLEMENT, (root,), had, row)
    for key, had in kept.items():
        yield Difference(SETTLEMENT, key, had, None)
