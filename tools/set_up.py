"""Prepares a checkout: system libraries, `.venv` from the hash-locked requirements, SalonDesk itself.

Runs on Python 3.11+ with the standard library alone: Debian and its kin, other Linux, macOS, Windows.
Idempotent: what is in place is left alone, and a stamp makes the usual second run a few milliseconds.
Building and packaging do not live here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "salondesk-set-up"
LOCK = ROOT / "requirements-dev.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@dataclass(frozen=True)
class Need:
    """A file the program or its tests load at run time, and the Debian package that brings it."""

    package: str
    probe: str
    """A shared library's soname, or a program's name when it has no dot."""
    essential: bool
    """False: only tests and pictures want it, and they skip with a reason."""


NEEDS = (
    Need("libglib2.0-0", "libglib-2.0.so.0", essential=True),
    Need("libgl1", "libGL.so.1", essential=True),
    Need("libegl1", "libEGL.so.1", essential=True),
    Need("libfontconfig1", "libfontconfig.so.1", essential=True),
    Need("libxkbcommon0", "libxkbcommon.so.0", essential=True),
    Need("libdbus-1-3", "libdbus-1.so.3", essential=True),
    Need("libxcb-cursor0", "libxcb-cursor.so.0", essential=True),
    Need("libxcb-icccm4", "libxcb-icccm.so.4", essential=True),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1", essential=True),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", essential=True),
    Need("libxcb-shape0", "libxcb-shape.so.0", essential=True),
    Need("libxcb-xkb1", "libxcb-xkb.so.1", essential=True),
    Need("libxcb-randr0", "libxcb-randr.so.0", essential=True),
    Need("libxcb-render-util0", "libxcb-render-util.so.0", essential=True),
    Need("libxcb-image0", "libxcb-image.so.0", essential=True),
    Need("xvfb", "Xvfb", essential=False),
    Need("xdotool", "xdotool", essential=False),
    Need("poppler-utils", "pdftotext", essential=False),
    Need("libzbar0", "libzbar.so.0", essential=False),
)


class SetUpError(Exception):
    """Set-up cannot go on; the text says what the person at the keyboard should do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run one command of the set-up; raise SetUpError naming it when it fails."""
    words = [str(word) for word in command]
    if subprocess.run(words, stdin=subprocess.DEVNULL, cwd=ROOT, env=env).returncode:
        raise SetUpError(f"this step failed: {' '.join(words)}")


# ---------------------------------------------------------------- system packages (Linux)


def known_sonames() -> set[str]:
    """The shared libraries the loader's cache knows; empty where there is no ldconfig (musl, NixOS)."""
    ldconfig = shutil.which("ldconfig") or shutil.which("ldconfig", path="/usr/sbin:/sbin")
    if ldconfig is None:
        return set()
    listing = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def missing_needs(needs: Iterable[Need], has_program: Callable[[str], bool], sonames: set[str]) -> list[Need]:
    """Which of the needs this machine lacks; a machine whose libraries cannot be listed is trusted."""
    return [
        need
        for need in needs
        if (bool(sonames) and need.probe not in sonames if "." in need.probe else not has_program(need.probe))
    ]


def install_line(packages: Iterable[str]) -> str:
    return "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)


def apt_install(packages: Iterable[str]) -> None:
    """Try to install Debian packages, as root; the caller looks at what is there afterwards."""
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *command], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )


def ensure_system_packages() -> None:
    """Bring what Qt and the tests load; raise SetUpError with the line to type when we may not."""
    if not sys.platform.startswith("linux"):
        return

    def lacking() -> list[Need]:
        return missing_needs(NEEDS, lambda name: shutil.which(name) is not None, known_sonames())

    missing = lacking()
    if not missing:
        return
    packages = [need.package for need in missing]
    if shutil.which("apt-get") is None:
        names = ", ".join(need.probe for need in missing)
        say(f"Missing on this system: {names} (on Debian: {' '.join(packages)})")
    elif os.geteuid() == 0:
        say("Installing system packages: " + " ".join(packages))
        apt_install(packages)
        missing = lacking()
    essential = [need.package for need in missing if need.essential]
    if essential:
        raise SetUpError(
            "system packages are missing. As root, run:\n  " + install_line(n.package for n in missing)
        )
    if missing:
        say(
            "Some tests will be skipped. To have them all, run as root:\n  "
            + install_line(need.package for need in missing)
        )


# ---------------------------------------------------------------- Python


def create_venv() -> None:
    """Make `.venv`, or keep a working one; as root on Debian, bring python3-venv when that is missing."""
    if (
        PYTHON.exists()
        and subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return
    say("Creating .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if sys.platform.startswith("linux") and shutil.which("apt-get"):
        if os.geteuid() != 0:
            raise SetUpError(
                "Python cannot make a virtual environment. As root, run:\n  " + install_line([package])
            )
        apt_install([package])
    run(*command)


def fingerprint() -> str:
    """What the stamp holds: the lock, our own metadata and this script, and the Python that runs them."""
    digest = hashlib.sha256(repr((sys.version_info[:2], str(ROOT))).encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install_python_packages() -> None:
    """Install exactly the lock, every file held against its hash, then SalonDesk itself, offline."""
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
    say("Installing Python packages")
    run(*pip, "install", "--quiet", "--require-hashes", "--prefer-binary", "-r", LOCK)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--editable", ROOT)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this script meets whatever Python the machine has
        say(f"SalonDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    try:
        ensure_system_packages()
        create_venv()
        install_python_packages()
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
