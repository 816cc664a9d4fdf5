"""Set-up: what it finds missing, what it says, and a lock that is whole and names no address."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAME = re.compile(r"^([A-Za-z0-9_.-]+?)(?:\[[^]]*\])?(?=[<>=!~ ;]|$)")


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("set_up", ROOT / "tools" / "set_up.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "set_up", module)
    spec.loader.exec_module(module)
    return module


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    """Package to its locked text, hashes included."""
    entries = re.split(r"\n(?=\S)", (ROOT / file).read_text(encoding="utf-8"))
    return {normal(entry.split("==")[0]): entry for entry in entries if "==" in entry}


def test_a_missing_library_and_a_missing_program_are_told_apart_from_present_ones(set_up: ModuleType) -> None:
    needs = [
        set_up.Need("libx1", "libx.so.1", essential=True),
        set_up.Need("liby1", "liby.so.1", essential=True),
        set_up.Need("xvfb", "Xvfb", essential=False),
    ]
    missing = set_up.missing_needs(needs, lambda name: False, {"libx.so.1"})
    assert [need.package for need in missing] == ["liby1", "xvfb"]


def test_libraries_are_trusted_where_they_cannot_be_listed(set_up: ModuleType) -> None:
    needs = [set_up.Need("libx1", "libx.so.1", essential=True)]
    assert set_up.missing_needs(needs, lambda name: True, set()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages")
def test_without_root_a_missing_library_stops_set_up_and_says_what_to_type(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "known_sonames", lambda: {"libc.so.6"})
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(set_up.shutil, "which", lambda name, path=None: "/usr/bin/" + name)
    with pytest.raises(set_up.SetUpError, match=r"apt-get install -y --no-install-recommends .*libegl1"):
        set_up.ensure_system_packages()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages")
def test_missing_test_tools_do_not_stop_set_up(
    set_up: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "known_sonames", lambda: {need.probe for need in set_up.NEEDS})
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(set_up.shutil, "which", lambda name, path=None: "/x" if name == "apt-get" else None)
    set_up.ensure_system_packages()
    assert "xvfb xdotool poppler-utils" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_names_no_address_and_every_package_has_hashes(file: str) -> None:
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")
    assert [name for name, entry in locked(file).items() if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_every_dependency_and_the_two_agree() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")

    def missing(requirements: list[str], lock: dict[str, str]) -> list[str]:
        names = [normal(NAME.match(text)[1]) for text in requirements]  # type: ignore[index]  # ours all match
        return [name for name in names if name not in lock]

    assert missing(project["dependencies"], run) == []
    assert missing(project["dependencies"] + project["optional-dependencies"]["dev"], dev) == []
    assert {
        name: entry for name, entry in run.items() if dev.get(name, "").split()[0] != entry.split()[0]
    } == {}


def test_the_windows_list_has_every_target_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):(?!=)", makefile, re.MULTILINE)) - {"catalogues", "lock", "coverage"}
    windows = set(re.findall(r"^:(\w+)", (ROOT / "make.cmd").read_text(encoding="utf-8"), re.MULTILINE))
    assert targets - windows == {"setup"}, "setup is done on the way to every other target"
