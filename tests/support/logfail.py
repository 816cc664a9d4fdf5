"""A test fails when something logs a warning or worse that the test did not announce."""

from __future__ import annotations

import logging
import re

FOREIGN_NOISE = ("faker", "hypothesis", "PIL")
"""Loggers of libraries whose warnings say nothing about SalonDesk."""


class LogGuard(logging.Handler):
    """Collects records of WARNING and above, from every thread, and judges them when the test is over."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._allowed: list[str] = []
        self._expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def allow(self, pattern: str) -> None:
        """Let messages matching the regular expression pass, whether they come or not."""
        self._allowed.append(pattern)

    def expect(self, pattern: str) -> None:
        """Let messages matching the regular expression pass, and demand that at least one comes."""
        self._expected.append(pattern)

    def complaints(self) -> list[str]:
        """What is wrong with the log of this test, one line each."""
        texts = [(record, record.getMessage()) for record in self.records]
        known = [*self._allowed, *self._expected]
        wrong = [
            f"unexpected {record.levelname} from {record.name}: {text}"
            for record, text in texts
            if not record.name.startswith(FOREIGN_NOISE) and not any(re.search(p, text) for p in known)
        ]
        missing = [p for p in self._expected if not any(re.search(p, text) for _, text in texts)]
        return wrong + [f"expected a log message matching {pattern!r}, none came" for pattern in missing]
