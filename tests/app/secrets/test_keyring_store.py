"""The keyring: which backends are trusted, what is said when none is, and values longer than an entry."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import keyring
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from salondesk.app.secrets.keyring_store import SAFE_BACKENDS, KeyringSecrets, KeyringTrouble, safe_backend
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretsLocked, SecretsUnavailable
from tests.app.secrets.conftest import a_name
from tests.support.keyrings import DictKeyring, PowerCut

VALUE = st.one_of(st.text(max_size=20), st.integers(0, 5_000).map(lambda n: "ab\N{LOCK}" * n))


def using(backend: DictKeyring) -> KeyringSecrets:
    return KeyringSecrets(lambda: backend)


@given(VALUE, VALUE, st.integers(0, 12))
def test_a_power_cut_leaves_the_old_value_or_the_new_one(before: str, after: str, cut_after: int) -> None:
    backend = DictKeyring()
    using(backend).set(a_name(), Secret(before))
    backend.cut_after = cut_after
    try:
        using(backend).set(a_name(), Secret(after))
    except PowerCut:
        pass
    backend.cut_after = None
    assert using(backend).get(a_name()) in (Secret(before), Secret(after))


@example("x" * 3_000, "x" * 9_000, "x" * 3_000, 7, False)  # more parts were left than are written now
@given(VALUE, VALUE, VALUE, st.integers(0, 12), st.booleans())
def test_what_a_power_cut_left_goes_with_the_next_change(
    first: str, second: str, third: str, cut_after: int, deleted: bool
) -> None:
    backend = DictKeyring()
    using(backend).set(a_name(), Secret(first))
    backend.cut_after = cut_after
    try:
        using(backend).delete(a_name()) if deleted else using(backend).set(a_name(), Secret(second))
    except PowerCut:
        pass
    backend.cut_after = None
    using(backend).set(a_name(), Secret(third))
    clean = DictKeyring()
    using(clean).set(a_name(), Secret(third))
    assert sorted(map(len, backend.entries.values())) == sorted(map(len, clean.entries.values()))
    using(backend).delete(a_name())
    assert backend.entries == {}


def test_a_part_that_is_lost_is_said_and_not_made_up_for() -> None:
    backend = DictKeyring()
    using(backend).set(a_name(), Secret("x" * 3_000))
    del backend.entries[sorted(backend.entries)[-1]]
    with pytest.raises(SecretsUnavailable):
        using(backend).get(a_name())


@pytest.mark.parametrize("head", ["", "x", "+", "+a", "+c2", "+axx", "plain"])
def test_an_entry_of_another_hand_is_not_taken_for_a_secret(head: str) -> None:
    backend = DictKeyring()
    using(backend).set(a_name(), Secret("x"))
    backend.entries = dict.fromkeys(backend.entries, head)
    with pytest.raises(SecretsUnavailable):
        using(backend).get(a_name())


def test_a_keyring_that_keeps_what_it_is_given_is_no_trouble_and_is_left_clean() -> None:
    backend = DictKeyring()
    assert using(backend).trouble() is None
    assert backend.entries == {}


class Forgetful(DictKeyring):
    """Takes everything and keeps nothing, like keyring's own null backend."""

    def get_password(self, service: str, username: str) -> None:
        return None

    def delete_password(self, service: str, username: str) -> None:
        return None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (KeyringLocked("alice"), KeyringTrouble.LOCKED),
        (NoKeyringError("none"), KeyringTrouble.NO_SERVICE),
        (InitError("no D-Bus"), KeyringTrouble.NO_SERVICE),
        (ValueError("anything a backend throws"), KeyringTrouble.NO_SERVICE),
    ],
)
def test_a_keyring_in_trouble_says_which(error: Exception, trouble: KeyringTrouble) -> None:
    backend = DictKeyring()
    backend.error = lambda: error
    store = using(backend)
    assert store.trouble() is trouble
    assert trouble.message.key
    expected = SecretsLocked if trouble is KeyringTrouble.LOCKED else SecretsUnavailable
    for use in (
        lambda: store.get(a_name()),
        lambda: store.set(a_name(), Secret("x")),
        lambda: store.delete(a_name()),
    ):
        with pytest.raises(expected):
            use()


def test_a_keyring_that_forgets_is_of_no_use() -> None:
    assert using(Forgetful()).trouble() is KeyringTrouble.NO_SERVICE


def test_without_a_backend_nothing_is_kept() -> None:
    store = KeyringSecrets(lambda: None)
    assert store.trouble() is KeyringTrouble.NO_BACKEND
    with pytest.raises(SecretsUnavailable):
        store.set(a_name(), Secret("x"))


def test_a_keyring_unlocked_later_is_used_without_a_new_start() -> None:
    backend = DictKeyring()
    backend.error = lambda: KeyringLocked()
    store = using(backend)
    assert store.trouble() is KeyringTrouble.LOCKED
    backend.error = None
    assert store.trouble() is None


def plaintext() -> object:
    """A backend as keyrings.alt has one."""
    return type("PlaintextKeyring", (), {"__module__": "keyrings.alt.file"})()


def trusted() -> object:
    """A backend of a name that is trusted."""
    return type("Keyring", (), {"__module__": "keyring.backends.SecretService"})()


@pytest.mark.parametrize("chosen", [fail.Keyring, null.Keyring, plaintext])
def test_backends_that_keep_nothing_or_plain_text_are_not_trusted(
    monkeypatch: pytest.MonkeyPatch, chosen: type[KeyringBackend]
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen())
    assert safe_backend() is None


def test_of_a_chain_only_a_trusted_link_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    good = trusted()
    monkeypatch.setattr(keyring, "get_keyring", ChainerBackend)
    monkeypatch.setattr(ChainerBackend, "backends", [plaintext(), good, trusted()])
    assert safe_backend() is good
    monkeypatch.setattr(ChainerBackend, "backends", [plaintext(), fail.Keyring()])
    assert safe_backend() is None


def test_a_backend_that_cannot_be_loaded_is_trouble_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> object:
        raise ModuleNotFoundError("keyrings.alt")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert KeyringSecrets().trouble() is KeyringTrouble.NO_SERVICE


def test_trusted_names_are_those_of_the_library() -> None:
    for name in SAFE_BACKENDS:
        module, _, kind = name.rpartition(".")
        assert hasattr(__import__(module, fromlist=[kind]), kind)


def test_neither_module_nor_store_imports_keyring() -> None:
    code = (
        "import sys; from salondesk.app.secrets import choose_secrets; "
        "from salondesk.app.secrets.keyring_store import KeyringSecrets; KeyringSecrets(); "
        "sys.exit('keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_text_of_a_backends_error_is_not_passed_on() -> None:
    backend = DictKeyring()
    backend.error = lambda: ValueError("hunter2")
    with pytest.raises(SecretsUnavailable) as raised:
        using(backend).get(a_name())
    assert "hunter2" not in str(raised.value) + repr(raised.value.message)
    assert SimpleNamespace(error=raised.value).error.message.key == KeyringTrouble.NO_SERVICE.message.key
