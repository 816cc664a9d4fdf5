"""The Python for Windows gets what the lock says for Windows, each file with its hashes, and only signed libraries."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.tool_modules import tool

ROOT = Path(__file__).resolve().parents[3]
LOCK = """\
alembic==1.20.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
secretstorage==3.5.0 ; sys_platform == 'linux' \\
    --hash=sha256:dd
backports-tarfile==1.2.0 ; python_full_version < '3.12' \\
    --hash=sha256:ee
pyobjc==1 ; platform_system == 'Darwin' and platform_machine == 'arm64' \\
    --hash=sha256:ff
"""


@pytest.fixture
def env() -> Any:
    return tool("windows_env")


def test_what_holds_on_windows_is_kept_with_its_hashes_and_without_its_marker(env: Any) -> None:
    assert env.locked_for_windows(LOCK, "3.11") == [
        "alembic==1.20.1 --hash=sha256:aa --hash=sha256:bb",
        "colorama==0.4.6 --hash=sha256:cc",
        "backports-tarfile==1.2.0 --hash=sha256:ee",
    ]
    assert len(env.locked_for_windows(LOCK, "3.13")) == 2


@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_the_projects_own_lock_leaves_no_line_without_a_hash(env: Any, version: str) -> None:
    lines = env.locked_for_windows((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), version)
    names = {line.partition("==")[0] for line in lines}
    assert {"pyside6-essentials", "colorama", "pytest", "pywin32-ctypes"} <= names
    assert not {"secretstorage", "jeepney"} & names
    assert all("--hash=sha256:" in line for line in lines)


def test_the_wheel_of_cpythons_files_is_held_against_a_hash_too() -> None:
    words = (ROOT / "requirements-windows.txt").read_text(encoding="utf-8")
    assert words.count("--hash=sha256:") == 2
    assert "://" not in words


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Subject: /C=US/O=Python Software Foundation/CN=x\nSignature verification: ok\n", True),
        ("Subject: /C=US/O=Python Software Foundation/CN=x\nSignature verification: failed\n", False),
        (
            "Subject: /C=US/O=Python Software Foundation/CN=x\nTimestamp Server Signature verification: ok\n",
            False,
        ),
        ("Subject: /C=US/O=Somebody/CN=Python Software Foundation\nSignature verification: ok\n", False),
        ("No signature found.\n", False),
    ],
)
def test_only_a_file_signed_by_pythons_foundation_is_taken(
    env: Any, monkeypatch: pytest.MonkeyPatch, said: str, right: bool
) -> None:
    asked: list[list[str]] = []

    def verify(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        old = "-ignore-crl" in command and right  # of Debian 12: it knows no such word, and asks for no list
        return subprocess.CompletedProcess(command, 0, "Unknown option: -ignore-crl" if old else said)

    monkeypatch.setattr(env.subprocess, "run", verify)
    if right:
        env.check_signature(Path("python311.dll"))
        assert len(asked) == 2
    else:
        with pytest.raises(env.SetUpError, match="python311.dll is not signed"):
            env.check_signature(Path("python311.dll"))
