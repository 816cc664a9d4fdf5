"""Secrets in the computer's own keyring (Secret Service, KWallet, Windows vault, macOS keychain).

``keyring`` is imported when it is first asked, never with this module: it looks for D-Bus and loads plug-ins. Only
backends named here are used. The library takes others without a word: one that keeps nothing, one that writes plain
text (keyrings.alt), a chain that tries several in turn.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol, TypeVar

from salondesk.core.message import Message, N_
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretName, SecretsKind, SecretsLocked, SecretsUnavailable

SAFE_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
    }
)
PART_UNITS = 1_200
"""Longest text of one entry in UTF-16 units: the Windows vault takes 2,560 bytes, and tokens may be longer."""
_USER = "salondesk"
"""Every entry is a service of its own under this one user: the Windows backend moves entries about, not atomically,
when two users share a service."""
_SLOTS = ("a", "b")
_WHOLE, _SPLIT = "=", "+"
"""How an entry begins: with the text itself, or with the slot and number of the parts that hold it."""
T = TypeVar("T")


class Backend(Protocol):
    """What a keyring backend can do: entries by service and user."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return an entry, None when there is none."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep an entry in place of an earlier one."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget an entry; raises when there is none."""
        ...


class KeyringTrouble(StrEnum):
    """Why the keyring cannot be used."""

    NO_BACKEND = "no_backend"
    NO_SERVICE = "no_service"
    LOCKED = "locked"

    @property
    def message(self) -> Message:
        """What is missing and what to do, in words."""
        return _TROUBLE[self]


_TROUBLE = {
    KeyringTrouble.NO_BACKEND: Message(
        N_(
            "This computer has no keyring that SalonDesk trusts. A passphrase can protect the passwords instead."
        )
    ),
    KeyringTrouble.NO_SERVICE: Message(
        N_("The keyring of this computer does not answer. A passphrase can protect the passwords instead.")
    ),
    KeyringTrouble.LOCKED: Message(
        N_("The keyring of this computer is locked. Unlock it, or protect the passwords with a passphrase.")
    ),
}


def safe_backend() -> Backend | None:
    """Return the keyring of this computer, None when it has none that is safe. Imports ``keyring``."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in candidates:
        kind = type(backend)
        if f"{kind.__module__}.{kind.__qualname__}" in SAFE_BACKENDS:
            return backend
    return None


class KeyringSecrets:
    """Keeps each secret in one entry of the keyring, a long one in several. Safe for threads.

    ``find`` gives the backend when it is first needed.
    """

    kind = SecretsKind.KEYRING

    def __init__(self, find: Callable[[], Backend | None] = safe_backend) -> None:
        self._find = find
        self._backend: Backend | None = None
        self._lock = threading.Lock()

    def trouble(self) -> KeyringTrouble | None:
        """Try the keyring out with an entry of its own; return why it cannot be used, None when it can."""
        try:
            with self._lock:
                if self._used() is None:
                    return KeyringTrouble.NO_BACKEND
                sample = secrets.token_hex(8)
                self._write("probe", sample)
                kept = self._read("probe") == sample
                self._remove("probe")
        except SecretsLocked:
            return KeyringTrouble.LOCKED
        except SecretsUnavailable:
            return KeyringTrouble.NO_SERVICE
        return None if kept else KeyringTrouble.NO_SERVICE

    def get(self, name: SecretName) -> Secret | None:
        """Return a secret, None when there is none of that name."""
        with self._lock:
            head = self._read(str(name))
            if head is None:
                return None
            if head.startswith(_WHOLE):
                return Secret(head[1:])
            slot, count = _split_head(head)
            parts = [self._read(_part(name, slot, n)) for n in range(count)]
        if any(part is None for part in parts):
            raise _unusable()
        return Secret("".join(part[1:] for part in parts if part is not None))

    def set(self, name: SecretName, secret: Secret) -> None:
        """Keep a secret in place of an earlier one.

        A long one is written to parts that nothing refers to yet; the entry of its name, written last, says which.
        """
        parts = list(_parts(secret.reveal()))
        with self._lock:
            head = self._read(str(name))
            if len(parts) == 1:
                self._write(str(name), _WHOLE + parts[0])
                kept = None
            else:
                kept = _SLOTS[1] if head is not None and head.startswith(_SPLIT + _SLOTS[0]) else _SLOTS[0]
                self._forget_parts(name, kept)
                for n, part in enumerate(parts):
                    self._write(_part(name, kept, n), _WHOLE + part)
                self._write(str(name), f"{_SPLIT}{kept}{len(parts)}")
            for slot in _SLOTS:
                if slot != kept:
                    self._forget_parts(name, slot)

    def delete(self, name: SecretName) -> None:
        """Forget a secret and all its parts."""
        with self._lock:
            if self._read(str(name)) is not None:
                self._remove(str(name))
            for slot in _SLOTS:
                self._forget_parts(name, slot)

    def _forget_parts(self, name: SecretName, slot: str) -> None:
        """Forget the parts of a slot, the last first: after a crash what is left still begins with the first."""
        count = 0
        while self._read(_part(name, slot, count)) is not None:
            count += 1
        for n in reversed(range(count)):
            self._remove(_part(name, slot, n))

    def _used(self) -> Backend | None:
        if self._backend is None:
            self._backend = _guarded(self._find)
        return self._backend

    def _needed(self) -> Backend:
        backend = self._used()
        if backend is None:
            raise SecretsUnavailable(KeyringTrouble.NO_BACKEND.message)
        return backend

    def _read(self, entry: str) -> str | None:
        backend = self._needed()
        return _guarded(lambda: backend.get_password(_service(entry), _USER))

    def _write(self, entry: str, text: str) -> None:
        backend = self._needed()
        _guarded(lambda: backend.set_password(_service(entry), _USER, text))

    def _remove(self, entry: str) -> None:
        backend = self._needed()
        _guarded(lambda: backend.delete_password(_service(entry), _USER))


def _guarded(call: Callable[[], T]) -> T:
    """Ask the keyring; what it raises comes back as SecretsLocked or SecretsUnavailable.

    Backends raise errors of their own kinds (D-Bus, Win32), so all are caught; their texts are not passed on.
    """
    from keyring.errors import KeyringLocked

    try:
        return call()
    except KeyringLocked:
        raise SecretsLocked from None
    except Exception as error:
        raise _unusable() from error


def _unusable() -> SecretsUnavailable:
    return SecretsUnavailable(KeyringTrouble.NO_SERVICE.message)


def _service(entry: str) -> str:
    return f"SalonDesk {entry}"


def _part(name: SecretName, slot: str, n: int) -> str:
    return f"{name}#{slot}{n}"


def _split_head(head: str) -> tuple[str, int]:
    """Return slot and number of parts. Raises SecretsUnavailable for an entry that is not ours."""
    slot, count = head[1:2], head[2:]
    if not head.startswith(_SPLIT) or slot not in _SLOTS or not count.isdecimal():
        raise _unusable()
    return slot, int(count)


def _parts(text: str) -> Iterator[str]:
    """Cut a text so that each part fits an entry; a character of two units is never cut apart."""
    part, units = "", 0
    for character in text:
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > PART_UNITS:
            yield part
            part, units = "", 0
        part += character
        units += size
    yield part
