"""The encrypted file: passphrases, damage, power cuts, and who may read it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from salondesk.app.secrets.file_store import Cost, FileSecrets
from salondesk.core.errors import DataError, TransientError, UserError
from salondesk.core.secret import Secret
from salondesk.services.ports.secrets import SecretsLocked, WrongPassphrase
from salondesk.storage import secret_file
from tests.app.secrets.conftest import CHEAP, PASSPHRASE, a_name, file_store
from tests.support.keyrings import PowerCut

WRONG = Secret("open sesame!!")
TEXT = "smtp-password-4711"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A made file with one secret in it."""
    file_store(tmp_path).set(a_name(), Secret(TEXT))
    return tmp_path / "secrets.db"


def test_a_new_start_needs_the_passphrase(path: Path) -> None:
    store = FileSecrets(path, CHEAP)
    assert (store.is_made, store.is_locked) == (True, True)
    for use in (
        lambda: store.get(a_name()),
        lambda: store.set(a_name(), Secret("")),
        lambda: store.delete(a_name()),
    ):
        with pytest.raises(SecretsLocked):
            use()
    store.unlock(PASSPHRASE)
    assert not store.is_locked
    assert store.get(a_name()) == Secret(TEXT)
    store.lock()
    with pytest.raises(SecretsLocked):
        store.get(a_name())


def test_a_wrong_passphrase_is_refused_and_told_apart(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    store = FileSecrets(path, CHEAP)
    for wrong in (WRONG, Secret(""), Secret("open sesame")):
        with pytest.raises(WrongPassphrase):
            store.unlock(wrong)
    assert store.is_locked
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_wrong_passphrase_does_not_lock_what_is_open(path: Path) -> None:
    store = file_store(path.parent)
    with pytest.raises(WrongPassphrase):
        store.unlock(WRONG)
    assert store.get(a_name()) == Secret(TEXT)


@pytest.mark.parametrize("at", [16, 40, 100, 2_000, 4_090, 4_100, 6_000, 8_190])
def test_a_changed_byte_is_damage_and_no_wrong_passphrase(
    path: Path, at: int, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(DataError):
        FileSecrets(path, CHEAP).unlock(PASSPHRASE)
    assert path.read_bytes() == data
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("length", [0, 1, 15, 16, 100, 4_096])
def test_a_file_cut_short_is_damage(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DataError):
        FileSecrets(path, CHEAP).unlock(PASSPHRASE)


def test_damage_done_while_it_is_open_is_said(path: Path) -> None:
    store = file_store(path.parent)
    path.write_bytes(path.read_bytes()[:16] + bytes(8_176))
    with pytest.raises(DataError):
        store.get(a_name())


def test_a_file_that_went_is_trouble_and_is_not_made_anew(path: Path) -> None:
    store = file_store(path.parent)
    path.unlink()
    with pytest.raises(TransientError):
        store.set(a_name(), Secret("x"))
    assert not path.exists()
    with pytest.raises(SecretsLocked):
        FileSecrets(path, CHEAP).unlock(PASSPHRASE)


def test_a_file_is_never_made_over_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError) as raised:
        FileSecrets(path, CHEAP).make(PASSPHRASE)
    assert "already" in raised.value.message.key
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["secrets.db"]


def test_a_short_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        FileSecrets(tmp_path / "s.db", CHEAP).make(Secret("1234567"))
    assert list(tmp_path.iterdir()) == []


def test_neither_secret_nor_name_nor_passphrase_can_be_read_from_the_folder(path: Path) -> None:
    everything = b"".join(one.read_bytes() for one in path.parent.iterdir())
    name = str(a_name())
    for text in (TEXT, name, a_name().record_id.hex(), PASSPHRASE.reveal(), "SQLite format", "CREATE TABLE"):
        assert text.encode() not in everything
        assert text.encode("utf-16-le") not in everything


def test_two_files_of_one_passphrase_share_nothing(
    path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    file_store(other)
    assert (other / "secrets.db").read_bytes()[:16] != path.read_bytes()[:16]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_the_owner_may_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = file_store(tmp_path)
        store.set(a_name(), Secret("x"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secrets.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["_opened", "flush_file", "_move_in"])
def test_a_power_cut_while_it_is_made_leaves_nothing_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_args: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(Path, "unlink", lambda *_args, **_how: None)  # the dead tidy nothing up
        patch.setattr(secret_file, step, die)
        file_store(tmp_path)
    assert not (tmp_path / "secrets.db").exists()
    assert [one.suffix for one in tmp_path.iterdir()] == [".part"]
    store = file_store(tmp_path)
    store.set(a_name(), Secret(TEXT))
    assert os.listdir(tmp_path) == ["secrets.db"]  # and what was left is gone


def test_of_two_makers_at_once_one_wins_and_the_other_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain: Callable[[Path], None] = secret_file.flush_file  # noqa: SLF001 - the step between

    def other_first(part: Path) -> None:
        plain(part)
        monkeypatch.setattr(secret_file, "flush_file", plain)
        FileSecrets(tmp_path / "secrets.db", CHEAP).make(Secret("the other one's"))

    monkeypatch.setattr(secret_file, "flush_file", other_first)
    with pytest.raises(UserError):
        file_store(tmp_path)
    winner = FileSecrets(tmp_path / "secrets.db", CHEAP)
    winner.unlock(Secret("the other one's"))
    assert os.listdir(tmp_path) == ["secrets.db"]


KILLED = """
import os, sys
from pathlib import Path
from salondesk.core.secret import Secret
from tests.app.secrets.conftest import a_name, file_store
store = file_store(Path(sys.argv[1]))
print("ready", flush=True)
n = 0
while True:
    n += 1
    store.set(a_name(), Secret(str(n) * 3000))
    print(n, flush=True)
"""


def test_a_killed_writer_leaves_a_whole_value(tmp_path: Path) -> None:
    file_store(tmp_path).set(a_name(), Secret("0" * 3_000))
    for lines in (1, 2, 7):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            for _ in range(lines):
                child.stdout.readline()
            child.kill()
        kept = file_store(tmp_path).get(a_name())
        assert kept is not None
        digits = kept.reveal()
        assert digits == digits[: len(digits) // 3_000] * 3_000


def test_another_process_writing_meanwhile_is_seen(path: Path) -> None:
    one, two = file_store(path.parent), file_store(path.parent)
    one.set(a_name(), Secret("new"))
    assert two.get(a_name()) == Secret("new")


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file where a folder should be")
    store = FileSecrets(tmp_path / "in the way" / "secrets.db", CHEAP)
    with pytest.raises(TransientError):
        store.make(PASSPHRASE)


def test_the_usual_cost_is_what_the_rfc_recommends() -> None:
    assert Cost() == Cost(passes=3, memory_kib=64 * 1_024, lanes=4)
