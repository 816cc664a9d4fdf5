"""A branch with its opening hours: the one record that a day's diary needs."""

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.shop import Branch, OpeningHours
from salondesk.storage.driver import Connection


def branch(connection: Connection, branch_id: Id) -> Branch:
    """Return the branch with its opening hours."""
    names = (
        "id", "branch_id", "version", "created_at", "updated_at", "deleted_at", "names", "zone", "cutoff_min", "slot_min",
    )  # fmt: skip
    row = connection.execute(f"SELECT {', '.join(names)} FROM branch WHERE id = ?", (branch_id,)).fetchone()
    fields = dict(zip(names, row, strict=True))
    fields["names"] = LocalText.from_json(fields["names"])
    hours = connection.execute(
        "SELECT weekday, start_min, end_min FROM opening_hours WHERE branch_id = ? ORDER BY pos", (branch_id,)
    ).fetchall()
    return Branch(**fields, hours=tuple(OpeningHours(weekday=w, start_min=s, end_min=e) for w, s, e in hours))
