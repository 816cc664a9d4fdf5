"""A built wheel carries its data, and the finder finds it there instead of in a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("src", "resources", "translations", "tools", "pyproject.toml", "README.md", "LICENSE")
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
ASK = (
    "from salondesk.core import resources\n"
    "from salondesk.core.catalogue import catalogue\n"
    "print(resources.resource('fonts'))\n"
    "print(resources.translations_dir())\n"
    "print(catalogue('ar').lang)\n"
)


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of a copy of the checkout, unpacked: building in place would touch what other tests read."""
    copy, out, site = (tmp_path_factory.mktemp(name) for name in ("checkout", "wheel", "site"))
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, copy / name)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=copy, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    return site


def test_the_wheel_carries_fonts_and_compiled_catalogues(unpacked_wheel: Path) -> None:
    data = unpacked_wheel / "salondesk" / "_data"
    for folder in ("resources", "translations"):
        kept = {
            path.relative_to(ROOT)
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.suffix != ".mo"
        }
        assert {path for path in kept if not (data / path).exists()} == set()
    assert list((data / "translations").glob("ar/LC_MESSAGES/*.mo"))


def test_the_wheel_carries_the_licences_and_no_tests(unpacked_wheel: Path) -> None:
    names = {path.name for path in unpacked_wheel.glob("*.dist-info/licenses/**/*")}
    assert {"LICENSE", "OFL.txt"} <= names
    assert not (unpacked_wheel / "tests").exists()
    assert not (unpacked_wheel / "tools").exists()


def test_an_installed_wheel_finds_its_own_data(unpacked_wheel: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked_wheel)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    fonts, translations, lang = done.stdout.split("\n")[:3]
    assert Path(fonts) == unpacked_wheel / "salondesk" / "_data" / "resources" / "fonts"
    assert Path(translations) == unpacked_wheel / "salondesk" / "_data" / "translations"
    assert lang == "ar"
