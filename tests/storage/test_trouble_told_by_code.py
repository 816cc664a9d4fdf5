"""What SQLite's result codes become, told by the code and never by words that a column's name may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from salondesk.core.errors import DataError, TransientError
from salondesk.storage.driver import Code, Connection, DatabaseError, code_of, connect, translate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def failing(connection: Connection, sql: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        connection.execute(sql)
    return caught.value


@pytest.mark.parametrize(
    "word", ["full_invoice", "locked_until", "busy_at", "readonly_note", "malformed_names"]
)
def test_a_broken_promise_about_a_column_stays_a_bug_whatever_the_column_is_called(
    path: Path, word: str
) -> None:
    connection = connect(path)
    connection.execute(f"CREATE TABLE ticket ({word} INTEGER NOT NULL UNIQUE)")
    connection.execute("INSERT INTO ticket VALUES (1)")
    for value in ("NULL", "1"):
        error = failing(connection, f"INSERT INTO ticket VALUES ({value})")
        assert word in str(error)
        assert translate(error) is error
    connection.close()


def test_a_full_disk_is_told_as_one(path: Path) -> None:
    connection = connect(path)
    connection.execute("CREATE TABLE t (body BLOB)")
    connection.execute("PRAGMA max_page_count = 3")
    error = failing(connection, "INSERT INTO t VALUES (zeroblob(100000))")
    assert code_of(error) == Code.FULL
    told = translate(error)
    assert isinstance(told, TransientError)
    assert "full" in told.message.key
    connection.close()


def test_a_backup_that_finds_no_room_is_told_as_a_full_disk_although_the_driver_gives_no_code(
    path: Path, tmp_path: Path
) -> None:
    shop, copy = connect(path), connect(tmp_path / "copy.db")
    shop.execute("CREATE TABLE t (body BLOB)")
    shop.execute("INSERT INTO t VALUES (zeroblob(100000))")
    copy.execute("PRAGMA max_page_count = 3")
    with pytest.raises(DatabaseError) as caught:
        shop.backup(copy)
    assert not hasattr(caught.value, "sqlite_errorcode")
    assert code_of(caught.value) == Code.FULL
    shop.close()
    copy.close()


def test_another_writer_is_told_as_busy(path: Path) -> None:
    first, second = connect(path), connect(path)
    second.execute("PRAGMA busy_timeout = 0")
    first.execute("BEGIN IMMEDIATE")
    told = translate(failing(second, "BEGIN IMMEDIATE"))
    assert isinstance(told, TransientError)
    assert "busy" in told.message.key
    first.close()
    second.close()


def test_a_reader_that_writes_is_told_so(path: Path) -> None:
    connect(path).close()
    reader = connect(path, read_only=True)
    told = translate(failing(reader, "CREATE TABLE t (a)"))
    assert isinstance(told, TransientError)
    assert "cannot be written" in told.message.key
    reader.close()


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(TransientError, match="cannot be written"):
        connect(tmp_path / "nowhere" / "a.db")


@pytest.mark.parametrize("damage", [b"x" * 8192, None])
def test_a_damaged_file_is_told_as_damaged(path: Path, damage: bytes | None) -> None:
    connection = connect(path)
    connection.execute("CREATE TABLE t (body BLOB)")
    connection.execute("INSERT INTO t VALUES (zeroblob(50000))")
    connection.close()
    whole = path.read_bytes()
    path.write_bytes(damage or whole[:100] + b"\xff" * 3000 + whole[3100:])
    with pytest.raises(DataError):
        connect(path)


def test_a_schema_whose_text_is_damaged_is_told_as_damaged(path: Path) -> None:
    connection = connect(path)
    connection.execute("CREATE TABLE something (body BLOB)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    path.write_bytes(
        path.read_bytes().replace(b"CREATE TABLE something", b"CR\xf7\xff\xfe TABLE \xf7\xf7ething")
    )
    with pytest.raises(DataError):
        connect(path)


def test_an_error_that_is_not_the_databases_stays_itself() -> None:
    error = ValueError("database or disk is full")
    assert translate(error) is error
