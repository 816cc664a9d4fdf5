"""Forks processes that are killed: a server without threads or open files has everything imported, so a fork is cheap."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import cache
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any


@cache
def context() -> ForkServerContext | SpawnContext:
    """Return how processes are made: forked from the server, on Windows anew."""
    if os.name == "nt":
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(
        ["pytest", "tests.faults.worker", "tests.faults.upgrades", "tests.faults.racer", "PySide6.QtCore"]
    )
    return found


def run_killed(what: Callable[..., None], *words: Any, after_s: float | None) -> int:
    """Run ``what`` in a process that is killed after some time (None: not at all); return how it ended."""
    process = context().Process(target=what, args=words)
    process.start()
    if after_s is not None:
        time.sleep(after_s)
        process.kill()
    process.join(120)
    ended = process.exitcode
    process.close()
    assert ended in (0, -9, 9), f"a worker ended with {ended}"
    return ended
