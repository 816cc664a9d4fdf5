"""A person's day on A4: times, clients, services, alerts and notes, with room to write."""

from __future__ import annotations

from salondesk.core.catalogue import isolate_number
from salondesk.core.message import N_
from salondesk.printing.page.blocks import Block, Box, Rule, Space, Stack, Table, Text
from salondesk.printing.page.house_style import SHEET, end, said, side_by_side, spread, start
from salondesk.printing.page.pages import A4, Layout, lay_out
from salondesk.printing.page.pdf import Metadata, PdfDocument, build
from salondesk.printing.text import wording as w
from salondesk.printing.text.wording import DocumentLanguage, Wording, wording
from salondesk.reports.day_sheet import STATUS_NAMES, DaySheet, DaySheetLine

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_WIDTHS = (24, 48, 54, 54)


def day_sheet_document(sheet: DaySheet, *, language: DocumentLanguage) -> PdfDocument:
    """Draw a person's day sheet. Never call it on the interface thread."""
    words = wording(language)
    title = f"{words.one(N_('Day sheet'))} {words.pick(sheet.person)} {w.day(sheet.day)}"
    metadata = Metadata(
        title, sheet.made_at, author=words.pick(sheet.shop), language="ar" if words.rtl else "en"
    )
    return build(day_sheet_layout(sheet, words), metadata)


def day_sheet_layout(sheet: DaySheet, words: Wording) -> Layout:
    """Lay a day sheet out on as many A4 pages as it needs."""

    def foot(number: int, count: int) -> Block | None:
        page = words.one(N_("Page {n} of {pages}"), n=str(number), pages=str(count))
        made = words.one(N_("Printed {time}"), time=w.zone_stamp(sheet.made_at, sheet.zone))
        return side_by_side(
            words, (Text(made, SHEET.small, start(words)), Text(page, SHEET.small, end(words))), (1, 1)
        )

    parts: list[Block | Table] = [_head(sheet, words), Rule(0.9, above=5, below=8)]
    if sheet.lines:
        parts.append(_table(sheet, words))
    else:
        parts.append(said(words, words.say(N_("Nothing booked on this day.")), SHEET.body, "center"))
    return lay_out(A4, parts, foot=foot)


def _head(sheet: DaySheet, words: Wording) -> Block:
    weekday = words.say(_WEEKDAYS[sheet.day.weekday()])
    dated = type(weekday)(
        en=f"{weekday.en} {w.day(sheet.day)}", ar=f"{weekday.ar} {isolate_number(w.day(sheet.day))}"
    )
    return Stack(
        (
            spread(words, w.plain_local(sheet.shop), SHEET.body),
            spread(words, w.plain_local(sheet.person), SHEET.title),
            spread(words, dated, SHEET.name),
        )
    )


def _table(sheet: DaySheet, words: Wording) -> Table:
    heads = (N_("Time"), N_("Client"), N_("Service"), N_("Notes"))
    header = side_by_side(
        words,
        [said(words, words.say(head), SHEET.label, start(words)) for head in heads],
        _WIDTHS,
        pad_x=4,
        pad_y=3,
        shade=0.945,
    )
    return Table(header, tuple(_line(line, sheet, words) for line in sheet.lines))


def _line(line: DaySheetLine, sheet: DaySheet, words: Wording) -> Block:
    begin, finish = (w.zone_stamp(at, sheet.zone)[-5:] for at in (line.start_ms, line.end_ms))
    client: list[Block] = [Text(w.plain(line.client) or "—", SHEET.strong, start(words))]
    if line.phone:
        client.append(Text(w.phone(line.phone), SHEET.small, start(words)))
    notes: list[Block] = []
    if line.alert:
        notes.append(Box(Text(w.plain(line.alert), SHEET.strong, start(words)), pad_x=4, pad_y=1.5))
        notes.append(Space(2))
    notes.append(Text(w.plain(line.note), SHEET.body, start(words)))
    status = said(words, words.say(STATUS_NAMES[line.status]), SHEET.small, start(words))
    times: list[Block] = [Text(isolate_number(f"{begin}–{finish}"), SHEET.strong, start(words))]
    for gap in line.gaps:
        free = {key: w.zone_stamp(at, sheet.zone)[-5:] for key, at in zip(("start", "end"), gap, strict=True)}
        times.append(
            said(words, words.say(N_("Free from {start} to {end}."), **free), SHEET.small, start(words))
        )
    cells = (
        Stack((*times, status)),
        Stack(tuple(client)),
        said(words, w.plain_local(line.services), SHEET.body, start(words)),
        Stack((*notes, Space(10))),
    )
    return side_by_side(words, cells, _WIDTHS, pad_x=4, pad_y=4, rule=SHEET.hair)
