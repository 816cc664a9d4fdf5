"""The A4 page of a tax invoice or credit note. What it says comes from fiscal_words.py."""

from __future__ import annotations

from collections.abc import Iterator

from salondesk.core.catalogue import isolate_number
from salondesk.core.localtext import LocalText
from salondesk.core.message import N_
from salondesk.domain.sale.invoice import Invoice, InvoiceForm, InvoiceLine
from salondesk.printing.page.blocks import Block, Inset, Row, Rule, Space, Stack, Table, Text
from salondesk.printing.page.codes import BarCode, QrCode
from salondesk.printing.page.house_style import (
    SHEET,
    beside,
    end,
    labelled,
    said,
    side_by_side,
    spread,
    stamp,
    start,
)
from salondesk.printing.page.pages import A4, Layout, lay_out
from salondesk.printing.papers import credit_note
from salondesk.printing.papers import fiscal_words as says
from salondesk.printing.papers.fiscal_words import Field, Sum
from salondesk.printing.text import wording as w
from salondesk.printing.text.text_flow import Align, TextStyle
from salondesk.printing.text.wording import Wording

_WIDTH = A4.content_width
_SUMS = 0.47
_FIELDS_IN_ROW = 4
_SHADE = 0.945


def invoice(document: Invoice, words: Wording, *, copy: bool = False) -> Layout:
    """Lay a fiscal document out on A4; it takes as many pages as its lines need. A copy bears a stamp."""

    def head(number: int, count: int) -> Block | None:
        return _running_head(document, words, copy) if number > 1 else None

    def foot(number: int, count: int) -> Block | None:
        page = words.one(N_("Page {n} of {pages}"), n=str(number), pages=str(count))
        left = f"{words.pick(w.plain_local(document.seller.names))}  ·  {isolate_number(document.number)}"
        cells = (Text(left, SHEET.small, start(words)), Text(page, SHEET.small, end(words)))
        return side_by_side(words, cells, (3, 1))

    return lay_out(A4, _parts(document, words, copy), head=head, foot=foot)


def _parts(document: Invoice, words: Wording, copy: bool) -> Iterator[Block | Table]:
    yield _seller(document, words)
    yield Rule(0.9, above=7, below=7)
    yield _title(document, words, copy)
    yield Space(7)
    fields = says.identity_fields(document, words)
    yield from _grid(fields, words)
    for more in (says.buyer_fields(document, words), credit_note.correction_fields(document, words)):
        if more:
            yield Rule(0.5, SHEET.hair, above=3, below=4)
            yield from _grid(more, words)
    yield Space(8)
    yield _line_table(document, words)
    yield Space(6)
    yield _bottom(document, words)
    if document.footer:
        yield Space(10)
        yield said(words, w.plain_local(document.footer), SHEET.body, "center")


def _seller(document: Invoice, words: Wording) -> Block:
    if words.both:
        left = _seller_side(document, words, "en", "left")
        right = _seller_side(document, words, "ar", "right")
        return Row((left, right), (1, 1))
    lang = "ar" if words.rtl else "en"
    return _seller_side(document, words, lang, start(words))


def _seller_side(document: Invoice, words: Wording, lang: str, align: Align) -> Stack:
    seller = document.seller
    rows: list[Block] = [Text(w.plain(seller.names.pick(lang)), SHEET.name, align)]
    if seller.address:
        rows.append(Text(w.plain(seller.address.pick(lang)), SHEET.body, align))
    for field in says.party_fields(seller, says.rules_of(document), words):
        rows.append(
            Text(f"{field.label.pick(lang)} {isolate_number(field.value.pick(lang))}", SHEET.body, align)
        )
    return Stack(tuple(rows))


def _title(document: Invoice, words: Wording, copy: bool) -> Block:
    """Set the legal words in both languages, the copy's stamp between them."""
    named = says.title(document, words)
    first, second = ("ar", "en") if words.rtl else ("en", "ar")
    middle: Block = stamp(words, says.copy_stamp(words), SHEET.name) if copy else Space(0)
    cells = (
        Text(named.pick(first), SHEET.title, start(words)),
        middle,
        Text(named.pick(second), SHEET.title, end(words)),
    )
    return side_by_side(words, cells, (5, 3, 5), middle=True)


