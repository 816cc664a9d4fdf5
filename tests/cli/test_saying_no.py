"""How a command that cannot be done ends: one line, in the chosen language, one JSON object with --json, never a trace."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from salondesk.app.cli import entry as cli
from salondesk.app.cli.set_fields import SET_FIELDS, WAYS_OF_WRITING
from salondesk.core.resources import resource
from tests.cli.conftest import Run

PROFILE = resource("import/salon2018-shop.toml")


def _arabic(text: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in text)


MISUSES = (
    ["list"],
    ["list", "dragons"],
    ["list", "bookings", "--from", "2018-13-01"],
    ["list", "bookings", "--bogus"],
    ["demo", "--years", "0"],
    ["demo", "--years", "1000000"],
    ["demo", "--staff", "100000"],
    ["demo", "--seed", "x"],
    ["demo", "--seed"],
    ["document", "T1A-INV-000001", "--paper", "a5", "--out", "x.pdf"],
    ["bogus"],
)


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_a_misuse_is_one_line_in_the_chosen_language_and_one_object(run: Run, words: list[str]) -> None:
    for lang in ("en", "ar"):
        said = run("--lang", lang, *words, "--json")
        assert said.code == 2
        assert said.err.count("\n") == 1
        assert _arabic(said.err) is (lang == "ar"), said.err
        assert said.data["error"] in said.err
        assert said.data["ok"] is False


@pytest.mark.parametrize(
    "words", [["list", "staff"], ["check"], ["migrate"], ["backup"], ["report", "takings", "--date", "2026-01-01"]],
    ids=" ".join,
)  # fmt: skip
def test_no_shop_is_one_object_too(run: Run, tmp_path: Path, words: list[str]) -> None:
    said = run(*words, "--home", tmp_path, "--json")
    assert said.code == 1
    assert (said.data["ok"], said.data["error"] in said.err) == (False, True)


def test_language_and_json_may_stand_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    before = run("--json", "--lang", "ar", "check", "--home", tmp_path)
    after = run("check", "--home", tmp_path, "--lang", "ar", "--json")
    assert before == after
    assert _arabic(after.err)


def test_an_import_that_reads_nothing_says_so_in_figures(run: Run, tmp_path: Path) -> None:
    run("init", "--home", tmp_path / "h", "--profile", PROFILE)
    (tmp_path / "e.csv").write_bytes(b"")
    mapping = resource("import/salon2018-bookings.toml")
    said = run("import", "bookings", tmp_path / "e.csv", "--map", mapping, "--home", tmp_path / "h", "--json")
    assert said.code == 1
    assert (said.data["read"], said.data["kept"], said.data["refused"]) == (0, 0, [])


def test_a_fault_of_the_program_is_one_line_and_a_report(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salondesk.app.cli import listing as cli_list

    run("init", "--home", tmp_path, "--profile", PROFILE)

    def broken(*_: object) -> None:
        raise AttributeError("planted")

    monkeypatch.setattr(cli_list, "list_", broken)
    said = run("list", "staff", "--home", tmp_path, "--json")
    assert said.code == 1
    assert said.err.count("\n") == 1
    (report,) = (tmp_path / "logs").glob("crash-*.txt")
    assert report.name in said.err
    assert "planted" in report.read_text(encoding="utf-8")
    assert run("list", "staff", "--home", tmp_path / "none").code == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_answer_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    run("init", "--home", tmp_path, "--profile", PROFILE)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "salondesk", "list", "staff", "--home", str(tmp_path), "--json"],
            stdout=full, stderr=subprocess.PIPE,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    for lang in ("en", "ar"):
        done = subprocess.run(
            [sys.executable, "-m", "salondesk", "--home", str(tmp_path), "--lang", lang],
            env={**env, "PYTHONIOENCODING": "utf-8"}, capture_output=True,
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert _arabic(done.stderr.decode("utf-8")) is (lang == "ar")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
@pytest.mark.parametrize("named", [{"DISPLAY": ":9876"}, {"WAYLAND_DISPLAY": "nobody"}, {"DISPLAY": "?"}])
def test_a_display_that_does_not_answer_is_said_in_one_line(tmp_path: Path, named: dict[str, str]) -> None:
    env = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-m", "salondesk", "--home", str(tmp_path)],
        env=env | named | {"XDG_RUNTIME_DIR": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"{next(iter(named.values()))} does not answer" in done.stderr.replace("\u2068", "").replace(
        "\u2069", ""
    )


FIELD_WORDS = {
    word for words in (*SET_FIELDS.values(), *(w.split(", ") for w in WAYS_OF_WRITING)) for word in words
}
"""What is typed as it stands in either language."""


@pytest.mark.parametrize("command", ["", *(entry.name for entry in cli.SUB_COMMANDS)])
def test_the_help_is_in_the_language_asked_for(run: Run, command: str) -> None:
    english = run(*command.split(), "--help")
    arabic = run("--lang", "ar", *command.split(), "--help")
    assert (english.code, arabic.code) == (0, 0)
    assert not _arabic(english.out)
    left = [
        line for line in arabic.out.splitlines()
        if re.search(r"[a-z]{3} [a-z]{2,}", re.sub(r"\[[^]]*\]|salondesk \w+|[A-Z.|a-z]*[A-Z][\w.|]*", "", line))
        and not _arabic(line)
        and not set(re.findall(r"[^\s,:]+", line)) <= FIELD_WORDS
    ]  # fmt: skip
    assert left == []
    assert [flag for flag in re.findall(r"--[a-z]+", english.out)] == re.findall(r"--[a-z]+", arabic.out)


def test_copies_never_go_over_the_shop_itself(run: Run, tmp_path: Path) -> None:
    run("init", "--home", tmp_path, "--profile", PROFILE)
    (tmp_path / "link.db").symlink_to(tmp_path / "shop.db")
    before = (tmp_path / "shop.db").read_bytes()
    for out in ("shop.db", "shop.db-wal", "link.db", "."):
        said = run("backup", "--home", tmp_path, "--out", tmp_path / out, "--json")
        assert said.code == 1, out
        assert not (tmp_path / "shop.db.sha256").exists()
    assert run("document", "X", "--home", tmp_path, "--out", tmp_path / "shop.db").code == 1
    assert (tmp_path / "shop.db").read_bytes() == before


def test_json_of_a_whole_answer_is_one_object_and_nothing_else(run: Run, tmp_path: Path) -> None:
    said = run("init", "--home", tmp_path, "--profile", PROFILE, "--json")
    assert said.err == ""
    assert json.loads(said.out)["staff"] == 6


@pytest.mark.parametrize("words", ["list staff", "check", "backup"])
def test_looking_and_copying_do_without_qt_and_paper(run: Run, tmp_path: Path, words: str) -> None:
    run("init", "--home", tmp_path, "--profile", PROFILE)
    code = (
        "import sys; from salondesk.app.cli.entry import run; code = run(sys.argv[1:]);"
        "heavy = {'PySide6', 'reportlab', 'alembic'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words.split(), "--home", str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
