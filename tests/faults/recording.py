"""What a disk holds after a power cut: the writes of a recorded process, of which only the flushed ones are sure.

A process under `recorder.c` notes every open, write, flush, rename … below the shop's folder. `Disk` plays a record up
to a moment, and `lay_out` makes the folder that may be found after the power went there:

- what was written to a file since it was last flushed is there whole, in part (by sectors of 512 bytes, in any
  order) or not at all;
- names (made, renamed, removed) come in the order in which they were changed; how many of the last changes are there
  is chance, but not fewer than a flush of their folder, or of a new file itself, has made sure;
- the index of a write-ahead log (-shm) is never there.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("recorder.c")
HEAD = struct.Struct("<ciqii")
SECTOR = 512


@dataclass(frozen=True)
class Op:
    """One call: its kind (a letter of recorder.c), where it ends in the record, and what it was called with."""

    kind: str
    end: int
    fd: int
    at: int
    path: str
    data: bytes


def read_record(log: Path) -> list[Op]:
    """Return the calls of a record, oldest first."""
    raw, place, found = log.read_bytes(), 0, []
    while place + HEAD.size <= len(raw):
        kind, fd, at, path_size, data_size = HEAD.unpack_from(raw, place)
        place += HEAD.size
        path = raw[place : place + path_size].decode()
        data = raw[place + path_size : place + path_size + data_size]
        place += path_size + data_size
        found.append(Op(kind.decode(), place, fd, at, path, data))
    return found


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorder, built; the test is skipped where it cannot be."""
    compiler = shutil.which("cc")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("calls are recorded on Linux with a C compiler only")
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-lpthread"], check=True
    )
    return library


def record(recorder: Path, home: Path, log: Path, *words: str) -> None:
    """Run ``python -m WORDS…`` with its calls below ``home`` recorded in ``log``."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "LD_PRELOAD": str(recorder),
            "FAULT_HOME": str(home),
            "FAULT_LOG": str(log),
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


@dataclass
class File:
    """A file apart from its names: what is surely on the disk, and what was written since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, at: int, data: bytes) -> None:
        self.pending.append((at, data))

    def truncate(self, size: int) -> None:
        self.pending.append((size, None))

    def flush(self) -> None:
        for at, data in self.pending:
            _apply(self.sure, at, data)
        self.pending.clear()

    def left(self, rng: Random, style: str) -> bytes:
        """Return what may be found of it."""
        found = bytearray(self.sure)
        for at, data in self.pending[: self._reached(rng, style)]:
            if data is None:
                _apply(found, at, None)
            elif style == "some":
                for start in range(0, len(data), SECTOR):
                    if rng.random() < 0.6:
                        _apply(found, at + start, data[start : start + SECTOR])
            else:
                _apply(found, at, data)
        return bytes(found)

    def _reached(self, rng: Random, style: str) -> int:
        if style == "none":
            return 0
        return rng.randint(0, len(self.pending)) if style == "first" else len(self.pending)


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    """Write ``data``, or for None cut or stretch to a size."""
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
    else:
        content.extend(bytes(max(at - len(content), 0)))
        content[at : at + len(data)] = data


STYLES = ("none", "first", "some", "all")
"""How much of what was not flushed is found: nothing, the first writes, sectors by chance, everything (as by a kill)."""
Naming = tuple[str, str, str, File | None]
"""A change of names: its kind, the path, the second path, and the file that is named."""


