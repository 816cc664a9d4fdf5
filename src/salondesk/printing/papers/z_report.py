"""The X and Z of a till session on paper, 80 mm or A4, from the stored TillReport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from salondesk.core.catalogue import isolate_number
from salondesk.core.localtext import LocalText
from salondesk.core.message import N_
from salondesk.domain.till import MovementKind, TillReport
from salondesk.printing.page.blocks import Block, Rule, Space, Stack, Text
from salondesk.printing.page.house_style import ROLL, SHEET, StatusStyle, beside, said, side_by_side, spread
from salondesk.printing.page.pages import A4, ROLL_80, Layout, PaperName, lay_out, paper
from salondesk.printing.page.pdf import Metadata, PdfDocument, build
from salondesk.printing.papers.fiscal_words import party_fields, rules_of, same, with_rate
from salondesk.printing.text import wording as w
from salondesk.printing.text.wording import DocumentLanguage, Wording, wording
from salondesk.reports.z_report import TENDER_NAMES, debts


@dataclass(frozen=True, slots=True)
class _Row:
    label: LocalText
    value: LocalText
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Section:
    title: LocalText
    rows: tuple[_Row, ...]


def till_document(
    report: TillReport, *, paper: PaperName, language: DocumentLanguage, copy: bool = False
) -> PdfDocument:
    """Draw an X (no number) or a Z. Never call it on the interface thread."""
    words = wording(language)
    title = f"{words.pick(_title(report, words))} {report.number}".strip()
    metadata = Metadata(
        title, report.made_at, author=words.pick(report.seller.names), language="ar" if words.rtl else "en"
    )
    return build(till_layout(report, words, paper_name=paper, copy=copy), metadata)


def till_layout(report: TillReport, words: Wording, *, paper_name: PaperName, copy: bool) -> Layout:
    """Lay a till report out: one column on a roll, two on a sheet."""
    sections = tuple(section for section in _sections(report, words) if section.rows)
    look = SHEET if paper_name == "a4" else ROLL
    parts = list(_head(report, words, look, copy=copy))
    if paper_name == "a4":
        parts += _two_columns(sections, words)
    else:
        parts += _column(sections, words, look, ROLL_80.content_width)
    parts += _foot(report, words, look)
    return lay_out(paper(paper_name), parts)


def _title(report: TillReport, words: Wording) -> LocalText:
    return words.say(N_("Z report")) if report.number else words.say(N_("X report"))


def _head(report: TillReport, words: Wording, look: StatusStyle, *, copy: bool) -> Iterator[Block]:
    width = A4.content_width if look is SHEET else ROLL_80.content_width
    yield said(words, w.plain_local(report.seller.names), look.name, "center")
    for field in party_fields(report.seller, rules_of(report), words)[:1]:
        yield Text(
            f"{words.pick(field.label)} {isolate_number(words.pick(field.value))}", look.small, "center"
        )
    yield Rule(0.8, above=3, below=3)
    yield said(words, _title(report, words), look.title, "center")
    if not report.number:
        yield said(words, words.say(N_("The till is still open")), look.small, "center")
    if copy:
        yield said(words, words.say(N_("Copy")), look.strong, "center")
    yield Space(3)
    for row in _identity(report, words):
        yield _row(row, words, look, width)


def _identity(report: TillReport, words: Wording) -> Iterator[_Row]:
    if report.number:
        yield _Row(words.say(N_("Number")), same(isolate_number(report.number)), True)
    yield _Row(words.say(N_("Business date")), same(w.day(report.business_date)), True)
    yield _Row(words.say(N_("Till")), same(report.till_code))
    yield _Row(words.say(N_("Opened")), same(w.zone_stamp(report.opened_at, report.zone)))
    yield _Row(words.say(N_("Opened by")), w.plain_local(report.opened_by))
    if report.closed_at is not None:
        yield _Row(words.say(N_("Closed")), same(w.zone_stamp(report.closed_at, report.zone)))
        yield _Row(words.say(N_("Closed by")), w.plain_local(report.closed_by))
    else:
        yield _Row(words.say(N_("As at")), same(w.zone_stamp(report.made_at, report.zone)))


def _sections(report: TillReport, words: Wording) -> Iterator[_Section]:
    yield _Section(words.say(N_("Documents")), tuple(_documents(report, words)))
    yield _Section(words.say(N_("Sales")), tuple(_sales(report, words)))
    yield _Section(words.say(N_("Taxes")), tuple(_taxes(report, words)))
    yield _Section(words.say(N_("Tenders")), tuple(_tenders(report, words)))
    yield _Section(words.say(N_("Drawer")), tuple(_drawer(report, words)))
    yield _Section(words.say(N_("Petty cash")), tuple(_movements(report)))
    people = ((one.names, one.net_minor) for one in report.by_staff)
    yield _Section(
        words.say(N_("By person, net")), tuple(_Row(w.plain_local(n), _value(m, report)) for n, m in people)
    )
    kinds = ((one.names, one.net_minor) for one in report.by_kind)
    yield _Section(words.say(N_("By kind, net")), tuple(_Row(n, _value(m, report)) for n, m in kinds))


def _value(minor: int, report: TillReport) -> LocalText:
    return same(w.isolate_amount(minor, report.currency))


def _documents(report: TillReport, words: Wording) -> Iterator[_Row]:
    yield _Row(words.say(N_("Invoices")), same(str(report.invoice_count)))
    if report.invoice_count:
        yield _Row(words.say(N_("First")), same(isolate_number(report.first_invoice)))
        yield _Row(words.say(N_("Last")), same(isolate_number(report.last_invoice)))
    yield _Row(words.say(N_("Credit notes")), same(str(report.credit_count)))
    if report.credit_count:
        yield _Row(words.say(N_("First")), same(isolate_number(report.first_credit)))
        yield _Row(words.say(N_("Last")), same(isolate_number(report.last_credit)))


def _sales(report: TillReport, words: Wording) -> Iterator[_Row]:
    yield _Row(words.say(N_("Before discounts")), _value(report.list_minor, report))
    yield _Row(words.say(N_("Discounts")), _value(-report.discount_minor, report))
    yield _Row(words.say(N_("Total before tax")), _value(report.net_minor, report))
    yield _Row(words.say(N_("Tax")), _value(report.tax_minor, report))
    yield _Row(words.say(N_("Total")), _value(report.gross_minor, report), True)
    if report.rounding_minor:
        yield _Row(words.say(N_("Cash rounding")), _value(report.rounding_minor, report))
    yield _Row(words.say(N_("Grand total of this till")), _value(report.grand_total_minor, report))


def _taxes(report: TillReport, words: Wording) -> Iterator[_Row]:
    for total in report.tax_totals:
        named = with_rate(total.names, total.rate_ppm)
        yield _Row(words.say(N_("{tax}: taxable"), tax=named), _value(total.base_minor, report))
        yield _Row(words.say(N_("{tax}: tax"), tax=named), _value(total.amount_minor, report))


def _tenders(report: TillReport, words: Wording) -> Iterator[_Row]:
    for one in report.tenders:
        name = words.say(TENDER_NAMES[one.kind])
        label = LocalText(en=f"{name.en} × {one.count}", ar=f"{name.ar} × {isolate_number(str(one.count))}")
        yield _Row(label, _value(one.sales_minor + one.refunds_minor, report), True)
        if one.refunds_minor:
            yield _Row(words.say(N_("Sales")), _value(one.sales_minor, report))
            yield _Row(words.say(N_("Refunds")), _value(one.refunds_minor, report))
    for name_of_debt, minor in debts(report):
        yield _Row(words.say(name_of_debt), _value(minor, report), True)


def _drawer(report: TillReport, words: Wording) -> Iterator[_Row]:
    yield _Row(words.say(N_("Float")), _value(report.float_minor, report))
    yield _Row(words.say(N_("Cash sales")), _value(report.cash_sales_minor, report))
    yield _Row(words.say(N_("Cash refunds")), _value(report.cash_refunds_minor, report))
    yield _Row(words.say(N_("Paid in")), _value(report.cash_in_minor, report))
    yield _Row(words.say(N_("Paid out")), _value(-report.cash_out_minor, report))
    yield _Row(words.say(N_("Expected in the drawer")), _value(report.expected_minor, report), True)
    if report.counted_minor is not None:
        yield _Row(words.say(N_("Counted")), _value(report.counted_minor, report), True)
        yield _Row(words.say(N_("Difference")), _value(report.difference_minor or 0, report), True)
    if report.difference_reason:
        yield _Row(words.say(N_("Reason")), same(w.plain(report.difference_reason)))


_RIGHT_TO_LEFT = "\u200f"
"""Every part of a movement's line is isolated: without a strong character it would run from the left."""


