"""Which way text runs: embedding levels by UAX #9, isolates and bracket pairs included.

Lives here: levels of one paragraph, its own direction, the reordering of one line. Does not live here: fonts,
glyphs, line breaking (fonts.py, text_flow.py). Pure Python; python-bidi serves the tests as a second opinion,
because its pure half knows no isolates and its compiled half gives text back, but no levels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from unicodedata import bidirectional

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
"""Isolates: left to right, right to left, by first strong character; and the character that ends each."""

_MAX_DEPTH = 125
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_EMBEDDINGS = {"RLE": (1, ""), "LRE": (0, ""), "RLO": (1, "R"), "LRO": (0, "L")}
_REMOVED = frozenset((*_EMBEDDINGS, "PDF", "BN"))
_LEFT_ONLY = frozenset(("L", "EN", "ES", "ET", "CS", "NSM", "B", "S", "WS", "ON"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "PDI", *_ISOLATES))
_PAIRS = "()[]{}⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫⟮⟯⦃⦄⦅⦆"
_PAIRS += "〈〉《》「」『』【】〔〕〖〗﹙﹚（）［］｛｝｢｣"
_CLOSER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENERS = {closer: opener for opener, closer in _CLOSER.items()}
_MAX_OPEN_BRACKETS = 63

_Item = TypeVar("_Item")


def first_strong(text: str) -> int | None:
    """Return the direction (0 or 1) of the first strong character outside isolates; None without one."""
    depth = 0
    for char in text:
        kind = bidirectional(char)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
    return None


def is_rtl(text: str) -> bool:
    """True where a paragraph of `text` runs right to left by itself (rules P2 and P3)."""
    return first_strong(text) == 1


@lru_cache(maxsize=8192)
def levels(text: str, base: int) -> tuple[int, ...]:
    """Give the embedding level of each character of one paragraph whose own level is `base` (0 or 1).

    Trailing white space keeps its resolved level: who breaks lines drops it (rule L1).
    """
    kinds = [bidirectional(char) or "ON" for char in text]
    if not base and _LEFT_ONLY.issuperset(kinds):
        return (0,) * len(text)
    explicit, kinds = _explicit(kinds, text, base)
    resolved = list(explicit)
    for run in _run_sequences(kinds, explicit, base):
        _resolve_weak(run)
        _resolve_brackets(run, text)
        _resolve_neutral(run)
        _resolve_implicit(run, resolved)
    before = base
    for index, kind in enumerate(kinds):
        if kind in _REMOVED:  # §5.2: joiners and controls go with what stands before them
            resolved[index] = before
        before = resolved[index]
    return tuple(resolved)


def visual_order(items: Sequence[_Item], level_of: Callable[[_Item], int]) -> list[_Item]:
    """Reorder one line's items from logical to visual order, left to right on paper (rule L2)."""
    order = list(items)
    highest = max(map(level_of, order), default=0)
    lowest_odd = min((level for level in map(level_of, order) if level & 1), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and level_of(order[end]) >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order


@dataclass(slots=True)
class _Entry:
    level: int
    override: str
    isolate: bool


@dataclass(slots=True)
class _Explicit:
    """Rules X1 to X8 while walking one paragraph."""

    base: int
    stack: list[_Entry]
    overflow_isolates: int = 0
    overflow_embeddings: int = 0
    valid_isolates: int = 0

    def open(self, direction: int, override: str, *, isolate: bool) -> None:
        top = self.stack[-1].level
        level = top + 1 if (top + 1) & 1 == direction else top + 2
        if level <= _MAX_DEPTH and not self.overflow_isolates and not self.overflow_embeddings:
            self.valid_isolates += isolate
            self.stack.append(_Entry(level, override, isolate))
        elif isolate:
            self.overflow_isolates += 1
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def close_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.stack[-1].isolate:
                self.stack.pop()
            self.stack.pop()
            self.valid_isolates -= 1

    def close_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif len(self.stack) > 1 and not self.stack[-1].isolate:
            self.stack.pop()


def _explicit(kinds: list[str], text: str, base: int) -> tuple[list[int], list[str]]:
    """Apply X1 to X8; return levels and the classes as overrides changed them."""
    state = _Explicit(base, [_Entry(base, "", False)])
    found, changed = [base] * len(kinds), list(kinds)
    for index, kind in enumerate(kinds):
        if kind in _EMBEDDINGS:
            found[index] = state.stack[-1].level
            direction, override = _EMBEDDINGS[kind]
            state.open(direction, override, isolate=False)
        elif kind == "PDF":
            state.close_embedding()
            found[index] = state.stack[-1].level
        elif kind == "B":
            state = _Explicit(base, [_Entry(base, "", False)])
        else:
            if kind == "PDI":
                state.close_isolate()
            top = state.stack[-1]
            found[index] = top.level
            if top.override and kind != "BN":
                changed[index] = top.override
            if kind in _ISOLATES:
                state.open(_isolate_direction(kind, text, index), "", isolate=True)
    return found, changed


def _isolate_direction(kind: str, text: str, index: int) -> int:
    if kind != "FSI":
        return int(kind == "RLI")
    depth, end = 1, index + 1
    while end < len(text) and depth:
        depth += (text[end] in (LRI, RLI, FSI)) - (text[end] == PDI)
        end += 1
    return first_strong(text[index + 1 : end - (not depth)]) or 0


@dataclass(slots=True)
class _Sequence:
    """One isolating run sequence (X10): places in the paragraph, classes as the rules change them."""

    level: int
    places: list[int]
    kinds: list[str]
    originals: list[str]
    sos: str = "L"
    eos: str = "L"
    brackets: list[int] = field(default_factory=list)

    @property
    def embedding(self) -> str:
        return "LR"[self.level & 1]


def _run_sequences(kinds: list[str], explicit: list[int], base: int) -> list[_Sequence]:
    kept = [index for index, kind in enumerate(kinds) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for index in kept:
        if runs and explicit[runs[-1][-1]] == explicit[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    joined = _join_isolates(runs, kinds, explicit)
    position = {index: place for place, index in enumerate(kept)}
    made = []
    for places in joined:
        level = explicit[places[0]]
        before, after = position[places[0]] - 1, position[places[-1]] + 1
        left = explicit[kept[before]] if before >= 0 else base
        open_end = kinds[places[-1]] in _ISOLATES
        right = explicit[kept[after]] if after < len(kept) and not open_end else base
        row = [kinds[index] for index in places]
        made.append(
            _Sequence(level, places, row, list(row), "LR"[max(left, level) & 1], "LR"[max(right, level) & 1])
        )
    return made


def _join_isolates(runs: list[list[int]], kinds: list[str], explicit: list[int]) -> list[list[int]]:
    """Join each run that ends with an isolate initiator to the run its PDI begins (BD13)."""
    joined: list[list[int]] = []
    waiting: list[list[int]] = []
    for run in runs:
        target = run
        if kinds[run[0]] == "PDI":
            while waiting and explicit[waiting[-1][-1]] > explicit[run[0]]:
                waiting.pop()
            if waiting and explicit[waiting[-1][-1]] == explicit[run[0]]:
                target = waiting.pop()
                target.extend(run)
        if target is run:
            joined.append(run)
        if kinds[run[-1]] in _ISOLATES:
            waiting.append(target)
    return joined


def _resolve_weak(run: _Sequence) -> None:
    kinds, strong, before = run.kinds, run.sos, run.sos
    for index, kind in enumerate(kinds):  # W1, W2
        if kind == "NSM":
            kinds[index] = kind = "ON" if before in _ISOLATES or before == "PDI" else before
        if kind == "EN" and strong == "AL":
            kinds[index] = "AN"
        elif kind in ("L", "R", "AL"):
            strong = kind
        before = kinds[index]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and (left == "EN" and kind in ("ES", "CS") or left == "AN" and kind == "CS"):
            kinds[index] = left
    _resolve_terminators(kinds)
    strong = run.sos
    for index, kind in enumerate(kinds):  # W7
        if kind == "EN" and strong == "L":
            kinds[index] = "L"
        elif kind in ("L", "R"):
            strong = kind


def _resolve_terminators(kinds: list[str]) -> None:
    """W5: terminators (%, currency signs) beside European numbers join them; W6: the rest are neutral."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > start:
            touches = (start and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            kinds[start:end] = ["EN" if touches else "ON"] * (end - start)
        start = max(end, start + 1)
    kinds[:] = ["ON" if kind in ("ES", "CS") else kind for kind in kinds]


def _strong(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _resolve_brackets(run: _Sequence, text: str) -> None:
    """N0: a bracket pair takes the direction of what it holds: "Keratin (long)" keeps its shape in Arabic."""
    for opener, closer in _bracket_pairs(run, text):
        inside = {_strong(kind) for kind in run.kinds[opener + 1 : closer]} - {""}
        if run.embedding in inside:
            direction = run.embedding
        elif inside:
            before = next((s for s in map(_strong, reversed(run.kinds[:opener])) if s), run.sos)
            direction = before if before != run.embedding else run.embedding
        else:
            continue
        for place in (opener, closer):
            run.kinds[place] = direction
            follower = place + 1
            while follower < len(run.kinds) and run.originals[follower] == "NSM":
                run.kinds[follower] = direction
                follower += 1


def _bracket_pairs(run: _Sequence, text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for index, place in enumerate(run.places):
        char = text[place]
        if run.kinds[index] != "ON":
            continue
        if char in _CLOSER:
            if len(waiting) >= _MAX_OPEN_BRACKETS:
                return []
            waiting.append((char, index))
        elif char in _OPENERS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == _OPENERS[char]:
                    pairs.append((waiting[depth][1], index))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(run: _Sequence) -> None:
    kinds, start = run.kinds, 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > start:
            left = _strong(kinds[start - 1]) if start else run.sos
            right = _strong(kinds[end]) if end < len(kinds) else run.eos
            kinds[start:end] = [left if left == right else run.embedding] * (end - start)  # N1, N2
        start = max(end, start + 1)


def _resolve_implicit(run: _Sequence, resolved: list[int]) -> None:
    odd = run.level & 1
    for place, kind in zip(run.places, run.kinds, strict=True):
        if odd:
            resolved[place] = run.level + (kind != "R")
        else:
            resolved[place] = run.level + {"L": 0, "R": 1}.get(kind, 2)