class Disk:
    """The files below a folder, as they were before a record, and as its calls change them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._began = {p: File(bytearray(p.read_bytes())) for p in home.rglob("*") if p.is_file()}
        self._folders = [p for p in home.rglob("*") if p.is_dir()]
        self._named: dict[str, File] = {str(p): f for p, f in self._began.items()}
        self._files: dict[int, File | str] = {}
        self._namings: list[Naming] = []
        self._sure_names = 0

    def play(self, op: Op) -> None:
        """Do what one call did."""
        if op.kind == "o":
            self._open(op)
        elif op.kind in "wts":
            self._on_file(op)
        else:
            self._name(op.kind, op.path, op.data.decode())

    def _open(self, op: Op) -> None:
        if op.at & os.O_DIRECTORY or Path(op.path).is_dir() or op.path in self._made():
            self._files[op.fd] = op.path
            return
        file = self._named.get(op.path)
        if file is None:
            file = self._named[op.path] = File()
            self._namings.append(("c", op.path, "", file))
        if op.at & os.O_TRUNC:
            file.truncate(0)
        self._files[op.fd] = file

    def _made(self) -> set[str]:
        return {path for kind, path, _to, _file in self._namings if kind == "m"}

    def _on_file(self, op: Op) -> None:
        file = self._files[op.fd]
        if isinstance(file, str):
            if op.kind == "s":
                self._flush_folder(file)
        elif op.kind == "w":
            file.write(op.at, op.data)
        elif op.kind == "t":
            file.truncate(op.at)
        else:
            file.flush()
            self._flush_naming(file)

    def _flush_folder(self, folder: str) -> None:
        for n, (_kind, path, to, _file) in enumerate(self._namings):
            if folder in (os.path.dirname(path), os.path.dirname(to)):
                self._sure_names = max(self._sure_names, n + 1)

    def _flush_naming(self, file: File) -> None:
        """A new file that is flushed is there, with its first name: every journaling file system does that."""
        for n, (kind, _path, _to, made) in enumerate(self._namings):
            if kind == "c" and made is file:
                self._sure_names = max(self._sure_names, n + 1)

    def _name(self, kind: str, path: str, to: str) -> None:
        file = self._named.get(path)
        if kind == "u":
            self._named.pop(path, None)
        elif kind in "rl" and file is not None:
            self._named[to] = file
            if kind == "r":
                del self._named[path]
        self._namings.append((kind, path, to, file))

    def lay_out(self, target: Path, rng: Random, style: str) -> None:
        """Make in ``target`` the folder that may be found if the power goes now."""
        names = len(self._namings) if style == "all" else rng.randint(self._sure_names, len(self._namings))
        files: dict[str, File] = {str(p): f for p, f in self._began.items()}
        folders = {str(p) for p in self._folders}
        for naming in self._namings[:names]:
            _rename(files, folders, naming)
        target.mkdir(parents=True)
        for folder in sorted(folders):
            self._moved(folder, target).mkdir(parents=True, exist_ok=True)
        laid: dict[int, Path] = {}
        for name, file in files.items():
            if name.endswith(("-shm", ".lock")):
                continue
            place = self._moved(name, target)
            if id(file) in laid:
                os.link(laid[id(file)], place)
            else:
                place.write_bytes(file.left(rng, style))
                laid[id(file)] = place

    def _moved(self, name: str, target: Path) -> Path:
        return target / Path(name).relative_to(self.home)


def _rename(files: dict[str, File], folders: set[str], naming: Naming) -> None:
    kind, path, to, file = naming
    if kind == "m":
        folders.add(path)
    elif kind == "d":
        folders.discard(path)
    elif kind == "u":
        files.pop(path, None)
    elif file is not None:
        files[to or path] = file
        if kind == "r":
            files.pop(path, None)


def cuts(disk: Disk, ops: list[Op], rng: Random, most: int) -> Iterator[tuple[int, str]]:
    """Play a record, and stop at up to ``most`` moments of it; yield how much of the record was done, and a style."""
    done = 0
    for moment in _moments(ops, rng, most):
        for op in ops[done:moment]:
            disk.play(op)
        done = moment
        yield ops[moment - 1].end, rng.choice(STYLES)


TURNS = "srul"
"""Flushes and names that change: a large copy has thousands of writes, and what decides is between a few of these."""


LAST = 40
"""How many of the last calls are the end of a record: there a large job has just become true."""


def _moments(ops: list[Op], rng: Random, most: int) -> list[int]:
    """Draw moments: a third right before or after a turn, a third at the end, the others anywhere."""
    turns = [n for n, op in enumerate(ops, 1) if op.kind in TURNS]
    near = sorted({moment for n in turns for moment in (n - 1, n) if moment})
    drawn: set[int] = set()
    for places in (near, range(max(len(ops) - LAST, 0) + 1, len(ops) + 1), range(1, len(ops) + 1)):
        left = [moment for moment in places if moment not in drawn]
        drawn |= set(rng.sample(left, min(-(-most // 3), most - len(drawn), len(left))))
    return sorted(drawn)
