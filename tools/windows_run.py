"""Runs the Python for Windows that windows_env.py builds: `python tools/windows_run.py -m pytest tests/storage`.

It runs on Qt's offscreen platform and ends with the exit status of what ran.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent))

from set_up import ROOT  # noqa: E402 - the path is set above
from windows_env import PYTHON, QUIET  # noqa: E402 - the path is set above

ADVICE = (b"wine32", b"multiarch", b"apt-get install")
"""Words of the lines in which Debian's Wine advises its 32-bit half at every start."""


def environment() -> dict[str, str]:
    """Return what a Windows program is started with: Wine's folder, Qt's platform, nothing of this Python's."""
    env = {**os.environ, **QUIET, "SALONDESK_QT_PLATFORM": "offscreen"}
    env.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - where Wine looks too when nothing is said
    for name in ("PYTHONPATH", "PYTHONHOME", "QT_QPA_PLATFORM", "VIRTUAL_ENV", "DISPLAY"):
        env.pop(name, None)
    return env


def hand_on(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy what a program says, line by line, without Wine's advice."""
    for line in source:
        if not any(word in line for word in ADVICE):
            target.write(line)
            target.flush()


def run_program(words: list[str], env: dict[str, str]) -> int:
    """Run a Windows program and return its exit status.

    Its standard streams are pipes: Python for Windows does not start under Wine 8 on a stream that is a plain file or
    absent.
    """
    running = subprocess.Popen(
        ["wine", *words],
        env=env,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin and running.stdout and running.stderr
    running.stdin.close()
    errors = threading.Thread(target=hand_on, args=(running.stderr, sys.stderr.buffer))
    errors.start()
    hand_on(running.stdout, sys.stdout.buffer)
    errors.join()
    return running.wait()


def main(words: list[str]) -> int:
    return run_program([str(PYTHON / "python.exe"), *words], environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
