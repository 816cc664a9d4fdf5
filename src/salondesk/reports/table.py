"""What every report is made of: columns, rows of plain values, totals. Values only; words and paper come
later.

A report is printed by printing/papers/report.py, exported by export.py and shown by the report page; each takes the
catalogue of its own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salondesk.core.localtext import LocalText
from salondesk.core.message import Message

Cell = str | int | date | LocalText | Message | None
"""Money and counts are int (minor units, pieces), rates millionths, instants UTC milliseconds."""


class ColumnKind(StrEnum):
    """How a cell is read and shown."""

    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its key in exports, its title, and whether its cells are added up at the foot."""

    key: str
    title: Message
    kind: ColumnKind = ColumnKind.TEXT
    summed: bool = False
    weight: float = 1.0
    """Share of the paper's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """Rows under columns. Raises ValueError when a row has not one cell per column."""

    title: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    currency: str
    zone: str

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")

    @property
    def totals(self) -> tuple[int | None, ...]:
        """Return the sum of each summed column, None for the others."""
        return tuple(
            sum(cell for cell in (row[n] for row in self.rows) if isinstance(cell, int))
            if column.summed
            else None
            for n, column in enumerate(self.columns)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Tables with a heading: whose, of which days, made when (UTC milliseconds)."""

    name: str
    title: Message
    shop: LocalText
    first_day: date
    last_day: date
    made_at: int
    zone: str
    tables: tuple[ReportTable, ...]
