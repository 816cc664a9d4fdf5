"""The shop, this computer's place in it, and who signs in."""

from datetime import date

from salondesk.core.errors import DataError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.shop import Shop
from salondesk.services.reads.read_models import Place, UserTile
from salondesk.storage.driver import Connection


def place(connection: Connection) -> Place:
    """Return this computer's branch, device and till. Raises DataError for a shop that was not set up whole."""
    row = connection.execute(
        "SELECT d.branch_id, d.id, s.till_id, u.id FROM self s JOIN device d ON d.id = s.device_id, user u"
        " WHERE u.kind = 'console' AND u.deleted_at IS NULL"
        " ORDER BY u.id LIMIT 1"
    ).fetchone()
    if row is None:
        raise DataError(
            Message(N_("This shop was not set up completely. Set it up again in an empty folder."))
        )
    return Place(Id(row[0]), Id(row[1]), Id(row[2]), Id(row[3]))


def shop(connection: Connection) -> Shop:
    """Return the shop."""
    names = (
        "id", "branch_id", "version", "created_at", "updated_at", "deleted_at", "names", "address", "tax_number", "phone",
        "email", "country", "currency", "cash_step_minor", "full_invoice_above_minor", "footer",
        "grant_level",
    )  # fmt: skip
    row = connection.execute(f"SELECT {', '.join(names)} FROM shop LIMIT 1").fetchone()
    fields = dict(zip(names, row, strict=True))
    for name in ("names", "address", "footer"):
        fields[name] = LocalText.from_json(fields[name])
    return Shop(**fields)


def permissions(connection: Connection, user_id: Id) -> frozenset[str]:
    """Return what a user's role may do; nothing for someone who left."""
    rows = connection.execute(
        "SELECT p.permission FROM user u JOIN role_permission p ON p.role_id = u.role_id"
        " WHERE u.id = ? AND u.active = 1 AND u.deleted_at IS NULL",
        (user_id,),
    ).fetchall()
    return frozenset(p for (p,) in rows)


def user_tiles(connection: Connection, today: date) -> list[UserTile]:
    """Return everyone who can sign in today, in the shop's order."""
    rows = connection.execute(
        "SELECT u.id, u.names, r.key, r.names, u.staff_id, coalesce(s.colour, ''), u.lang FROM user u"
        " JOIN role r ON r.id = u.role_id LEFT JOIN staff s ON s.id = u.staff_id"
        " WHERE u.kind = 'person' AND u.pin_hash <> '' AND u.active = 1 AND u.deleted_at IS NULL"
        " AND (s.last_day IS NULL OR s.last_day >= ?) ORDER BY u.sort, u.id",
        (today.isoformat(),),
    ).fetchall()
    return [
        UserTile(
            Id(r[0]),
            LocalText.from_json(r[1]),
            r[2],
            LocalText.from_json(r[3]),
            Id(r[4]) if r[4] else None,
            r[5],
            r[6],
        )
        for r in rows
    ]


def log_sealed(connection: Connection) -> bool:
    """Tell whether the records of an earlier program were sealed since; a shop that never had one counts as sealed."""
    return connection.execute("SELECT 1 FROM self WHERE since = 0").fetchone() is None


def grant_level(connection: Connection) -> int | None:
    """Return up to which level the roles were granted their permissions; None where there is no shop."""
    row = connection.execute("SELECT grant_level FROM shop LIMIT 1").fetchone()
    return None if row is None else int(row[0])


def settings(connection: Connection) -> dict[tuple[Id, str], str]:
    """Return the texts of the settings that were changed, by whose they are and by key."""
    rows = connection.execute("SELECT level_id, key, value FROM setting WHERE deleted_at IS NULL").fetchall()
    return {(Id(level_id), key): value for level_id, key, value in rows}
