"""The port to where secrets are kept by name, outside the database, its log and its backups.

Called in worker threads only: a keyring may ask the person first, and a key is derived slowly on purpose.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from salondesk.core.errors import TransientError, UserError
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.core.secret import Secret


class SecretsKind(StrEnum):
    """Where secrets are kept."""

    KEYRING = "keyring"
    """The keyring of the person signed in to this computer."""
    FILE = "file"
    """An encrypted file that a passphrase opens."""
    MEMORY = "memory"
    """Nowhere: they are gone with the process (tests, demo shops)."""


@dataclass(frozen=True, slots=True)
class SecretName:
    """Whose secret it is: the shop, the record it belongs to (an account, a device), and which of its fields."""

    shop_id: Id
    record_id: Id
    field: str

    def __str__(self) -> str:
        return f"{self.shop_id.hex()}/{self.record_id.hex()}/{self.field}"


class SecretsLocked(TransientError):
    """The secrets are there but not open: the keyring is locked or the passphrase was not given yet."""

    def __init__(self) -> None:
        super().__init__(Message(N_("The stored passwords of this computer are locked.")))


class SecretsUnavailable(TransientError):
    """The secrets can be neither read nor kept at the moment; nothing was changed."""


class WrongPassphrase(UserError):
    """The passphrase does not open the file; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(Message(N_("This passphrase does not open the stored passwords.")))


class Secrets(Protocol):
    """Keeps secrets by name.

    Every method raises SecretsLocked while the secrets are not open, SecretsUnavailable when the place does not
    answer, and DataError when what it keeps is damaged.
    """

    @property
    def kind(self) -> SecretsKind:
        """Where they are kept; for people to know."""
        ...

    def get(self, name: SecretName) -> Secret | None:
        """Return a secret, None when there is none of that name."""
        ...

    def set(self, name: SecretName, secret: Secret) -> None:
        """Keep a secret in place of an earlier one, whole or not at all."""
        ...

    def delete(self, name: SecretName) -> None:
        """Forget a secret; it is no error when there is none."""
        ...
