"""A keyring backend for tests: it keeps entries within the Windows vault's limit, and breaks down as told."""

from __future__ import annotations

from collections.abc import Callable

VAULT_BYTES = 2_560
"""Longest value the Windows vault takes (CRED_MAX_CREDENTIAL_BLOB_SIZE), which keyring writes as UTF-16."""


class PowerCut(BaseException):
    """The process dies here."""


class DictKeyring:
    """Entries in memory. ``cut_after`` writes or deletions the process dies, before the next one is done."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.cut_after: int | None = None
        self.error: Callable[[], Exception] | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._trouble()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        if len(password.encode("utf-16-le")) > VAULT_BYTES:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        if (service, username) not in self.entries:
            raise LookupError
        del self.entries[service, username]

    def _change(self) -> None:
        self._trouble()
        if self.cut_after is not None:
            if self.cut_after == 0:
                raise PowerCut
            self.cut_after -= 1

    def _trouble(self) -> None:
        if self.error is not None:
            raise self.error()
