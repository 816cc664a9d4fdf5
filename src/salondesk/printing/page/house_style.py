"""House style of documents: type sizes of each paper, and the composite blocks all documents share.

A document in both languages puts English left, Arabic right and the value between them; a document in one
language puts the label at the start of the line and the value at its end. Arabic pages are mirrored here,
in `side_by_side`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salondesk.core.localtext import LocalText
from salondesk.printing.page.blocks import Block, Box, Inset, Row, Stack, Text
from salondesk.printing.text.text_flow import Align, TextStyle, measure
from salondesk.printing.text.wording import Wording


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """Type styles of one kind of paper."""

    title: TextStyle
    name: TextStyle
    body: TextStyle
    strong: TextStyle
    label: TextStyle
    small: TextStyle
    total: TextStyle
    hair: float
    """Grey of thin rules; a thermal head prints black or nothing."""


SHEET = StatusStyle(
    title=TextStyle(19, "semibold", leading_factor=1.36),
    name=TextStyle(12.5, "semibold"),
    body=TextStyle(8.75),
    strong=TextStyle(8.75, "semibold"),
    label=TextStyle(7.25, grey=0.38),
    small=TextStyle(7.5, grey=0.38),
    total=TextStyle(11.5, "semibold"),
    hair=0.78,
)
ROLL = StatusStyle(
    title=TextStyle(11.5, "semibold", leading_factor=1.36),
    name=TextStyle(12.5, "semibold", leading_factor=1.36),
    body=TextStyle(8.5, "medium", leading_factor=1.4),
    strong=TextStyle(8.5, "semibold", leading_factor=1.4),
    label=TextStyle(8, leading_factor=1.4),
    small=TextStyle(7.75, leading_factor=1.4),
    total=TextStyle(12.5, "semibold", leading_factor=1.36),
    hair=0.0,
)


def side_by_side(
    words: Wording,
    cells: Sequence[Block],
    widths: Sequence[float],
    *,
    pad_x: float = 0.0,
    pad_y: float = 0.0,
    shade: float | None = None,
    rule: float | None = None,
    middle: bool = False,
) -> Row:
    """Put cells side by side in reading order: from the right on an Arabic page."""
    step = -1 if words.rtl else 1
    return Row(tuple(cells)[::step], tuple(widths)[::step], pad_x, pad_y, shade, rule, middle)


def start(words: Wording) -> Align:
    """Return the side where lines of a page begin."""
    return "right" if words.rtl else "left"


def end(words: Wording) -> Align:
    """Return the side where lines of a page end."""
    return "left" if words.rtl else "right"


def said(words: Wording, text: LocalText, style: TextStyle, align: Align) -> Stack:
    """Set a text in the language of the document, or in both one under the other, Arabic first."""
    return Stack(tuple(Text(one, style, align) for one in words.texts(text)))


def spread(words: Wording, text: LocalText, style: TextStyle) -> Block:
    """Set a text at the start of its box; in both languages, English left and Arabic right on one line."""
    if not words.both or text.pick("en") == text.pick("ar"):
        return Text(words.pick(text), style, start(words))
    english, arabic = text.pick("en"), text.pick("ar")
    wide, tall = max(measure(english, style), 1.0), max(measure(arabic, style), 1.0)
    return Row((Text(english, style, "left"), Text(arabic, style, "right")), (wide + 3, tall + 3))


def labelled(words: Wording, label: LocalText, value: Block, look: StatusStyle) -> Stack:
    """Put a small label over a value."""
    return Stack((spread(words, label, look.label), value))


def beside(
    words: Wording,
    label: LocalText,
    value: str,
    *,
    width: float,
    style: TextStyle,
    value_style: TextStyle | None = None,
    pad_y: float = 0.6,
) -> Row:
    """Put label and value on one line `width` points wide; in both languages English label, value, Arabic
    label.

    The value takes the room it needs, up to three fifths, and the labels the rest: a figure never wraps.
    """
    shown = value_style or style
    room = min(measure(value, shown) + (14 if words.both else 5), 0.6 * width)
    if words.both:
        labels = (width - room) / 2
        cells = (
            Text(label.pick("en"), style, "left"),
            Text(value, shown, "center"),
            Text(label.pick("ar"), style, "right"),
        )
        return Row(cells, (labels, room, labels), pad_y=pad_y, middle=shown.size != style.size)
    return side_by_side(
        words,
        (Text(words.pick(label), style, start(words)), Text(value, shown, end(words))),
        (width - room, room),
        pad_y=pad_y,
    )


def stamp(words: Wording, text: LocalText, style: TextStyle) -> Block:
    """Make a framed stamp; a stamp always speaks both languages, whoever finds the paper must understand
    it."""
    both = (
        f"{text.pick('en')}  /  {text.pick('ar')}"
        if not words.rtl
        else f"{text.pick('ar')}  /  {text.pick('en')}"
    )
    return Box(Text(both, style, "center"), pad_y=1.5, thickness=1.2)


def centred(block: Block, share: float) -> Block:
    """Put a block in the middle of its line, on a share of the width."""
    return Inset(block, share)
