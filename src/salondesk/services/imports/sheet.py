"""Reads a comma-separated file of another program: its encoding, its rows, its damaged rows.

What a field means is not known here, see values and plan.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass

from salondesk.core.errors import UserError
from salondesk.core.message import Message, N_

LONGEST_FIELD = 1_000_000
LINES_A_FIELD = 20
"""A quoted field may run over this many lines; a quote that is not closed by then is damage."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, by its number in the file (the heading is row 1), and why."""

    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's fields, in the order of the file's columns."""

    row: int
    columns: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """The row by column; made when asked for: a file has many rows and one heading."""
        return dict(zip(self.columns, self.values, strict=True))

    def field(self, column: str) -> str:
        """Return one field. Raises ValueError for a column the file has not."""
        return self.values[self.columns.index(column)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows that have the shape of its heading, and those that have not."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    damaged: tuple[Refused, ...]

    @property
    def read(self) -> int:
        """How many rows there are, whole and damaged."""
        return len(self.rows) + len(self.damaged)


def decode(data: bytes, encoding: str = "auto") -> str:
    """Return the text of a file: UTF-16 and UTF-8 by their marks, else UTF-8, else Windows-1256.

    Raises UserError when it is in none of them, or not in the one named.
    """
    try:
        if encoding != "auto":
            return data.decode(encoding).lstrip("\ufeff")
        return _guess(data).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise UserError(
            Message(N_("The file's letters cannot be read. Save it as UTF-8 and try again."))
        ) from error


def _guess(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    head = data[:2_000]
    if head.count(0) > len(head) // 4:
        return data.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1256")


def read_sheet(data: bytes, encoding: str = "auto") -> Sheet:
    """Read a file with a heading. Raises UserError when it is empty or its heading makes no sense."""
    lines = decode(data, encoding).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise UserError(Message(N_("The file is empty.")))
    if lines[start].strip().lower() in ("sep=,", "sep=;", "sep=\t", "sep="):
        start += 1  # a word to spreadsheets, not a heading
        if start == len(lines):
            raise UserError(Message(N_("The file is empty.")))
    delimiter = max((",", ";", "\t"), key=lines[start].count)
    columns = tuple(name.strip() for name in next(csv.reader([lines[start]], delimiter=delimiter)))
    if len(set(columns)) != len(columns):
        raise UserError(Message(N_("Two columns of the file have the same heading.")))
    rows: list[SheetRow] = []
    damaged: list[Refused] = []
    for number, fields in _records(lines, start + 1, delimiter, len(columns)):
        if isinstance(fields, Message):
            damaged.append(Refused(number, fields))
        else:
            rows.append(SheetRow(number, columns, tuple(field.strip() for field in fields)))
    return Sheet(columns, tuple(rows), tuple(damaged))


def _records(
    lines: list[str], first: int, delimiter: str, width: int
) -> Iterator[tuple[int, list[str] | Message]]:
    """Yield each record with its row number; damage costs one line, never the rest of the file."""
    csv.field_size_limit(LONGEST_FIELD)
    at = first
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        taken, fields = _record(lines, at, delimiter, width)
        yield at + 1, fields
        at += taken


def _record(lines: list[str], at: int, delimiter: str, width: int) -> tuple[int, list[str] | Message]:
    text = ""
    for taken in range(1, min(LINES_A_FIELD, len(lines) - at) + 1):
        text = lines[at] if taken == 1 else f"{text}\n{lines[at + taken - 1]}"
        if text.count('"') % 2 == 0:
            fields = _split(text, delimiter)
            if fields is not None and len(fields) == width:
                return taken, fields
            break
    found = _split(lines[at], delimiter)
    if found is None or lines[at].count('"') % 2:
        return 1, Message(N_("A quotation mark is not closed."))
    return 1, Message(
        N_("The row has {found} fields instead of {wanted}."), {"found": len(found), "wanted": width}
    )


def _split(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
