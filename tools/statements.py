"""Write resources/sql anew from the tables and migrations: `python tools/statements.py`, after any change to them."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from salondesk.core.resources import resource  # noqa: E402 - path first
from salondesk.storage import migrate  # noqa: E402 - path first
from salondesk.storage.checks import schema  # noqa: E402 - path first
from salondesk.storage.driver import connect  # noqa: E402 - path first
from salondesk.storage.statements import FILE  # noqa: E402 - path first
from salondesk.storage.tables.compiling import compiled_book  # noqa: E402 - path first


def text_of(book: dict[str, Any]) -> str:
    """Return the file's text: a line a statement, so that a change is read where it is."""
    tables = []
    for name, entry in book.items():
        rows = [
            f"   {json.dumps(purpose)}: {json.dumps(sql)}" for purpose, sql in entry["statements"].items()
        ]
        tables.append(
            f" {json.dumps(name)}: {{\n"
            f'  "columns": {json.dumps(entry["columns"])},\n  "key": {json.dumps(entry["key"])},\n'
            f'  "owner": {json.dumps(entry["owner"])},\n'
            '  "statements": {\n' + ",\n".join(rows) + "\n  }\n }"
        )
    return "{\n" + ",\n".join(tables) + "\n}\n"


def shape_text() -> str:
    """Return what a fresh database consists of: a line a table, index or trigger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.db"
        migrate.upgrade(path)
        connection = connect(path)
        try:
            shape = schema.shape_of(connection)
        finally:
            connection.close()
    return json.dumps(dict(sorted(shape.items())), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Compile and write."""
    resource(FILE).parent.mkdir(exist_ok=True)
    resource(FILE).write_text(text_of(compiled_book()), encoding="utf-8", newline="\n")
    resource(schema.FILE).write_text(shape_text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
