"""Fixtures: `store` is every kind of place in turn, `name` and `other` are names of secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from salondesk.app.secrets.file_store import Cost, FileSecrets
from salondesk.app.secrets.keyring_store import KeyringSecrets
from salondesk.app.secrets.memory import MemorySecrets
from salondesk.core.ids import Id
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretName, Secrets
from tests.support.keyrings import DictKeyring

CHEAP = Cost(passes=1, memory_kib=8, lanes=1)
"""Argon2id at its least: tests are not attacked."""
PASSPHRASE = Secret("open sesame افتح")


def a_name(n: int = 1, field: str = "password") -> SecretName:
    return SecretName(Id(bytes(16)), Id(bytes([n]) * 16), field)


def file_store(folder: Path) -> FileSecrets:
    """An open file in a folder, made when there is none."""
    store = FileSecrets(folder / "secrets.db", CHEAP)
    if store.is_made:
        store.unlock(PASSPHRASE)
    else:
        store.make(PASSPHRASE)
    return store


@pytest.fixture(params=["memory", "keyring", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Secrets:
    if request.param == "memory":
        return MemorySecrets()
    if request.param == "keyring":
        backend = DictKeyring()
        return KeyringSecrets(lambda: backend)
    return file_store(tmp_path)
