"""Secrets in an encrypted file that a passphrase opens, for computers without a keyring.

The key is Argon2id of the passphrase (RFC 9106 §4, the second recommended choice: 64 MiB, 3 passes, 4 lanes), derived
once a start and kept in memory while the file is open.
"""

import hmac
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretName, SecretsKind, SecretsLocked, WrongPassphrase
from salondesk.storage.secret_file import CHECK_BYTES, KEY_BYTES, SALT_BYTES, SecretFile, make, read_header

LEAST_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key costs: passes, KiB of memory, lanes. A file opens only under the cost it was made with."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


class FileSecrets:
    """Locked until ``unlock`` or ``make`` is given the passphrase. Safe for threads."""

    kind = SecretsKind.FILE

    def __init__(self, path: Path, cost: Cost = Cost()) -> None:  # noqa: B008 - frozen
        self._path, self._cost = path, cost
        self._lock = threading.Lock()
        self._file: SecretFile | None = None

    @property
    def is_made(self) -> bool:
        """Whether there is a file: else a passphrase has yet to be chosen."""
        return self._path.exists()

    @property
    def is_locked(self) -> bool:
        """Whether the passphrase has yet to be given."""
        return self._file is None

    def make(self, passphrase: Secret) -> None:
        """Make the file and open it.

        Raises UserError when the passphrase is too short or somebody made one meanwhile.
        """
        if len(passphrase.reveal()) < LEAST_CHARACTERS:
            raise UserError(Message(N_("A passphrase has at least eight characters.")))
        with self._lock:
            salt = os.urandom(SALT_BYTES)
            key, check = self._derived(passphrase, salt)
            try:
                make(self._path, key, salt + check)
            except FileExistsError:
                raise UserError(
                    Message(
                        N_("There are stored passwords on this computer already. Enter their passphrase.")
                    )
                ) from None
            self._file = SecretFile(self._path, key, salt + check)

    def unlock(self, passphrase: Secret) -> None:
        """Open the file. Raises WrongPassphrase, DataError when it is damaged, SecretsLocked when there is none yet."""
        with self._lock:
            header = read_header(self._path)
            if header is None:
                raise SecretsLocked
            salt, check = header
            key, expected = self._derived(passphrase, salt)
            if not hmac.compare_digest(check, expected):
                raise WrongPassphrase
            file = SecretFile(self._path, key, salt + check)
            file.test()
            self._file = file

    def lock(self) -> None:
        """Forget the key."""
        with self._lock:
            self._file = None

    def get(self, name: SecretName) -> Secret | None:
        """Return a secret, None when there is none of that name."""
        text = self._opened().get(str(name))
        return None if text is None else Secret(text)

    def set(self, name: SecretName, secret: Secret) -> None:
        """Keep a secret in place of an earlier one."""
        self._opened().set(str(name), secret.reveal())

    def delete(self, name: SecretName) -> None:
        """Forget a secret."""
        self._opened().delete(str(name))

    def _opened(self) -> SecretFile:
        file = self._file
        if file is None:
            raise SecretsLocked
        return file

    def _derived(self, passphrase: Secret, salt: bytes) -> tuple[bytes, bytes]:
        """Return the key and its check: two parts of one derivation, so that neither tells the other."""
        raw = hash_secret_raw(
            passphrase.reveal().encode(),
            salt,
            time_cost=self._cost.passes,
            memory_cost=self._cost.memory_kib,
            parallelism=self._cost.lanes,
            hash_len=KEY_BYTES + CHECK_BYTES,
            type=Type.ID,
        )
        return raw[:KEY_BYTES], raw[KEY_BYTES:]
