"""Files that outlive the database: a line is there whole or not at all, whatever was left in the file before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salondesk.core.errors import TransientError
from salondesk.core.ids import Id
from salondesk.storage.outside.append_file import AppendFile
from salondesk.storage.outside.erased import ErasedList

ONE, TWO = Id(bytes([1]) * 16), Id(bytes([2]) * 16)


def test_lines_are_kept_in_their_order_and_made_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    file = AppendFile(tmp_path / "lines")
    assert file.lines() == []
    file.append(["one", "two"])
    file.append([])
    file.append(["three"])
    assert file.lines() == ["one", "two", "three"]
    assert len(synced) == (2 if os.name == "nt" else 3)  # the file, its folder (not on Windows), the file


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_torn_line_is_left_out_and_does_not_spoil_the_next(tmp_path: Path, cut: int) -> None:
    file = AppendFile(tmp_path / "lines")
    file.append(["one", "two"])
    file.path.write_bytes(file.path.read_bytes()[:-cut])
    assert file.lines() == ["one"]
    file.append(["three"])
    assert file.lines()[0] == "one"
    assert file.lines()[-1] == "three"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    with pytest.raises(TransientError):
        AppendFile(tmp_path / "lines").append(["one"])
    with pytest.raises(TransientError):
        AppendFile(tmp_path / "away" / "lines").append(["one"])


def test_the_list_of_erased_clients_names_each_once_and_passes_over_nonsense(tmp_path: Path) -> None:
    erased = ErasedList(tmp_path / "erased")
    assert erased.ids() == frozenset()
    erased.add([TWO, ONE])
    erased.add([ONE])
    with (tmp_path / "erased").open("ab") as file:
        file.write(b"client zz\nclient " + b"z" * 32 + b"\nstaff " + b"0" * 32 + b"\n\xff\xfe\nclient 0101")
    assert erased.ids() == {ONE, TWO}
    assert len((tmp_path / "erased").read_bytes().splitlines()) == 7
