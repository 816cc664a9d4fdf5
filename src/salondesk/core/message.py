"""Text without a language: the marker for translators and the Message value.

Pure rooms (domain, engine, services) never hold finished text. They make a Message, which names the English
source text and its parameters; whoever shows it asks a catalogue (core/catalogue.py) for the words. What does
not live here: catalogues, formatting of amounts and dates, the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark a text for the translators and return it unchanged."""
    return text


def NP_(one: str, many: str) -> tuple[str, str]:
    """Mark a text with a plural for the translators; the count's field must be named {n}."""
    return one, many


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence to be said later: English source key, parameters, and the plural form if it counts
    something.

    A parameter may itself be a Message or a LocalText; it is then said in the same language. Money, dates and other values
    are shown by the formatter of whoever renders the message.
    """

    key: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    plural: str | None = None
    count: int | None = None

    @classmethod
    def of(cls, key: str, /, **params: object) -> Message:
        """Make a message from a key marked with N_ and named parameters."""
        return cls(key, params)

    @classmethod
    def counted(cls, keys: tuple[str, str], n: int, /, **params: object) -> Message:
        """Make a message that counts n things from a pair marked with NP_; {n} is filled in."""
        return cls(keys[0], {"n": n, **params}, keys[1], n)