def movement_label(time: str, reason: str, by: LocalText) -> LocalText:
    """Return the line of a cash movement: when, why, who."""
    why = f"{isolate_number(time)} {w.isolate_name(reason)}"
    return LocalText(
        en=f"{why} · {w.isolate_name(by.pick('en'))}",
        ar=f"{_RIGHT_TO_LEFT}{why} · {w.isolate_name(by.pick('ar'))}",
    )


def _movements(report: TillReport) -> Iterator[_Row]:
    for one in report.movements:
        minor = one.amount_minor if one.kind is MovementKind.IN else -one.amount_minor
        time = w.zone_stamp(one.at, report.zone)[-5:]
        yield _Row(movement_label(time, one.reason, one.by), _value(minor, report))


def _row(row: _Row, words: Wording, look: StatusStyle, width: float) -> Block:
    value = "\n".join(words.texts(row.value))
    style = look.strong if row.strong else look.body
    label = look.strong if row.strong else look.body
    return beside(words, row.label, value, width=width, style=label, value_style=style, pad_y=0.3)


def _section(section: _Section, words: Wording, look: StatusStyle, width: float) -> Stack:
    rows = [_row(row, words, look, width) for row in section.rows]
    title = spread(words, section.title, look.strong)
    return Stack((Space(4), title, Rule(0.6, above=1, below=2), *rows), keep=len(rows) < 20)


def _column(sections: tuple[_Section, ...], words: Wording, look: StatusStyle, width: float) -> list[Block]:
    return [_section(section, words, look, width) for section in sections]


def _two_columns(sections: tuple[_Section, ...], words: Wording) -> list[Block]:
    """Share the sections between two columns of about one height."""
    width = A4.content_width * 0.47
    made = _column(sections, words, SHEET, width)
    heights = [block.height(width) for block in made]
    best = min(range(1, len(made) + 1), key=lambda n: abs(sum(heights[:n]) - sum(heights[n:])))
    left, right = Stack(tuple(made[:best])), Stack(tuple(made[best:]))
    return [Space(6), side_by_side(words, (left, Space(0), right), (0.47, 0.06, 0.47))]


def _foot(report: TillReport, words: Wording, look: StatusStyle) -> Iterator[Block]:
    if report.number:
        yield Space(26)
        width = A4.content_width if look is SHEET else ROLL_80.content_width
        yield Rule(0.6, above=0, below=1)
        yield beside(words, words.say(N_("Signature")), "", width=width, style=look.small)
