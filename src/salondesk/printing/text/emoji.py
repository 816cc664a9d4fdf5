"""Emoji on paper: left out. The record keeps them; a document has no coloured face and would show boxes.

Only pictures go. A letter that no bundled face has still prints as a replacement, so that the reader sees that a
word is incomplete; a sign that a face does have (©, ™, №) is printed.
"""

from __future__ import annotations

import re
from unicodedata import category

from salondesk.printing.text.fonts import font_set

NOTHING_LEFT = "–"
"""Stands where a text was pictures only: a line of an invoice is never without a sign."""

_MAYBE = re.compile(
    "[\u2100-\u2bff\u3030\u303d\u3297\u3299\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_JOINED = "(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d(?={mark}))*"
_KEYCAP = re.compile("(?<=[0-9#*])\ufe0f?\u20e3")
_GAPS = re.compile(" {2,}")
_HOLE = "\ue000"
"""A private character that stands where a picture was, while what joins pictures is taken away around it."""
_AROUND = re.compile(f"{_HOLE}" + _JOINED.format(mark=_HOLE))


def without_pictures(text: str) -> str:
    """Return the text as paper can show it: pictures gone with what joins them, and the gap they leave."""
    if _MAYBE.search(text) is None:
        return text
    marked = "".join(_HOLE if _is_picture(char) else char for char in _KEYCAP.sub("", text))
    if _HOLE not in marked:
        return marked
    rest = _AROUND.sub("", marked)
    lines = [_GAPS.sub(" ", line).strip() for line in rest.split("\n")]
    return "\n".join(lines) if any(lines) else NOTHING_LEFT


def _is_picture(char: str) -> bool:
    if "\U0001f000" <= char <= "\U0001faff":
        return True  # whatever this Python knows of them: each year brings new ones
    if _MAYBE.match(char) is None or category(char) not in ("So", "Sm", "Sk", "Po", "Pd"):
        return False
    faces = font_set("regular")
    return not (faces.latin.has(char) or faces.arabic.has(char))
