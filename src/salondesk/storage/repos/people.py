"""Shop, branch, device, staff, users, roles, clients."""

from collections.abc import Sequence
from typing import Any

from salondesk.core.fold import digits, fold
from salondesk.core.ids import Id
from salondesk.core.timespan import TimeSpan
from salondesk.domain.access import Limit, Role, User
from salondesk.domain.client.card import Client
from salondesk.domain.settings import SettingValue
from salondesk.domain.shop import Branch, Device, OpeningHours, Shop
from salondesk.domain.staff import Shift, StaffMember, TimeOff
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal, RecordRepo
from salondesk.storage.statements import table_sql

SHOP = Rows(Shop, "shop")
BRANCH = Rows(
    Branch,
    "branch",
    children=[Child("hours", Rows(OpeningHours, "opening_hours"))],
)
DEVICE = Rows(Device, "device")
STAFF = Rows(StaffMember, "staff", children=[Child("shifts", Rows(Shift, "shift"))])
TIME_OFF = Rows(TimeOff, "time_off")
USER = Rows(User, "user")
SETTING = Rows(SettingValue, "setting")


def _search_columns(_owners: Sequence[Any], person: Client) -> dict[str, Any]:
    return {"name_fold": fold(person.name), "phone_digits": digits(person.phone or person.phone_raw)}


CLIENT = Rows(Client, "client", extra=_search_columns)


class _RoleRows(Rows[Role]):
    """Roles keep their permissions and limits in tables of their own."""

    _PARTS = ("role_permission", "role_limit")

    def __init__(self) -> None:
        super().__init__(Role, "role", apart=("permissions", "limits"))
        self._parts = tuple(table_sql(name)["insert"] for name in self._PARTS)

    def whole(self, connection: Any, values: Sequence[Any]) -> Role:
        fields = self.read(values)
        row = (fields["id"],)
        granted = connection.execute(
            "SELECT permission FROM role_permission WHERE role_id = ?", row
        ).fetchall()
        limits = connection.execute(
            "SELECT key, value FROM role_limit WHERE role_id = ? ORDER BY key", row
        ).fetchall()
        return Role(
            **fields,
            permissions=frozenset(p for (p,) in granted),
            limits=tuple(Limit(key=k, value=v) for k, v in limits),
        )

    def insert(self, connection: Any, item: Role, *, owners: Sequence[Any] = (), pos: int = 0) -> None:
        super().insert(connection, item, owners=owners, pos=pos)
        self._write_parts(connection, item)

    def update(self, connection: Any, before: Role, after: Role) -> None:
        super().update(connection, before, after)
        connection.execute("DELETE FROM role_permission WHERE role_id = ?", (after.id,))
        connection.execute("DELETE FROM role_limit WHERE role_id = ?", (after.id,))
        self._write_parts(connection, after)

    def _write_parts(self, connection: Any, item: Role) -> None:
        permissions, limits = self._parts
        for permission in sorted(item.permissions):
            permissions.run(connection, {"role_id": item.id, "permission": permission})
        for limit in item.limits:
            limits.run(connection, {"role_id": item.id, "key": limit.key, "value": limit.value})


ROLE = _RoleRows()


class ClientRepo(RecordRepo[Client]):
    """Clients, found by phone or old code."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "client", CLIENT, "name_fold")

    def with_phone(self, phone: str) -> list[Client]:
        """Return the clients of an E.164 phone number, oldest first."""
        wanted = digits(phone)
        return (
            self.where("phone_digits = ? AND deleted_at IS NULL ORDER BY created_at", (wanted,))
            if wanted
            else []
        )

    def with_code(self, code: str) -> Client | None:
        """Return the client of an imported code."""
        found = self.where("code = ? AND deleted_at IS NULL", (code,)) if code else []
        return found[0] if found else None


class TimeOffRepo(RecordRepo[TimeOff]):
    """Dated absences."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "time_off", TIME_OFF, "start_at")

    def between(self, span: TimeSpan) -> list[TimeOff]:
        """Return the absences that touch ``span``."""
        return self.where(
            "deleted_at IS NULL AND start_at < ? AND end_at > ? ORDER BY start_at",
            (span.end_ms, span.start_ms),
        )


class PinRepo:
    """Failed PINs per user; not part of the change feed."""

    def __init__(self, journal: Journal) -> None:
        self._connection = journal.connection

    def attempts(self, user_id: Id) -> tuple[int, int]:
        """Return failures in a row and the lock-out's end (UTC ms, 0: none)."""
        row = self._connection.execute(
            "SELECT failures, locked_until FROM pin_attempt WHERE user_id = ?", (user_id,)
        ).fetchone()
        return (0, 0) if row is None else (int(row[0]), int(row[1]))

    def record(self, user_id: Id, failures: int, locked_until: int) -> None:
        """Remember them."""
        self._connection.execute(
            "INSERT INTO pin_attempt (user_id, failures, locked_until) VALUES (?, ?, ?)"
            " ON CONFLICT (user_id) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until",
            (user_id, failures, locked_until),
        )
