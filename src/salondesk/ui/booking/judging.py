"""The engine's verdict on a drag, from the board on screen: made ready once a board, asked at every step. Qt-free."""

from collections.abc import Callable

from salondesk.engine.availability import FREE, Taken, Verdict, VerdictKind, judge
from salondesk.engine.worktime import Stretch
from salondesk.services.board import BoardBlock, DayBoard
from salondesk.ui.booking.drag import Proposal

RELEASED = frozenset({"cancelled", "rejected", "no_show"})


def judge_of(board: DayBoard) -> Callable[[Proposal], Verdict]:
    """Return the function that judges proposals on ``board``.

    A week of everybody cannot be judged here, since a column is not a person;
    there the service alone decides.
    """
    taken: dict[bytes, list[Taken]] = {column.key: [] for column in board.columns}
    for block in board.blocks:
        if block.status not in RELEASED and block.column_key in taken:
            taken[block.column_key].append(
                Taken(block.start_min, block.end_min, block.booking_id, block.client)
            )
    stretches = {c.key: [Stretch(*shade) for shade in c.shades] for c in board.columns}
    visits: dict[bytes, list[BoardBlock]] = {}
    for block in board.blocks:
        visits.setdefault(block.booking_id, []).append(block)

    def one(column: bytes, start: int, end: int, booking: bytes) -> Verdict:
        return judge(
            start,
            end,
            taken=taken.get(column, ()),
            stretches=stretches.get(column, ()),
            own_booking=booking or None,
        )

    def verdict(proposal: Proposal) -> Verdict:
        if not proposal.whole_visit:
            return one(proposal.column_key, proposal.start_min, proposal.end_min, proposal.booking_id)
        delta = proposal.start_min - proposal.from_start_min
        worst = FREE
        for block in visits.get(proposal.booking_id, ()):
            column = proposal.column_key if block.column_key == proposal.from_column else block.column_key
            found = one(column, block.start_min + delta, block.end_min + delta, proposal.booking_id)
            if found.kind == VerdictKind.REFUSE:
                return found
            if found.kind == VerdictKind.WARN and worst.kind == VerdictKind.OK:
                worst = found
        return worst

    return verdict
