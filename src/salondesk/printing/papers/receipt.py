"""The 80 mm slip of a tax invoice or credit note. What it says comes from fiscal_words.py."""

from __future__ import annotations

from collections.abc import Iterator

from salondesk.core.localtext import LocalText
from salondesk.core.message import N_
from salondesk.domain.sale.invoice import Invoice, InvoiceForm, InvoiceLine
from salondesk.printing.page.blocks import Block, Rule, Space, Stack, Text
from salondesk.printing.page.codes import BarCode, QrCode
from salondesk.printing.page.house_style import (
    ROLL,
    beside,
    centred,
    said,
    side_by_side,
    spread,
    stamp,
    start,
)
from salondesk.printing.page.pages import ROLL_80, Layout, lay_out
from salondesk.printing.papers import credit_note
from salondesk.printing.papers import fiscal_words as says
from salondesk.printing.papers.fiscal_words import Field, Sum
from salondesk.printing.text import wording as w
from salondesk.printing.text.wording import Wording

_WIDTH = ROLL_80.content_width
_THIN = Rule(0.6, above=3, below=3)
_DASHED = Rule(0.6, above=2.5, below=2.5, dashed=True)


def receipt(invoice: Invoice, words: Wording, *, copy: bool = False) -> Layout:
    """Lay a fiscal document out on an 80 mm roll. A copy bears a stamp."""
    return lay_out(ROLL_80, _parts(invoice, words, copy))


def _parts(invoice: Invoice, words: Wording, copy: bool) -> Iterator[Block]:
    yield from seller_head(invoice, words)
    yield _THIN
    yield Stack(
        tuple(Text(one, ROLL.title, "center") for one in _both_titles(says.title(invoice, words), words))
    )
    if copy:
        yield Space(3)
        yield centred(stamp(words, says.copy_stamp(words), ROLL.title), 0.6)
        yield Space(2)
    yield Space(2)
    fields = [*says.identity_fields(invoice, words), *credit_note.correction_fields(invoice, words)]
    for field in [*fields, *says.buyer_fields(invoice, words)]:
        yield field_row(field, words)
    yield _THIN
    for n, line in enumerate(invoice.lines):
        if n:
            yield Space(2.5)
        yield _line(line, invoice, words)
    yield _DASHED
    yield Stack(tuple(sum_row(row, invoice.currency, words) for row in says.sums(invoice, words)), keep=True)
    for rows in (says.tenders(invoice, words), credit_note.correction_sums(invoice, words)):
        if rows:
            yield _DASHED
            yield Stack(tuple(sum_row(row, invoice.currency, words) for row in rows), keep=True)
    yield _THIN
    yield from _foot(invoice, words)


def _both_titles(title: LocalText, words: Wording) -> tuple[str, str]:
    """The legal words stand in both languages on every document."""
    order = ("en", "ar") if words.language == "en" else ("ar", "en")
    return title.pick(order[0]), title.pick(order[1])


def seller_head(document: Invoice, words: Wording) -> Iterator[Block]:
    """Set the shop's name, address and numbers, centred."""
    return party_head(document.seller.names, document.seller.address, _numbers(document, words), words)


def _numbers(invoice: Invoice, words: Wording) -> list[Field]:
    return says.party_fields(invoice.seller, says.rules_of(invoice), words)


def party_head(names: LocalText, address: LocalText, fields: list[Field], words: Wording) -> Iterator[Block]:
    """Set a name, an address and numbers, centred."""
    yield said(words, w.plain_local(names), ROLL.name, "center")
    if address:
        yield said(words, w.plain_local(address), ROLL.small, "center")
    for field in fields:
        value = words.pick(field.value)
        if words.both:
            yield beside(
                words, field.label, value, width=_WIDTH, style=ROLL.small, value_style=ROLL.body, pad_y=0
            )
        else:
            yield Text(f"{words.pick(field.label)} {value}", ROLL.small, "center")


def field_row(field: Field, words: Wording) -> Block:
    """Set one field on a line; a value in two languages takes two lines in the middle."""
    style = ROLL.strong if field.strong else ROLL.body
    value = "\n".join(words.texts(field.value))
    return beside(words, field.label, value, width=_WIDTH, style=ROLL.label, value_style=style, pad_y=0)


def sum_row(row: Sum, currency: str, words: Wording) -> Block:
    """Set one labelled amount; the total is large and names its currency."""
    value = words.money(row.minor, currency) if row.strong else w.isolate_amount(row.minor, currency)
    large = ROLL.strong if words.both else ROLL.total
    style, shown = (large, ROLL.total) if row.strong else (ROLL.body, ROLL.body)
    return beside(words, row.label, value, width=_WIDTH, style=style, value_style=shown)


def _line(line: InvoiceLine, invoice: Invoice, words: Wording) -> Block:
    """Set one sold line: names, who did it, quantity and price, discount, and the tax on a full invoice."""
    currency = invoice.currency
    rows: list[Block] = []
    names = w.plain_local(line.names)
    if words.both:
        rows.append(spread(words, names, ROLL.strong))
    else:
        rows.append(Text(words.pick(names), ROLL.strong, start(words)))
    detail = "  ".join([says.per_unit(line, invoice), *map(w.isolate_name, _people(line, words))])
    rows.append(_amount_row(detail, line.list_minor * says.sign(invoice), currency, words))
    if line.line_discount_minor:
        note = words.pick(says.discount_note(line, words))
        if words.both:
            note = f"{words.say(N_('Discount')).ar}  {note}"
        rows.append(_amount_row(note, -says.line_discount(line, invoice), currency, words))
    if line.note:
        rows.append(Text(w.plain(line.note), ROLL.small, start(words)))
    if invoice.form is InvoiceForm.FULL:
        rows += [
            Text(one, ROLL.small, start(words)) for one in words.texts(_tax_detail(line, invoice, words))
        ]
    return Stack(tuple(rows))


def _people(line: InvoiceLine, words: Wording) -> tuple[str, ...]:
    return words.texts(says.staff_names(line)) if line.staff else ()


def _amount_row(text: str, minor: int, currency: str, words: Wording) -> Block:
    return side_by_side(
        words,
        (
            Text(text, ROLL.small, start(words)),
            Text(w.isolate_amount(minor, currency), ROLL.body, "left" if words.rtl else "right"),
        ),
        (2.6, 1),
    )


def _tax_detail(line: InvoiceLine, invoice: Invoice, words: Wording) -> LocalText:
    s, currency = says.sign(invoice), invoice.currency
    rates = " + ".join(w.percent(tax.rate_ppm) for tax in line.taxes)
    return words.say(
        N_("Net {net}, tax {rate} {tax}, total {gross}"),
        net=w.amount(line.net_minor * s, currency),
        rate=rates or w.percent(0),
        tax=w.amount(line.tax_minor * s, currency),
        gross=w.amount(line.gross_minor * s, currency),
    )


def _foot(invoice: Invoice, words: Wording) -> Iterator[Block]:
    yield Stack(
        (Space(2), BarCode(invoice.number), Text(invoice.number, ROLL.small, "center"), Space(2)), keep=True
    )
    yield QrCode(says.rules_of(invoice).code(invoice))
    if invoice.footer:
        yield Space(2)
        yield said(words, w.plain_local(invoice.footer), ROLL.small, "center")
