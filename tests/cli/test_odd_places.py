"""Files and folders as life deals them out: foreign databases, Arabic names, two hands at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from salondesk.core.resources import resource
from salondesk.storage.schema import HEAD, version_of
from tests.cli.conftest import Run
from tests.support.older import to_first_schema
from tests.support.shop import StaffedShop

PROFILE = resource("import/salon2018-shop.toml")


def encrypted(path: Path) -> None:
    """Make a database under a key, as another program of this driver might."""
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA key = 'secret'")
    connection.execute("CREATE TABLE shop (id)")
    connection.commit()
    connection.close()


def foreign(path: Path) -> None:
    """Make a database of something else."""
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE songs (name TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make", [encrypted, foreign])
def test_another_database_is_refused_wherever_it_turns_up(
    shop: StaffedShop, run: Run, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    shop.close()
    file, other = tmp_path / "theirs.db", tmp_path / "theirs"
    make(file)
    other.mkdir()
    make(other / "shop.db")
    before = (other / "shop.db").read_bytes()
    mapping = resource("import/salon2018-services.toml")
    for words in (
        ("restore", file, "--home", shop.paths.home),
        ("import", "services", file, "--map", mapping, "--home", shop.paths.home),
        ("list", "staff", "--home", other),
        ("backup", "--home", other),
        ("check", "--home", other),
        ("migrate", "--home", other),
        ("init", "--profile", PROFILE, "--home", other),
        ("demo", "--home", other),
    ):
        said = run(*words)
        assert (said.code, said.err.count("\n")) == (1, 1), (words, said)
        assert "fault of SalonDesk" not in said.err, words
        assert (other / "shop.db").read_bytes() == before, words
    assert "not a whole backup" in run("restore", file, "--home", shop.paths.home).err
    assert run("check", "--home", shop.paths.home).code == 0


def test_a_home_in_arabic_with_spaces_and_an_apostrophe_is_a_home(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "صالون نور's 100% #1"
    assert run("init", "--profile", PROFILE, "--home", home).code == 0
    services = home / "خدمات.csv"
    services.write_text("IsActive,Code,Desc,Cate,Price,Cost\nTRUE,A,Cut,STYLE,10,0\n", encoding="utf-8")
    mapping = resource("import/salon2018-services.toml")
    assert run("import", "services", services, "--map", mapping, "--home", home).code == 0
    out = home / "نسخة 'أولى'.db"
    said = run("backup", "--out", out, "--home", home, "--lang", "ar")
    assert said.code == 0
    assert "نسخة 'أولى'.db" in said.out
    again = run("restore", out, "--home", home, "--json")
    assert again.code == 0
    assert Path(again.data["kept"]).exists()
    assert run("check", "--home", home, "--json").data["problems"] == []


def test_two_imports_at_once_keep_every_row_once(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("init", "--profile", PROFILE, "--home", home)
    file = tmp_path / "services.csv"
    rows = "".join(f"TRUE,S{n},Service {n},STYLE,{n},0\n" for n in range(1_500))
    file.write_text("IsActive,Code,Desc,Cate,Price,Cost\n" + rows, encoding="utf-8")
    words = ["import", "services", file, "--map", resource("import/salon2018-services.toml"), "--home", home]
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "salondesk", *map(str, words), "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ),
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in both:
        _, err = process.communicate(timeout=120)
        # whoever waited too long for the other says so, and has changed nothing
        assert process.returncode == 0 or b"busy" in err, err
    assert run(*words, "--json").data["known"] == 1_500
    codes = [row["code"] for row in run("list", "services", "--home", home, "--json").data["rows"]]
    assert len(codes) == len(set(codes)) == 1_500
    assert run("check", "--home", home, "--json").data["problems"] == []


def test_a_backup_of_an_earlier_program_is_restored_and_brought_up_to_date(
    shop: StaffedShop, run: Run, tmp_path: Path
) -> None:
    shop.open_till()
    shop.sell()
    shop.close()
    old = tmp_path / "old.db"
    assert run("backup", "--out", old, "--home", shop.paths.home).code == 0
    old.with_name("old.db.sha256").unlink()
    to_first_schema(old)
    for suffix in ("-wal", "-shm"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    said = run("restore", old, "--home", shop.paths.home, "--json")
    assert (said.code, said.data["generation"]) == (0, "B")
    assert version_of(shop.paths.database) == HEAD
    assert version_of(old) == "0001"
    assert run("check", "--home", shop.paths.home, "--json").data["problems"] == []
    assert not list(shop.paths.home.glob("*before*"))
