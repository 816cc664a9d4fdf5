"""Checks settlement rows against the documents: each family is added up again."""

from collections.abc import Iterator

from salondesk.core.ids import id_text
from salondesk.core.message import Message, N_
from salondesk.engine.settlement import settlement
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection

RULE = "settlement"
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


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield the rows that are not what their documents add up to, that are missing, or that no invoice stands behind."""
    kept = {
        root: tuple(rest)
        for root, *rest in connection.execute(
            "SELECT root_id, booking_id, client_id, lines_left, gross_minor, allocated_minor, state FROM settlement"
        )
    }
    for root, booking, client, lines_left, gross, allocated in connection.execute(_FAMILIES):
        row = (booking, client, lines_left, gross, allocated, settlement(lines_left, gross, allocated).value)
        if kept.pop(root, None) != row:
            yield _problem(root)
    for root in kept:
        yield _problem(root)


def _problem(root: bytes) -> Problem:
    return Problem(
        RULE,
        id_text(root),
        Message(N_("The settlement of this invoice is not what its documents add up to.")),
    )
