"""The kinds of failure SalonDesk tells apart. How they are shown lives in ui/errors."""

from collections.abc import Sequence

from salondesk.core.message import Message, N_


class SalonDeskError(Exception):
    """Base of all errors that carry a message for a person."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


class UserError(SalonDeskError):
    """The request cannot be done as asked, and the person can mend it: nothing was changed."""

    @classmethod
    def gone(cls) -> "UserError":
        """Return the error of asking for a record that is not there any more."""
        return UserError(
            Message(N_("This entry is no longer there. The screen has been brought up to date."))
        )


class Liftable(UserError):
    """A refusal that someone whose role holds all ``permissions`` can lift on the spot, by one approval."""

    def __init__(self, message: Message, *permissions: str) -> None:
        super().__init__(message)
        self.permissions = permissions

    @property
    def permission(self) -> str:
        """The first of them."""
        return self.permissions[0] if self.permissions else ""


class PermissionRefused(Liftable):
    """The person may not do this."""

    @classmethod
    def of_all(cls, refusals: "Sequence[PermissionRefused]") -> "PermissionRefused":
        """Return one refusal that says and names what several do."""
        said = refusals[0].message
        for one in refusals[1:]:
            said = Message(N_("{first}\n{second}"), {"first": said, "second": one.message})
        names = dict.fromkeys(name for one in refusals for name in one.permissions)
        return PermissionRefused(said, *names)


class SlotTaken(Liftable):
    """The time is not free."""


class ConflictError(SalonDeskError):
    """Someone else changed the record first; the screen reloads and nothing was written."""

    @classmethod
    def meanwhile(cls) -> "ConflictError":
        """Return the error of a write that looked at an older version of its record."""
        return ConflictError(
            Message(
                N_(
                    "Someone else has just changed this. The screen has been brought up to date; please look again."
                )
            )
        )


class TransientError(SalonDeskError):
    """The world is in the way (disk full, database locked, printer off): trying again may work."""


class DataError(SalonDeskError):
    """A file or database is damaged or not ours: it was left untouched."""


class BugError(Exception):
    """A promise inside the program was broken. Never shown as the user's fault; ends in a crash report."""
