"""The kinds of failure SalonDesk tells apart. How they are shown lives in ui/errors."""

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


class PermissionRefused(UserError):
    """The person may not do this; someone whose role holds ``permission`` can approve it on the spot."""

    def __init__(self, message: Message, permission: str) -> None:
        super().__init__(message)
        self.permission = permission


class SlotTaken(UserError):
    """The time is not free. An override with ``permission`` may book it all the same."""

    def __init__(self, message: Message, permission: str) -> None:
        super().__init__(message)
        self.permission = permission


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
