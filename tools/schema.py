"""Write resources/sql/schema.json anew from the migrations: `python tools/schema.py`, after a migration was added."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from salondesk.core.resources import resource  # noqa: E402 - path first
from salondesk.storage import migrate  # noqa: E402 - path first
from salondesk.storage.checks import schema  # noqa: E402 - path first
from salondesk.storage.driver import connect  # noqa: E402 - path first


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
    """Make and write."""
    resource(schema.FILE).write_text(shape_text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