def _running_head(document: Invoice, words: Wording, copy: bool) -> Block:
    named = words.pick(says.title(document, words))
    cells: list[Block] = [
        Text(f"{named}  {isolate_number(document.number)}", SHEET.strong, start(words)),
        stamp(words, says.copy_stamp(words), SHEET.strong) if copy else Space(0),
        Text(words.pick(w.plain_local(document.seller.names)), SHEET.strong, end(words)),
    ]
    return Stack(
        (side_by_side(words, cells, (2, 1, 2), middle=True), Rule(0.5, SHEET.hair, above=2, below=6))
    )


def _grid(fields: list[Field], words: Wording) -> Iterator[Block]:
    """Set fields in columns, label over value; a long value at the end of a row takes the columns left
    free."""
    columns = _FIELDS_IN_ROW
    for at in range(0, len(fields), columns):
        row = fields[at : at + columns]
        cells: list[Block] = [_field(field, words) for field in row]
        widths = [1.0] * len(row)
        free = columns - len(row)
        if free and _is_long(row[-1]):
            widths[-1] += free
        elif free:
            cells.append(Space(0))
            widths.append(free)
        yield Stack((side_by_side(words, cells, widths), Space(3)))


def _is_long(field: Field) -> bool:
    return max(len(field.value.en), len(field.value.ar)) > 24


def _field(field: Field, words: Wording) -> Block:
    style = SHEET.strong if field.strong else SHEET.body
    value = Stack(tuple(Text(one, style, start(words)) for one in words.texts(field.value)))
    return Inset(labelled(words, field.label, value, SHEET), 0.9, "right" if words.rtl else "left")


# ------------------------------------------------------------------ lines


def _line_table(document: Invoice, words: Wording) -> Table:
    full = document.form is InvoiceForm.FULL or not says.prices_hold_tax(document)
    columns = _full_columns(words) if full else _simple_columns(words)
    widths = tuple(width for _, width in columns)
    header = _cells(
        [
            said(words, label, SHEET.label, "right" if n > 1 else start(words))
            for n, (label, _) in enumerate(columns)
        ],
        widths,
        words,
        shade=_SHADE,
    )
    rows = tuple(
        _cells(
            (_full_cells if full else _simple_cells)(line, document, words), widths, words, rule=SHEET.hair
        )
        for line in document.lines
    )
    return Table(header, rows)


def _cells(
    cells: list[Block],
    widths: tuple[float, ...],
    words: Wording,
    *,
    shade: float | None = None,
    rule: float | None = None,
) -> Row:
    return side_by_side(words, cells, widths, pad_x=3, pad_y=3, shade=shade, rule=rule)


def _full_columns(words: Wording) -> list[tuple[LocalText, float]]:
    return [
        (LocalText(en="#", ar="#"), 6),
        (words.say(N_("Description")), 56),
        (words.say(N_("Qty")), 12),
        (words.say(N_("Unit price")), 19),
        (words.say(N_("Discount")), 18),
        (words.say(N_("Net")), 20),
        (words.say(N_("Tax rate")), 14),
        (words.say(N_("Tax")), 16),
        (words.say(N_("Total")), 20),
    ]


def _simple_columns(words: Wording) -> list[tuple[LocalText, float]]:
    return [
        (LocalText(en="#", ar="#"), 6),
        (words.say(N_("Description")), 92),
        (words.say(N_("Qty")), 14),
        (words.say(N_("Unit price")), 24),
        (words.say(N_("Discount")), 22),
        (words.say(N_("Amount")), 24),
    ]


