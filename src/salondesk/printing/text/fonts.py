"""The bundled faces of documents: the characters each covers, and glyphs shaped by HarfBuzz.

Lives here: faces, weights, the choice of a face for a character, the cache of shaped words. Does not live
here: direction (bidi.py), lines (text_flow.py), the embedding of a face in a PDF (glyph_font.py).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from unicodedata import category

import uharfbuzz as hb

from salondesk.core.resources import resource

Weight = Literal["regular", "medium", "semibold"]

REPLACEMENT = "\ufffd"
"""Drawn for a character that no bundled face has (a letter of another script): the reader sees that something stands
there."""

_FILES = {"regular": "Regular", "medium": "Medium", "semibold": "SemiBold"}
_IGNORABLE = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u2060\ufeff") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
_CACHED_WORDS = 50_000
_WIDEST_KERN = 90


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph as placed: numbers are thousandths of the type size.

    ``text`` is what copying gives back; it is empty for every glyph of a cluster but one. ``width`` is the
    glyph's own advance, ``advance`` the one it has here (kerning, marks).
    """

    gid: int
    text: str
    width: float
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs from left to right as they stand on paper, and their advance in thousandths of the type size."""

    glyphs: tuple[Glyph, ...]
    advance: float


class Face:
    """One font file. Safe from any thread: shaping is cached, and misses take a lock."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.hb_face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.covers = frozenset(self.hb_face.unicodes)
        self._font = hb.Font(self.hb_face)
        self._scale = 1000 / self.hb_face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender * self._scale, extents.descender * self._scale
        self._lock = threading.Lock()
        self._words: dict[tuple[str, bool], Shaped] = {}

    def has(self, char: str) -> bool:
        """Tell whether this face can draw a character."""
        return ord(char) in self.covers

    def shape(self, text: str, *, rtl: bool) -> Shaped:
        """Shape one stretch of text of one direction; characters the face lacks become a visible
        replacement."""
        key = (text, rtl)
        found = self._words.get(key)
        if found is None:
            with self._lock:
                if len(self._words) >= _CACHED_WORDS:
                    self._words.clear()
                found = self._words[key] = self._shape(text, rtl)
        return found

    def _shape(self, text: str, rtl: bool) -> Shaped:
        shown = "".join(c if self.has(c) or c in _IGNORABLE else REPLACEMENT for c in text)
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(shown)
        buffer.guess_segment_properties()
        # Only the script is worth guessing: a guess takes Arabic-Indic digits for right-to-left and reverses
        # amounts.
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = "ar" if rtl else "en"
        hb.shape(self._font, buffer)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        seen: set[int] = set()
        glyphs = []
        for info, position in zip(infos, positions, strict=True):
            part = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
            seen.add(info.cluster)
            # Kerning between an Arabic ligature and its neighbour may open a gap that readers take for a
            # space.
            wide = max(0.0, position.x_offset * self._scale - _WIDEST_KERN) if position.x_advance else 0.0
            glyphs.append(
                Glyph(
                    info.codepoint,
                    # PDF readers turn right-to-left words round character by character, so the letters of a
                    # ligature are kept as they stand on paper.
                    part[::-1] if rtl else part,
                    self._font.get_glyph_h_advance(info.codepoint) * self._scale,
                    position.x_advance * self._scale - wide,
                    position.x_offset * self._scale - wide,
                    position.y_offset * self._scale,
                )
            )
        return Shaped(tuple(glyphs), sum(glyph.advance for glyph in glyphs))


@dataclass(frozen=True, slots=True)
class FontSet:
    """One weight: the Latin face, and the Arabic one which also has Latin letters in its own rhythm."""

    latin: Face
    arabic: Face

    def pick(self, char: str, before: Face | None) -> Face:
        """Choose the face of a character; marks, spaces and punctuation stay with what stands before them."""
        if before is not None and (char in _IGNORABLE or (_follows(char) and before.has(char))):
            return before
        if self.latin.has(char) or not self.arabic.has(char):
            return self.latin
        return self.arabic


def _follows(char: str) -> bool:
    return category(char)[0] in "MZP"


_LOADING = threading.Lock()


def font_set(weight: Weight) -> FontSet:
    """Return the two faces of a weight, loaded once for all threads: a document must not meet a face
    twice."""
    with _LOADING:
        return _loaded(weight)


@lru_cache(maxsize=4)
def _loaded(weight: Weight) -> FontSet:
    style = _FILES[weight]
    fonts = resource("fonts")
    return FontSet(Face(fonts / f"IBMPlexSans-{style}.ttf"), Face(fonts / f"IBMPlexSansArabic-{style}.ttf"))
