"""Runs the Python for Windows that windows_env.py builds: `python tools/windows_run.py -m pytest tests/storage`.

Without a display it runs on Qt's offscreen platform; with `--screen` as the first word on a screen of its own (Xvfb
with a window manager), with Qt's platform for Windows. Ends with the exit status of what ran.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent))

from set_up import ROOT  # noqa: E402 - the path is set above
from windows_env import PREFIX, PYTHON, QUIET  # noqa: E402 - the path is set above

SCREEN = "1366x768x24"
ADVICE = (b"wine32", b"multiarch", b"apt-get install")
"""Words of the lines in which Debian's Wine advises its 32-bit half at every start."""


def environment(platform: str, prefix: Path = PREFIX) -> dict[str, str]:
    """Return what a Windows program is started with: Wine's folder and Qt's platform."""
    env = {**os.environ, **QUIET, "WINEPREFIX": str(prefix), "SALONDESK_QT_PLATFORM": platform}
    env.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - where Wine looks too when nothing is said
    for name in ("PYTHONPATH", "PYTHONHOME", "QT_QPA_PLATFORM", "VIRTUAL_ENV"):
        env.pop(name, None)
    if platform == "offscreen":
        env.pop("DISPLAY", None)
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


def stop_server(env: dict[str, str]) -> None:
    """End Wine's server: one serves a folder, and keeps the display of its first program for all that follow."""
    subprocess.run(["wineserver", "-k"], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    subprocess.run(["wineserver", "-w"], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """A screen of its own with a window manager; gives its display's name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as said:
        display = f":{said.readline().strip()}"
    desk = subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield display
    finally:
        for process in (desk, server):
            process.terminate()
            process.wait()


def main(words: list[str]) -> int:
    python = str(PYTHON / "python.exe")
    if words[:1] == ["--screen"]:
        with screen() as display:
            env = {**environment("windows"), "DISPLAY": display}
            stop_server(env)
            try:
                return run_program([python, *words[1:]], env)
            finally:
                stop_server(env)
    env = environment("offscreen")
    return run_program([python, *words], env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
