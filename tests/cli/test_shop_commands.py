"""`init`, `migrate`, the version, and how the command line says no: one line on standard error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from salondesk.app.cli import entry as cli
from salondesk.app.paths import home_of
from salondesk.core.resources import resource
from salondesk.storage.schema import HEAD
from tests.cli.conftest import Run

PROFILE = resource("import/salon2018-shop.toml")


def test_init_makes_an_empty_shop_from_a_profile(run: Run, tmp_path: Path) -> None:
    said = run("init", "--home", tmp_path / "shop", "--profile", PROFILE, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.data["staff"] == 6
    assert run("list", "bookings", "--home", tmp_path / "shop", "--json").data["rows"] == []


def test_init_refuses_a_folder_with_a_shop(run: Run, tmp_path: Path) -> None:
    run("init", "--home", tmp_path, "--profile", PROFILE)
    said = run("init", "--home", tmp_path, "--profile", PROFILE)
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "already" in said.err


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('currency = "CAD"', 'currency = "XXX"', "currency"),
        ('zone = "America/Vancouver"', 'zone = "Mars/Olympus"', "zone"),
        ('rate = "5"', 'rate = "five"', "rate"),
        ('tue = ["09:00-19:00"]', 'tue = ["nine to seven"]', "tue"),
        ('role = "manager"', 'role = "queen"', "role"),
        ('pin = "1111"', "pin = 1111", "pin"),
        ('country = "CA"', "", "country"),
        ("slot = 10", "slot = 10\nsolt = 3", "solt"),
    ],
)
def test_a_slip_in_the_profile_is_named(run: Run, tmp_path: Path, old: str, new: str, field: str) -> None:
    text = PROFILE.read_text(encoding="utf-8")
    assert old in text
    slip = tmp_path / "slip.toml"
    slip.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = run("init", "--home", tmp_path / "shop", "--profile", slip)
    assert said.code == 1
    assert field in said.err
    assert not (tmp_path / "shop/shop.db").exists()


def test_an_absent_profile_is_said_in_the_users_language(run: Run, tmp_path: Path) -> None:
    said = run("--lang", "ar", "init", "--home", tmp_path, "--profile", tmp_path / "none.toml")
    assert said.code == 1
    assert any("\u0600" <= c <= "\u06ff" for c in said.err)


def test_migrate_needs_a_shop(run: Run, tmp_path: Path) -> None:
    assert run("migrate", "--home", tmp_path).code == 1
    run("init", "--home", tmp_path, "--profile", PROFILE)
    assert run("migrate", "--home", tmp_path, "--json").data == {"from": HEAD, "to": HEAD}


def test_nonsense_is_refused_in_one_line(run: Run) -> None:
    for words in (
        ["--bogus"],
        ["list", "dragons"],
        ["demo", "--years", "-1"],
        ["report", "z", "--date", "today"],
    ):
        said = run(*words)
        assert said.code == 2
        assert said.err.count("\n") == 1, words


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out.startswith("SalonDesk ")


def test_the_folder_comes_from_home_before_or_after_the_command_or_from_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.parse(["--home", "a", "migrate"]).home == "a"
    assert cli.parse(["migrate", "--home", "b"]).home == "b"
    monkeypatch.setenv("SALONDESK_HOME", str(tmp_path / "shop"))
    assert home_of(None).home == tmp_path / "shop"


def test_every_sub_command_has_its_function() -> None:
    import importlib

    for entry in cli.SUB_COMMANDS:
        module = importlib.import_module(f"salondesk.app.cli.{entry.module}")
        assert callable(getattr(module, f"{entry.name}_"))


def test_parsing_loads_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys; from salondesk.app.cli import entry; entry.parse([]);"
        "heavy = {'sqlalchemy', 'alembic', 'reportlab', 'PySide6', 'sqlcipher3'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_console_without_arabic_is_no_reason_to_fall(tmp_path: Path) -> None:
    import json
    import os
    import subprocess

    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    home = ("--home", str(tmp_path / "shop"))
    python = (sys.executable, "-m", "salondesk")
    subprocess.run(
        [*python, "init", *home, "--profile", str(PROFILE)], check=True, env=env, capture_output=True
    )
    listed = subprocess.run(
        [*python, "list", "staff", *home, "--json"], env=env, capture_output=True, check=True
    )
    assert "جي جي" in {row["names"]["ar"] for row in json.loads(listed.stdout)["rows"]}
    refused = subprocess.run(
        [*python, "--lang", "ar", "init", *home, "--profile", "none"], env=env, capture_output=True
    )
    assert refused.returncode == 1
    assert refused.stderr.count(b"\n") == 1
