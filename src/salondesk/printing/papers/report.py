"""Any report on A4: its tables one after the other, heads repeated, totals under each."""

from __future__ import annotations

from datetime import date

from salondesk.core.catalogue import isolate_number
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.printing.page.blocks import Block, Rule, Space, Stack, Table, Text
from salondesk.printing.page.house_style import SHEET, end, side_by_side, spread, start
from salondesk.printing.page.pages import A4, Layout, lay_out
from salondesk.printing.page.pdf import Metadata, PdfDocument, build
from salondesk.printing.text import wording as w
from salondesk.printing.text.text_flow import TextStyle
from salondesk.printing.text.wording import DocumentLanguage, Wording, wording
from salondesk.reports.table import Cell, Column, ColumnKind, Report, ReportTable

_FIGURES = (ColumnKind.MONEY, ColumnKind.COUNT, ColumnKind.RATE)


def report_document(report: Report, *, language: DocumentLanguage) -> PdfDocument:
    """Draw a report. Never call it on the interface thread."""
    words = wording(language)
    title = words.pick(_said(report.title, words))
    metadata = Metadata(
        title, report.made_at, author=words.pick(report.shop), language="ar" if words.rtl else "en"
    )
    return build(report_layout(report, words), metadata)


def report_layout(report: Report, words: Wording) -> Layout:
    """Lay a report out on as many A4 pages as it needs."""

    def foot(number: int, count: int) -> Block | None:
        page = words.one(N_("Page {n} of {pages}"), n=str(number), pages=str(count))
        made = words.one(N_("Printed {time}"), time=w.zone_stamp(report.made_at, report.zone))
        return side_by_side(
            words, (Text(made, SHEET.small, start(words)), Text(page, SHEET.small, end(words))), (1, 1)
        )

    parts: list[Block | Table] = [_head(report, words), Rule(0.9, above=5, below=4)]
    for table in report.tables:
        parts += _table(table, words)
    return lay_out(A4, parts, foot=foot)


def _said(message: Message, words: Wording) -> LocalText:
    return LocalText(en=words.english.text(message), ar=words.arabic.text(message))


def _head(report: Report, words: Wording) -> Block:
    days = w.day(report.first_day)
    if report.last_day != report.first_day:
        days += f" – {w.day(report.last_day)}"
    return Stack(
        (
            spread(words, w.plain_local(report.shop), SHEET.body),
            spread(words, _said(report.title, words), SHEET.title),
            Text(isolate_number(days), SHEET.name, start(words)),
        )
    )


def _table(table: ReportTable, words: Wording) -> list[Block | Table]:
    title = Stack((Space(8), spread(words, _said(table.title, words), SHEET.name), Space(3)))
    if not table.rows:
        nothing = Text(words.one(N_("Nothing in this time.")), SHEET.small, start(words))
        return [Stack((title, nothing), keep=True)]
    widths = tuple(column.weight for column in table.columns)
    heads = [_cell_head(column, words) for column in table.columns]
    header = Stack((title, side_by_side(words, heads, widths, pad_x=3, pad_y=3, shade=0.945)))
    rows: list[Block] = [
        side_by_side(
            words, _cells(row, table, words, SHEET.body), widths, pad_x=3, pad_y=2.2, rule=SHEET.hair
        )
        for row in table.rows
    ]
    if any(column.summed for column in table.columns):
        totals = side_by_side(
            words, _cells(table.totals, table, words, SHEET.strong), widths, pad_x=3, pad_y=3
        )
        rows[-1] = Stack((rows[-1], totals), keep=True)  # a total alone on a page sums nothing one sees
    return [Table(header, tuple(rows))]


def _cell_head(column: Column, words: Wording) -> Block:
    align = "right" if column.kind in _FIGURES else start(words)
    return Stack(tuple(Text(one, SHEET.label, align) for one in words.texts(_said(column.title, words))))


def _cells(row: tuple[Cell, ...], table: ReportTable, words: Wording, style: TextStyle) -> list[Block]:
    return [_cell(cell, column, table, words, style) for cell, column in zip(row, table.columns, strict=True)]


def _cell(cell: Cell, column: Column, table: ReportTable, words: Wording, style: TextStyle) -> Block:
    if isinstance(cell, int):
        align = start(words) if column.kind is ColumnKind.TIME else "right"
        return Text(isolate_number(_figure(cell, column, table)), style, align)
    if isinstance(cell, LocalText):
        return Stack(tuple(Text(one, style, start(words)) for one in words.texts(w.plain_local(cell))))
    if isinstance(cell, Message):
        return Stack(tuple(Text(one, style, start(words)) for one in words.texts(_said(cell, words))))
    text = w.day(cell) if isinstance(cell, date) else w.plain(cell or "")
    return Text(text, style, start(words))


def _figure(value: int, column: Column, table: ReportTable) -> str:
    if column.kind is ColumnKind.MONEY:
        return w.amount(value, table.currency)
    if column.kind is ColumnKind.RATE:
        return w.percent(value)
    if column.kind is ColumnKind.TIME:
        return w.zone_stamp(value, table.zone)
    return str(value)
