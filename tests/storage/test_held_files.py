"""A file that another program holds open is waited for, then told; nothing is half done. Only Windows refuses one."""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from salondesk.core.catalogue import catalogue
from salondesk.core.errors import TransientError
from salondesk.storage.backup import make_backup, verify
from salondesk.storage.outside import file_errors, held_files
from salondesk.storage.outside.append_file import AppendFile
from salondesk.storage.outside.file_errors import why
from salondesk.storage.outside.held_files import move, opened, patiently, remove, remove_if_free
from salondesk.storage.outside.whole_file import write_durably
from tests.support.holder import Holder, held
from tests.support.shop import StaffedShop

windows = pytest.mark.skipif(os.name != "nt", reason="only Windows refuses a file that somebody holds")


class Refusing:
    """Refuses some times, as Windows does, before it lets the work be done."""

    def __init__(self, times: int, error: OSError) -> None:
        self.left, self.error, self.asked = times, error, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


@pytest.fixture
def as_windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Errors mean what they mean on Windows; gives the pauses, which take no time."""
    now, pauses = [0.0], []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(held_files, "is_held", lambda error: error.errno == errno.EACCES)
    monkeypatch.setattr(held_files.time, "sleep", pause)
    monkeypatch.setattr(held_files.time, "monotonic", lambda: now[0])
    return pauses


def test_a_file_that_is_let_go_of_is_had(as_windows: list[float]) -> None:
    act = Refusing(4, PermissionError(errno.EACCES, "denied"))
    assert patiently(act) == "done"
    assert as_windows == [0.02, 0.04, 0.08, 0.16]


def test_one_that_is_not_let_go_of_is_told_after_ten_seconds(as_windows: list[float]) -> None:
    act = Refusing(1_000, PermissionError(errno.EACCES, "denied"))
    with pytest.raises(PermissionError):
        patiently(act)
    assert 10 < sum(as_windows) < 11
    assert max(as_windows) == 0.5


def test_any_other_error_is_told_at_once(as_windows: list[float]) -> None:
    act = Refusing(1, OSError(errno.ENOSPC, "full"))
    with pytest.raises(OSError, match="full"):
        patiently(act)
    assert not as_windows


@pytest.mark.skipif(os.name == "nt", reason="there access is denied to who comes second")
def test_elsewhere_no_access_is_no_reason_to_wait() -> None:
    assert not held_files.is_held(PermissionError(errno.EACCES, "denied"))


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENAMETOOLONG, errno.EIO, 9_999]
)
def test_why_a_file_could_not_be_written_is_said_in_the_users_language(lang: str, code: int) -> None:
    said = catalogue(lang).text(why(OSError(code, "No space left on device")))
    assert said
    assert "device" not in said
    assert (lang == "ar") == any("\u0600" < letter < "\u06ff" for letter in said)


def test_a_held_file_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_errors, "is_held", lambda error: True)
    assert "another program" in catalogue("en").text(why(PermissionError(errno.EACCES, "denied")))


# ---------------------------------------------------------------- on a real Windows, or Wine


@windows
@pytest.mark.parametrize(
    "act",
    [
        lambda file: opened(file, "rb").close(),
        lambda file: opened(file, "r+b").close(),
        lambda file: move(file, file.with_name("other")),
        lambda file: move(_new(file.with_name("new")), file),
        remove,
        lambda file: write_durably(file, b"after"),
        lambda file: AppendFile(file).append(["after"]),
    ],
)
def test_a_file_held_for_a_second_is_waited_for(tmp_path: Path, act: Callable[[Path], None]) -> None:
    file = _new(tmp_path / "file")
    with held(file, 1.0):
        act(file)


def _new(file: Path) -> Path:
    file.write_bytes(b"before")
    return file


@windows
def test_a_file_held_for_ever_stays_what_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.3)
    file = _new(tmp_path / "file")
    with held(file, math.inf):
        for act in (lambda: write_durably(file, b"after"), lambda: move(file, tmp_path / "other")):
            with pytest.raises(OSError, match="file") as told:
                act()
            assert held_files.is_held(told.value)
        assert not remove_if_free(file)
    assert file.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@windows
def test_backups_are_made_beside_an_antivirus(shop: StaffedShop) -> None:
    with Holder(shop.paths.backups) as holder:
        for name in ("one.db", "two.db"):
            make_backup(shop.paths.database, shop.paths.backups / name)
    assert holder.had
    for name in ("one.db", "two.db"):
        verify(shop.paths.backups / name)
    assert not list(shop.paths.backups.glob("*.part*"))


@windows
def test_a_backup_whose_file_is_held_for_ever_is_told(
    shop: StaffedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = shop.paths.backups / "mine.db"
    make_backup(shop.paths.database, target)
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.3)
    with held(target, math.inf), pytest.raises(TransientError, match=r"could not be written") as told:
        make_backup(shop.paths.database, target)
    assert "another program" in catalogue("en").text(told.value.message)
    verify(target)
