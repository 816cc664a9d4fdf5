"""Folding text so that people find each other whatever the spelling. Nothing folded is ever shown.

Rules: facts of Arabic search practice: hamza carriers to alef, alef maqsura and
yeh hamza to yeh, teh marbuta to heh, tatweel, marks and bidi controls dropped,
Arabic-Indic digits to ASCII, "عبد ال" joined, Latin accents dropped, case folded.
"""

import re
import unicodedata

_MAP = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
        "ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ە": "ه", "گ": "ك", "پ": "ب", "چ": "ج", "ڤ": "ف",
        "ء": None, "ـ": None,
    }
)  # fmt: skip
_NOT_WORD = re.compile(r"[^\w]+")
_ABD = re.compile(r"\bعبد ال")


def fold(text: str) -> str:
    """Return ``text`` as search compares it: folded letters, ASCII digits, single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    text = unicodedata.normalize("NFKC", text).translate(_MAP)
    text = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c
        for c in text
    )
    text = _NOT_WORD.sub(" ", text).strip()
    return _ABD.sub("عبدال", text)


def digits(text: str) -> str:
    """Return only the digits of ``text``, as ASCII, whatever script they were typed in."""
    return "".join(str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None)


def clean_line(text: str, limit: int) -> str:
    """Return typed text fit to keep: one line, no control or bidi-override characters, at most ``limit`` characters.

    Overrides and embeddings (U+202A-U+202E, U+2066-U+2069) are dropped because a
    name that carries one could rewrite the line it is printed on.
    """
    kept = []
    for c in unicodedata.normalize("NFC", text):
        if c in "\t\r\n":
            kept.append(" ")
        elif (
            unicodedata.category(c) in ("Cc", "Cs") or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
        ):
            continue
        else:
            kept.append(c)
    return " ".join("".join(kept).split())[:limit].rstrip()
