"""Reports as files: CSV that Excel opens well in both languages, and JSON for other programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from salondesk.core.catalogue import Catalogue
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message
from salondesk.core.money import PPM, exponent_of
from salondesk.core.timespan import iso_local, to_local
from salondesk.reports.table import Cell, Column, ColumnKind, Report, ReportTable

_BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def to_csv(report: Report, words: Catalogue) -> bytes:
    """Write the tables one after the other, UTF-8 with a byte order mark, amounts with a decimal point.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for n, table in enumerate(report.tables):
        if n:
            writer.writerow([])
        writer.writerow([safe_text(words.text(table.title))])
        writer.writerow([safe_text(words.text(column.title)) for column in table.columns])
        for row in table.rows:
            writer.writerow(
                [_shown(cell, column, table, words) for cell, column in zip(row, table.columns, strict=True)]
            )
        if any(column.summed for column in table.columns) and table.rows:
            totals = table.totals
            writer.writerow(
                [
                    _shown(cell, column, table, words)
                    for cell, column in zip(totals, table.columns, strict=True)
                ]
            )
    return (_BOM + out.getvalue()).encode("utf-8")


def to_json(report: Report, words: Catalogue) -> str:
    """Write one JSON object; amounts stay integers of minor units, instants carry their offset."""
    return json.dumps(as_plain(report, words), ensure_ascii=False, indent=2)


def as_plain(report: Report, words: Catalogue) -> dict[str, object]:
    """Return a report as dictionaries, lists, strings and numbers."""
    return {
        "report": report.name,
        "from": report.first_day.isoformat(),
        "to": report.last_day.isoformat(),
        "made_at": iso_local(report.made_at, report.zone),
        "tables": [
            {
                "title": words.text(table.title),
                "currency": table.currency,
                "columns": [column.key for column in table.columns],
                "rows": [
                    {
                        column.key: _plain(cell, column, table, words)
                        for cell, column in zip(row, table.columns, strict=True)
                    }
                    for row in table.rows
                ],
                "totals": {
                    column.key: total
                    for column, total in zip(table.columns, table.totals, strict=True)
                    if total is not None
                },
            }
            for table in report.tables
        ],
    }


def safe_text(text: str) -> str:
    """Disarm a text that a spreadsheet would take for a formula."""
    return (
        "'" + text
        if text.lstrip(" \u200e\u200f\u202a\u202b\u2066\u2067\u2068").startswith(_FORMULA_STARTS)
        else text
    )


def decimal_text(minor: int, currency: str) -> str:
    """Write an amount as other programs read it: ``-1234.50``."""
    exponent = exponent_of(currency)
    whole, part = divmod(abs(minor), 10**exponent)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{part:0{exponent}d}" if exponent else f"{sign}{whole}"


def _text(cell: Cell, words: Catalogue) -> str:
    if isinstance(cell, LocalText):
        return cell.pick(words.lang)
    if isinstance(cell, Message):
        return words.text(cell)
    return "" if cell is None else str(cell)


def _shown(cell: Cell, column: Column, table: ReportTable, words: Catalogue) -> str:
    if not isinstance(cell, int):
        return cell.isoformat() if isinstance(cell, date) else safe_text(_text(cell, words))
    if column.kind is ColumnKind.MONEY:
        return decimal_text(cell, table.currency)
    if column.kind is ColumnKind.TIME:
        return to_local(cell, table.zone).strftime("%Y-%m-%d %H:%M")
    if column.kind is ColumnKind.RATE:
        return f"{cell / PPM:.6f}".rstrip("0").rstrip(".")
    return str(cell)


def _plain(cell: Cell, column: Column, table: ReportTable, words: Catalogue) -> object:
    if isinstance(cell, int):
        return iso_local(cell, table.zone) if column.kind is ColumnKind.TIME else cell
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell is None else _text(cell, words)
