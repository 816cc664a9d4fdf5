"""The SQL that ships is what SQLAlchemy compiles from the tables, and the program runs on it alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from salondesk.core.errors import BugError
from salondesk.core.resources import resource
from salondesk.storage.statements import FILE, table_sql
from salondesk.storage.tables import METADATA
from salondesk.storage.tables.compiling import compiled_book
from tests.support.shop import StaffedShop


def test_the_compiled_statements_are_those_of_the_tables() -> None:
    kept = json.loads(resource(FILE).read_text(encoding="utf-8"))
    assert kept == compiled_book(), "a table changed: run tools/statements.py"


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_every_statement_is_understood_by_sqlite(shop: StaffedShop, name: str) -> None:
    sql = table_sql(name)
    with shop.readers.lend() as connection:
        for statement in sql.statements.values():
            connection.execute(f"EXPLAIN {statement.sql}", tuple(None for _ in statement.names))


def test_a_table_that_was_never_compiled_is_a_bug_that_says_what_to_run() -> None:
    with pytest.raises(BugError, match=r"tools/statements\.py"):
        table_sql("no_such_table")


def test_the_counter_opens_books_and_sells_without_sqlalchemy(shop: StaffedShop, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from salondesk.app.bootstrap import open_shop; from salondesk.app.paths import ShopPaths;"
        "opened = open_shop(ShopPaths(Path(sys.argv[1])), origin='test');"
        "unit = opened.storage.unit(0); unit.__enter__(); unit.clients.all(); unit.bookings.all();"
        "unit.__exit__(None, None, None); opened.close();"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    home = str(shop.paths.home)
    done = subprocess.run(
        [sys.executable, "-c", program, home], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
