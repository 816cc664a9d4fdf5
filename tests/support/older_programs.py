"""Makes the shops in tests/data/older: programs of older revisions run, work in them, and leave their files.

    .venv/bin/python -m tests.support.older_programs ARCHIVE NAME…

lets the programs make those named in SHOPS and puts them into ``tests/data/older/ARCHIVE.tar.xz`` beside what is there;
``NAME=init:REVISION,REVISION…`` makes one with any revisions of this repository (``demo:`` instead of ``init:`` begins with
a small demo shop). Each program is taken out of git into a folder of its own, brings the shop to its schema, does a day's
work (`older_work.py`), and at the end tells what it lists. Needs git and the whole history. A shop is made once and
kept: made anew it has other ids and another log.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "older"
WORK = Path(__file__).with_name("older_work.py")
PARTS = ("src", "resources", "translations", "tests", "pyproject.toml")
KEPT = ("shop.db", "told.json")
"""What is kept of a shop's folder: the database, and what its last program said."""


@dataclass(frozen=True)
class Made:
    """How a shop was made: by a set-up or as a demo, then by the programs of these revisions, a day each."""

    start: str
    revisions: tuple[str, ...]


PROGRAMS = {
    "0001": "fb44412", "0002": "d34fb70", "0003": "1f8f0d1", "0004": "41921ca", "0007": "43fbe2b", "0010": "6ded1bd",
    "0011": "6f6d826", "0013": "ff5ee4a", "0016-first": "edac61f", "0016-second": "69408c2", "0016": "8dd8bac",
    "0017": "11217bc", "0018": "5323f26", "0019": "19da7eb",
}  # fmt: skip
"""The last program of each schema there was before the next came, by its revision in git.

0013 was without 0012; 0016 without 0012, 0014 and 0015 first, then without 0015 (storage/migrations/skipped.py). 0019 is
the last program that sealed services otherwise.
"""


def lived(*schemas: str) -> Made:
    """Return how a shop is made that each of these programs opened, one after the other."""
    return Made("init", tuple(PROGRAMS[schema] for schema in schemas))


SHOPS = {
    **{schema: lived(schema) for schema in PROGRAMS},
    "demo": Made("demo", (PROGRAMS["0003"],)),
    "lived": lived("0004", "0007", "0010", "0011", "0016", "0017", "0018", "0019"),
    "lived-otherwise": lived("0001", "0002", "0003", "0010", "0011", "0013", "0016-first"),
}


def make(home: Path, made: Made) -> None:
    """Let the programs make a shop in a folder."""
    share = "whole" if len(made.revisions) == 1 else "half"
    for n, revision in enumerate(made.revisions):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "program"
            check_out(revision, program)
            if n == 0:
                run(program, made.start, str(home))
            day = str(n + 1)
            sys.stdout.write(f"{revision}: {run(program, 'work', str(home), day, share)}")
            sys.stdout.write(run(program, "tell", str(home), day))


def check_out(revision: str, target: Path) -> None:
    """Lay out the program of a revision in a folder."""
    packed = target.with_suffix(".tar")
    subprocess.run(["git", "archive", "-o", str(packed), revision, *PARTS], cwd=ROOT, check=True)
    with tarfile.open(packed) as files:
        files.extractall(target, filter="data")


def run(program: Path, *words: str) -> str:
    """Let a program do something; return what it said."""
    done = subprocess.run(
        [sys.executable, "-P", str(WORK), *words],
        cwd=program,
        env={
            **os.environ,
            "PYTHONPATH": f"{program / 'src'}{os.pathsep}{program}",
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def pack(archive: Path, folder: Path) -> None:
    """Pack the shops in a folder, without whose they were and when."""

    def nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = member.mtime = 0
        member.uname = member.gname = ""
        return member

    with tarfile.open(archive, "w:xz", preset=9) as files:
        for shop in sorted(folder.iterdir()):
            for name in KEPT:
                files.add(shop / name, f"{shop.name}/{name}", filter=nobodys)


def unpack(target: Path) -> list[str]:
    """Lay out every kept shop in a folder; return their names."""
    for archive in sorted(FOLDER.glob("*.tar.xz")):
        with tarfile.open(archive) as files:
            files.extractall(target, filter="data")
    return sorted(shop.name for shop in target.iterdir())


def asked(word: str) -> tuple[str, Made]:
    """Return the name and the making of a shop as it was asked for."""
    name, _, how = word.partition("=")
    if not how:
        return name, SHOPS[name]
    start, _, revisions = how.partition(":")
    return name, Made(start, tuple(revisions.split(",")))


def main(archive: Path, words: list[str]) -> None:
    """Make shops and put them into an archive."""
    with tempfile.TemporaryDirectory() as folder:
        shops = Path(folder) / "shops"
        shops.mkdir()
        if archive.exists():
            with tarfile.open(archive) as files:
                files.extractall(shops, filter="data")
        for name, made in map(asked, words):
            home = Path(folder) / name
            make(home, made)
            (shops / name).mkdir(exist_ok=True)
            for kept in KEPT:
                (home / kept).replace(shops / name / kept)
        archive.parent.mkdir(parents=True, exist_ok=True)
        pack(archive, shops)
    sys.stdout.write(f"{archive.name}: {archive.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(FOLDER / f"{sys.argv[1]}.tar.xz", sys.argv[2:])
