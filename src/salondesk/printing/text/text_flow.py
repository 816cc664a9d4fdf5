"""Text set in lines: bidi runs shaped word by word, broken in logical order, reordered line by line.

Lives here: type styles, line breaking, alignment. Does not live here: levels (bidi.py), glyphs (fonts.py),
the operators that put a line on a page (pdf_canvas.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category

from salondesk.printing.text.bidi import first_strong, levels, visual_order
from salondesk.printing.text.emoji import without_pictures
from salondesk.printing.text.fonts import REPLACEMENT, Face, Shaped, Weight, font_set

Align = Literal["left", "right", "center", "auto"]
"""Sides are physical; *auto* follows each line's own direction."""

_WORDS = re.compile(r"[ \t]+|[^ \t]{1,64}")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ASCENT, _DESCENT = 1.06, 0.36


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading in points, weight, grey (0 black to 1 white)."""

    size: float
    weight: Weight = "regular"
    grey: float = 0.0
    leading_factor: float = 1.46

    @property
    def leading(self) -> float:
        """Distance between baselines in points: one for Arabic and Latin, so that cells of a row agree."""
        return self.size * self.leading_factor

    @property
    def baseline(self) -> float:
        """Distance in points from a line's top to its baseline."""
        return (self.leading - (_ASCENT + _DESCENT) * self.size) / 2 + _ASCENT * self.size


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face and one level."""

    face: Face
    level: int
    text: str
    shaped: Shaped


@dataclass(frozen=True, slots=True)
class Line:
    """One line: runs from left to right as drawn, width in thousandths of the type size, its base
    direction."""

    runs: tuple[Run, ...]
    advance: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    runs: tuple[Run, ...]
    advance: float
    space: bool


def clean(text: str) -> str:
    """Make any text fit to print: one kind of line break, no control characters, no half characters.

    Embeddings and overrides go: in a name that somebody typed they would turn the words around it. Emoji go too
    (pictures.py).
    """
    text = without_pictures(_EMBEDDINGS.sub("", _BREAKS.sub("\n", text)))
    return _SURROGATES.sub(REPLACEMENT, _CONTROLS.sub(" ", text))


@lru_cache(maxsize=32768)
def break_lines(text: str, weight: Weight, width: float, base: int | None = None) -> tuple[Line, ...]:
    """Set `text` in lines of at most `width` thousandths of the type size.

    `base` is the paragraph direction (0 or 1); None takes it from each hard line's first strong character.
    A word wider than the line is cut between characters.
    """
    lines: list[Line] = []
    for part in clean(text).split("\n"):
        level = base if base is not None else (first_strong(part) or 0)
        lines.extend(_fill(_words(part, weight, level), weight, width, level))
    return tuple(lines)


def measure(text: str, style: TextStyle) -> float:
    """Return the width in points of a text set on one line per hard break."""
    return max(line.advance for line in break_lines(text, style.weight, 1e9)) * style.size / 1000


def _words(text: str, weight: Weight, base: int) -> Iterator[_Word]:
    resolved = levels(text, base)
    before: Face | None = None
    for found in _WORDS.finditer(text):
        start, end = found.span()
        word, before = _shape_word(text[start:end], resolved[start:end], weight, before)
        yield word


def _shape_word(
    text: str, resolved: tuple[int, ...], weight: Weight, before: Face | None
) -> tuple[_Word, Face | None]:
    """Shape one word (or one gap): a run for each stretch of one face and one level."""
    fonts = font_set(weight)
    parts: list[tuple[Face, int, list[str]]] = []
    for char, level in zip(text, resolved, strict=True):
        if char in _DIRECTION_MARKS:
            continue
        before = fonts.pick(char, before)
        if parts and parts[-1][0] is before and parts[-1][1] == level:
            parts[-1][2].append(char)
        else:
            parts.append((before, level, [char]))
    runs = []
    for face, level, chars in parts:
        stretch = "".join(chars)
        runs.append(Run(face, level, stretch, face.shape(stretch, rtl=bool(level & 1))))
    word = _Word(text, tuple(runs), sum(run.shaped.advance for run in runs), text.isspace())
    return word, before


def _fill(words: Iterator[_Word], weight: Weight, width: float, base: int) -> Iterator[Line]:
    current: list[_Word] = []
    advance = 0.0
    for word in words:
        if word.space:
            if current:
                current.append(word)
                advance += word.advance
            continue
        if current and advance + word.advance > width + 0.01:
            glued = not current[-1].space and len(current[-1].text) >= 64
            if not glued or word.advance <= width:
                yield _line(current, base)
                current, advance = [], 0.0
        for piece in _fit(word, width - advance, width):
            if current and advance + piece.advance > width + 0.01:
                yield _line(current, base)
                current, advance = [], 0.0
            current.append(piece)
            advance += piece.advance
    yield _line(current, base)


def _fit(word: _Word, room: float, width: float) -> Iterator[_Word]:
    """Cut a word that no line can hold; give a word that fits back as it is."""
    if word.advance <= max(room, width) + 0.01:
        yield word
        return
    taken: list[Run] = []
    advance = 0.0
    for run in word.runs:
        for piece in _cut(run, width):
            if taken and advance + piece.shaped.advance > width + 0.01:
                yield _Word("", tuple(taken), advance, False)
                taken, advance = [], 0.0
            taken.append(piece)
            advance += piece.shaped.advance
    if taken:
        yield _Word("", tuple(taken), advance, False)


def _cut(run: Run, width: float) -> Iterator[Run]:
    """Cut a run between characters into runs no wider than `width`; marks stay with their letter."""
    if run.shaped.advance <= width:
        yield run
        return
    start = 0
    for end in range(1, len(run.text) + 1):
        if end < len(run.text) and category(run.text[end])[0] == "M":
            continue
        stretch = run.text[start : end + 1]
        wider = run.face.shape(stretch, rtl=bool(run.level & 1)).advance
        if end == len(run.text) or wider > width:
            text = run.text[start:end]
            yield Run(run.face, run.level, text, run.face.shape(text, rtl=bool(run.level & 1)))
            start = end


def _line(words: list[_Word], base: int) -> Line:
    while words and words[-1].space:
        words.pop()
    logical = [run for word in words for run in word.runs]
    ordered = visual_order(logical, lambda run: run.level)
    return Line(tuple(ordered), sum(run.shaped.advance for run in logical), bool(base))


def side(align: Align, line: Line) -> Literal["left", "right", "center"]:
    """Resolve *auto* for one line."""
    if align == "auto":
        return "right" if line.rtl else "left"
    return align
