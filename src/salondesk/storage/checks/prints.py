"""Checks print jobs against their documents.

The queue is this computer's own and not logged; that what it names is there, and printed once, can be held.
"""

from collections.abc import Iterator

from salondesk.core.message import Message, N_
from salondesk.services.shop.problem import Problem
from salondesk.storage.driver import Connection

RULE = "print_job"
_OF_NOTHING = (
    "SELECT j.id FROM print_job j WHERE CASE j.document_kind"
    " WHEN 'z' THEN NOT EXISTS (SELECT 1 FROM z_report z WHERE z.id = j.document_id)"
    " WHEN 'invoice' THEN NOT EXISTS (SELECT 1 FROM invoice i WHERE i.id = j.document_id)"
    " ELSE 1 END"
)
_TWICE = (
    "SELECT max(j.id) FROM print_job j WHERE j.copy = 0 AND j.state = 'done'"
    " GROUP BY j.document_id HAVING count(*) > 1"
)


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield jobs of documents that are not there, and documents whose original was printed twice."""
    for (job_id,) in connection.execute(_OF_NOTHING).fetchall():
        yield Problem(RULE, job_id.hex(), Message(N_("This print job is of a document that is not there.")))
    for (job_id,) in connection.execute(_TWICE).fetchall():
        yield Problem(RULE, job_id.hex(), Message(N_("An original was printed twice; the second is a copy.")))
