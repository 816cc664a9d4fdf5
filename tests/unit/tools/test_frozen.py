"""The frozen program starts with all its data: it is built, makes a demo shop, and finds nothing wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import salondesk

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.torture  # a minute of building


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("frozen")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", str(out / "dist"), "--workpath", str(out / "work")]
    done = subprocess.run(
        [*command, *places, str(ROOT / "packaging" / "pyinstaller.spec")],
        cwd=out,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(out / "cache")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return out / "dist" / "salondesk" / ("salondesk-console.exe" if os.name == "nt" else "salondesk")


def run(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as on a machine without Python: no variable of ours leads it back to the checkout."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return subprocess.run(
        [str(program), *words], cwd=program.parent, env=env, capture_output=True, text=True, timeout=300
    )


def test_the_frozen_program_tells_its_version(program: Path) -> None:
    done = run(program, "--version")
    assert done.returncode == 0, done.stderr
    assert salondesk.__version__ in done.stdout


def test_the_frozen_program_makes_a_shop_and_a_document(program: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "shop")
    made = run(program, "demo", "--home", home, "--bookings", "200", "--clients", "50", "--json")
    assert made.returncode == 0, made.stderr
    checked = run(program, "check", "--home", home, "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout)["ok"] is True
    listed = run(program, "list", "invoices", "--home", home, "--json")
    number = json.loads(listed.stdout)["rows"][0]["number"]
    for paper, lang in (("a4", "both"), ("80mm", "ar")):
        out = tmp_path / f"{paper}.pdf"
        words = ("--home", home, "--paper", paper, "--lang", lang, "--out", str(out))
        drawn = run(program, "document", number, *words)
        assert drawn.returncode == 0, drawn.stderr
        assert out.read_bytes().startswith(b"%PDF")
