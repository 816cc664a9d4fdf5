"""Write what follows from the migrations: `python tools/schema.py`, after one was added.

That is ``HEAD`` in storage/schema.py, the newest of them, and resources/sql/schema.json, what they make of an empty file.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from salondesk.core.resources import resource  # noqa: E402 - path first
from salondesk.storage import migrate  # noqa: E402 - path first
from salondesk.storage import schema as head  # noqa: E402 - path first
from salondesk.storage.checks import schema  # noqa: E402 - path first
from salondesk.storage.driver import connect  # noqa: E402 - path first


def newest() -> str:
    """Return the revision that no other one follows. Raises where there are several."""
    found = ScriptDirectory.from_config(migrate.config()).get_current_head()
    assert found is not None
    return found


def with_head(source: str, revision: str) -> str:
    """Return the text of storage/schema.py with another HEAD."""
    return re.sub(r'^HEAD = ".*"$', f'HEAD = "{revision}"', source, count=1, flags=re.MULTILINE)


def shape_text() -> str:
    """Return what a fresh database consists of: a line a table, index or trigger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.db"
        migrate.run(path, newest())
        connection = connect(path)
        try:
            shape = schema.shape_of(connection)
        finally:
            connection.close()
    return json.dumps(dict(sorted(shape.items())), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Make and write."""
    module = Path(str(head.__file__))
    module.write_text(with_head(module.read_text(encoding="utf-8"), newest()), encoding="utf-8", newline="\n")
    resource(schema.FILE).write_text(shape_text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
