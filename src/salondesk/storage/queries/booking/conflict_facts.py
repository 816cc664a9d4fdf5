"""The SQL of BoardFacts; storage/conflict_facts reads them for transactions too."""

from salondesk.services.reads.booking.conflict_facts import BoardFacts, ConflictFacts
from salondesk.storage.conflict_facts import board_facts
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: BoardFacts) -> ConflictFacts:
    """Return the facts of every place that a gesture on the board can propose."""
    return board_facts(
        db.connection,
        db.branch(),
        query.board,
        only=query.staff_id,
        with_booking=query.with_booking,
        now_ms=db.now_ms,
    )