def _full_cells(line: InvoiceLine, document: Invoice, words: Wording) -> list[Block]:
    s, currency = says.sign(document), document.currency
    discount = (line.line_discount_minor + line.bill_discount_minor) * s
    several = len(line.taxes) > 1
    rates = [
        f"{tax.names.pick('ar' if words.rtl else 'en')} {w.percent(tax.rate_ppm)}"
        if several
        else w.percent(tax.rate_ppm)
        for tax in line.taxes
    ]
    taxes = [w.isolate_amount(tax.amount_minor * s, currency) for tax in line.taxes]
    return [
        *_first_cells(line, document, words),
        _number(w.amount(discount, currency) if discount else ""),
        _number(w.amount(line.net_minor * s, currency)),
        Stack(tuple(Text(isolate_number(rate), SHEET.body, "right") for rate in rates)),
        Stack(tuple(Text(tax, SHEET.body, "right") for tax in taxes)),
        _number(w.amount(line.gross_minor * s, currency), SHEET.strong),
    ]


def _simple_cells(line: InvoiceLine, document: Invoice, words: Wording) -> list[Block]:
    s, currency = says.sign(document), document.currency
    discount = says.line_discount(line, document)
    shown = line.list_minor * s - discount
    return [
        *_first_cells(line, document, words),
        _number(w.amount(discount, currency) if discount else ""),
        _number(w.amount(shown, currency), SHEET.strong),
    ]


def _first_cells(line: InvoiceLine, document: Invoice, words: Wording) -> list[Block]:
    return [
        Text(str(line.n), SHEET.small, start(words)),
        _description(line, words),
        _number(w.quantity(line.qty_milli * says.sign(document))),
        _number(w.amount(line.unit_price_minor, document.currency)),
    ]


def _description(line: InvoiceLine, words: Wording) -> Block:
    rows: list[Block] = [
        said(words, w.plain_local(line.names), SHEET.body, "auto" if words.both else start(words))
    ]
    notes = []
    if line.staff:
        notes.append(says.staff_names(line))
    if line.line_discount_minor and line.discount_reason:
        notes.append(says.discount_note(line, words))
    rows += [spread(words, note, SHEET.small) for note in notes]
    if line.note:
        rows.append(Text(w.plain(line.note), SHEET.small, start(words)))
    return Stack(tuple(rows))


def _number(text: str, style: TextStyle = SHEET.body) -> Block:
    return Text(isolate_number(text) if text else "", style, "right")


# ------------------------------------------------------------------ sums, tenders, codes


def _bottom(document: Invoice, words: Wording) -> Block:
    """Set codes and tenders on one side, the sums on the other; they stay together on a page."""
    return Stack(
        (
            side_by_side(
                words, (_codes(document, words), Space(0), _sums(document, words)), (0.46, 0.07, _SUMS)
            ),
        ),
        keep=True,
    )


def _sums(document: Invoice, words: Wording) -> Block:
    rows: list[Block] = []
    for row in says.sums(document, words):
        if row.strong:
            rows.append(Rule(0.9, above=2, below=2))
        rows.append(_sum_row(row, document.currency, words))
        if row.strong:
            rows.append(Rule(0.9, above=2, below=3))
    for group in (says.tenders(document, words), credit_note.correction_sums(document, words)):
        if group:
            rows.append(Space(5))
            rows += [_sum_row(row, document.currency, words) for row in group]
    return Stack(tuple(rows))


def _sum_row(row: Sum, currency: str, words: Wording) -> Block:
    value = words.money(row.minor, currency) if row.strong else w.isolate_amount(row.minor, currency)
    large = SHEET.strong if words.both else SHEET.total
    style, shown = (large, SHEET.total) if row.strong else (SHEET.body, SHEET.body)
    return beside(words, row.label, value, width=_WIDTH * _SUMS, style=style, value_style=shown, pad_y=1)


def _codes(document: Invoice, words: Wording) -> Block:
    bar = Stack((Space(6), BarCode(document.number), Text(document.number, SHEET.small, "center")))
    return side_by_side(
        words, (QrCode(says.rules_of(document).code(document), dots=4), bar), (0.9, 2), middle=True
    )
