"""What is sent to a file or a pipe is UTF-8 on every system; a reader that leaves early is no error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from salondesk.core.resources import resource
from tests.cli.conftest import Run

PROFILE = resource("import/salon2018-shop.toml")
NARROW = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
"""A system whose own encoding has no Arabic."""


def said(*words: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own on a system of another encoding."""
    command = [sys.executable, "-m", "salondesk", *map(str, words)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **NARROW}, timeout=120)


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    """A shop made from the sample profile."""
    assert run("init", "--home", tmp_path / "home", "--profile", PROFILE).code == 0
    return tmp_path / "home"


@pytest.mark.parametrize("words", [("check",), ("list", "staff", "--json"), ("--help",)])
def test_arabic_reaches_a_pipe_whole(home: Path, words: tuple[str, ...]) -> None:
    done = (
        said(*words, "--home", home, "--lang", "ar")
        if "--help" not in words
        else said("--lang", "ar", "--help")
    )
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode("utf-8")
    if "--json" in words:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    assert any("\u0600" < letter < "\u06ff" for letter in text)
    assert b"\r" not in done.stdout
    assert b"?" not in done.stdout


def test_a_refusal_in_arabic_is_whole_too(tmp_path: Path) -> None:
    done = said("list", "staff", "--home", tmp_path / "none", "--lang", "ar")
    assert done.returncode == 1
    assert any("\u0600" < letter < "\u06ff" for letter in done.stderr.decode("utf-8"))


def test_a_reader_that_leaves_early_is_no_error(run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    rows = "".join(f"TRUE,S{n},Service number {n},STYLE,{n},0\n" for n in range(3_000))
    file.write_text("IsActive,Code,Desc,Cate,Price,Cost\n" + rows, encoding="utf-8")
    mapping = resource("import/salon2018-services.toml")
    assert run("import", "services", file, "--map", mapping, "--home", home).code == 0
    for more in ((), ("--json",)):
        command = [sys.executable, "-m", "salondesk", "list", "services", "--home", str(home), *more]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdout is not None and running.stderr is not None
            assert running.stdout.read(40)
            running.stdout.close()
            assert running.stderr.read() == b""
        assert running.returncode == 0
