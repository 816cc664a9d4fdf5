"""What the program asks the database: its statements, each with its parameters and the work it was for SQLite."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlcipher3 import dbapi2


@dataclass
class Asked:
    """The statements that ran, by their text."""

    first: dict[str, Sequence[Any]] = field(default_factory=dict)
    """The parameters of each one's first run."""
    steps: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """The most instructions that one run of each took of SQLite's machine: so much work, however fast the computer is."""
    runs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often each ran."""


class _Counting(dbapi2.Cursor):
    """A cursor that says when it is its statement's turn: several may be open at once."""

    sql: str | None = None
    steps = 0

    def __next__(self) -> Any:
        return self._mine(super().__next__)

    def fetchone(self) -> Any:
        return self._mine(super().fetchone)

    def fetchall(self) -> Any:
        return self._mine(super().fetchall)

    def _mine(self, fetch: Callable[[], Any]) -> Any:
        self.connection.running = self
        return fetch()


class _Recording(dbapi2.Connection):
    """A connection that remembers what the program asked it; what a test asks is not the program's."""

    asked: Asked
    running: _Counting | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.set_progress_handler(self._step, 1)

    def _step(self) -> int:
        cursor = self.running
        if cursor is not None and cursor.sql is not None:
            cursor.steps += 1
            self.asked.steps[cursor.sql] = max(cursor.steps, self.asked.steps[cursor.sql])
        return 0

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        return self._begun(sql, parameters).execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> Any:
        rows = list(rows)
        return self._begun(sql, rows[0] if rows else None).executemany(sql, rows)

    def _begun(self, sql: str, parameters: Any) -> _Counting:
        cursor = self.running = self.cursor(_Counting)
        if "tests" not in Path(sys._getframe(2).f_code.co_filename).parts:  # noqa: SLF001 - who asks
            cursor.sql = sql
            self.asked.runs[sql] += 1
            if parameters is not None:
                self.asked.first.setdefault(sql, parameters)
        return cursor


@contextmanager
def recorded() -> Iterator[Asked]:
    """Record the statements of all connections that are opened meanwhile."""
    asked_here = Asked()
    real = dbapi2.connect

    class Recording(_Recording):
        asked = asked_here

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbapi2, "connect", lambda *a, **k: real(*a, **{"factory": Recording, **k}))
        yield asked_here


@contextmanager
def called() -> Iterator[set[CodeType]]:
    """Note the functions that this thread calls."""
    found: set[CodeType] = set()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call":
            found.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)
