"""Code 128 (ISO/IEC 15417): text to the widths of its bars. Sets B and C, all that document numbers need.

Written here because the library that also has it imports its whole drawing toolkit, which a first receipt would
wait for.
"""

from __future__ import annotations

import re

_WIDTHS = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
""".split()
"""Widths in modules of bar, space, bar, space… of each symbol value."""

_START_B, _START_C, _TO_C, _TO_B, _STOP = 104, 105, 99, 100, 106
_PARTS = re.compile(
    r"(?P<pairs>(?:^\d\d$|^(?:\d\d){2,}|(?:\d\d){3,}(?!\d)|(?:\d\d){2,}$))|(?P<one>.)", re.DOTALL
)


def modules(text: str) -> tuple[int, ...]:
    """Return the widths of bars and spaces in turn, a bar first, without quiet zones.

    Raises ValueError for anything but printable ASCII.
    """
    return tuple(int(width) for value in symbols(text) for width in _WIDTHS[value])


def symbols(text: str) -> list[int]:
    """Return the symbol values from start to stop, the check symbol among them; digits in pairs where that is shorter."""
    if not text or not all(" " <= char <= "~" for char in text):
        raise ValueError(f"not printable ASCII: {text!r}")
    values: list[int] = []
    in_pairs = False
    for part in _PARTS.finditer(text):
        wants_pairs = part["pairs"] is not None
        if not values:
            values.append(_START_C if wants_pairs else _START_B)
        elif wants_pairs is not in_pairs:
            values.append(_TO_C if wants_pairs else _TO_B)
        in_pairs = wants_pairs
        if wants_pairs:
            digits = part["pairs"]
            values += [int(digits[n : n + 2]) for n in range(0, len(digits), 2)]
        else:
            values.append(ord(part["one"]) - 32)
    check = values[0] + sum(place * value for place, value in enumerate(values))
    return [*values, check % 103, _STOP]
