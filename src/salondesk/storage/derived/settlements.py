"""Settlement rows: adds each invoice family up again from its documents, lines and tenders."""

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
  SELECT coalesce(i.original_id, i.id) AS root_id, i.gross_minor,
         (SELECT coalesce(sum(p.amount_minor), 0) FROM payment p WHERE p.invoice_id = i.id) - i.rounding_minor AS taken
  FROM invoice i
), credited AS (
  SELECT c.original_id AS root_id, l.original_n AS n, sum(l.qty_milli) AS qty_milli
  FROM invoice c JOIN invoice_line l ON l.invoice_id = c.id WHERE c.original_id IS NOT NULL GROUP BY 1, 2
)
SELECT r.id, r.booking_id, r.client_id,
       (SELECT count(*) FROM invoice_line l LEFT JOIN credited d ON d.root_id = r.id AND d.n = l.n
        WHERE l.invoice_id = r.id AND l.qty_milli + coalesce(d.qty_milli, 0) > 0),
       m.gross_minor, m.taken
FROM (SELECT root_id, sum(gross_minor) AS gross_minor, sum(taken) AS taken FROM member GROUP BY root_id) m
JOIN invoice r ON r.id = m.root_id
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
