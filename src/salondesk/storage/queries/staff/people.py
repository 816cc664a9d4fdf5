"""The SQL of PeopleOfDiary."""

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.services.reads.staff.people import PeopleOfDiary, StaffRow
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: PeopleOfDiary) -> list[StaffRow]:
    """Return the people who serve on the day or later, or the one that is asked for, in the shop's order."""
    day = (query.day or db.today()).isoformat()
    rows = db.connection.execute(
        "SELECT id, names, colour FROM staff WHERE active = 1 AND bookable = 1 AND deleted_at IS NULL"
        " AND (last_day IS NULL OR last_day >= ?1) AND (?2 IS NULL OR id = ?2) ORDER BY sort, code",
        (day, query.staff_id),
    ).fetchall()
    return [StaffRow(Id(r[0]), LocalText.from_json(r[1]), r[2]) for r in rows]
