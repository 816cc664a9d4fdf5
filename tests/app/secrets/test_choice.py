"""Which place is taken, and that a secret shows nowhere."""

from __future__ import annotations

from pathlib import Path

from salondesk.app.secrets import FILE_NAME, choose_secrets
from salondesk.app.secrets.file_store import FileSecrets
from salondesk.app.secrets.keyring_store import KeyringSecrets, KeyringTrouble
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretsKind
from tests.app.secrets.conftest import CHEAP, PASSPHRASE
from tests.support.keyrings import DictKeyring


def good() -> KeyringSecrets:
    backend = DictKeyring()
    return KeyringSecrets(lambda: backend)


def test_a_keyring_that_works_is_taken(tmp_path: Path) -> None:
    kept_at = choose_secrets(tmp_path, good())
    assert (kept_at.secrets.kind, kept_at.trouble) == (SecretsKind.KEYRING, None)
    assert list(tmp_path.iterdir()) == []


def test_without_one_it_is_the_file_and_why_is_said(tmp_path: Path) -> None:
    kept_at = choose_secrets(tmp_path, KeyringSecrets(lambda: None))
    assert (kept_at.secrets.kind, kept_at.trouble) == (SecretsKind.FILE, KeyringTrouble.NO_BACKEND)
    assert isinstance(kept_at.secrets, FileSecrets) and not kept_at.secrets.is_made


def test_a_file_made_once_is_kept_to(tmp_path: Path) -> None:
    FileSecrets(tmp_path / FILE_NAME, CHEAP).make(PASSPHRASE)
    kept_at = choose_secrets(tmp_path, good())
    assert (kept_at.secrets.kind, kept_at.trouble) == (SecretsKind.FILE, None)


def test_the_tests_own_machine_has_no_keyring(tmp_path: Path) -> None:
    assert choose_secrets(tmp_path).trouble is KeyringTrouble.NO_BACKEND


def test_no_store_shows_a_secret(tmp_path: Path) -> None:
    backend = DictKeyring()
    for store in (KeyringSecrets(lambda: backend), FileSecrets(tmp_path / "s.db", CHEAP)):
        if isinstance(store, FileSecrets):
            store.make(PASSPHRASE)
        assert "hunter2" not in f"{store!r} {vars(store)!r} {Secret('hunter2')!r}"
        assert PASSPHRASE.reveal() not in repr(vars(store))
