"""A Setting is a declared choice with key, type and default; its values are read from text.

The list itself is in domain/settings. The text is what a row of the database holds, what the command line is given and
what stands in a TOML file, so there is one way in and one complaint. Core knows no permissions: one is a plain word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from salondesk.core.errors import BugError, UserError
from salondesk.core.message import Message, N_

T = TypeVar("T")
_KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_WHOLE = re.compile(r"[+-]?\d{1,15}")


class Level(StrEnum):
    """Whose a setting is."""

    SHOP = "shop"
    BRANCH = "branch"
    TILL = "till"
    DEVICE = "device"
    USER = "user"


class SettingType(Protocol[T]):
    """How values of a type are read and written; ``format`` gives the one text that stands for a value."""

    @property
    def expects(self) -> Message:
        """What a value looks like, in words that end a sentence."""
        ...

    def parse(self, text: str) -> T:
        """Return the value a text means. Raises ValueError when it means none."""
        ...

    def format(self, value: T) -> str:
        """Return the text of a value."""
        ...


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    @property
    def expects(self) -> Message:
        """The two words."""
        return Message(N_("yes or no"))

    def parse(self, text: str) -> bool:
        """Read yes, true, on, 1 and their opposites, and the Arabic words."""
        plain = text.strip().casefold()
        if plain in ("yes", "true", "on", "1", "نعم"):
            return True
        if plain in ("no", "false", "off", "0", "لا"):
            return False
        raise ValueError(text)

    def format(self, value: bool) -> str:
        """Write yes or no."""
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``least`` to ``most``, in whichever digits."""

    least: int
    most: int

    @property
    def expects(self) -> Message:
        """The bounds."""
        return Message(N_("a whole number from {least} to {most}"), {"least": self.least, "most": self.most})

    def parse(self, text: str) -> int:
        """Read a number within the bounds."""
        plain = text.strip()
        if not _WHOLE.fullmatch(plain) or not self.least <= int(plain) <= self.most:
            raise ValueError(text)
        return int(plain)

    def format(self, value: int) -> str:
        """Write Latin digits."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Wholes:
    """Up to ``longest`` different whole numbers, each as ``Whole`` says, separated by commas; none is allowed."""

    each: Whole
    longest: int

    @property
    def expects(self) -> Message:
        """How many of what."""
        return Message(
            N_("up to {longest} numbers from {least} to {most}, with commas between them"),
            {"longest": self.longest, "least": self.each.least, "most": self.each.most},
        )

    def parse(self, text: str) -> tuple[int, ...]:
        """Read the numbers in their order."""
        plain = text.replace("،", ",").strip()
        found = tuple(self.each.parse(part) for part in plain.split(",")) if plain else ()
        if len(found) > self.longest or len(set(found)) < len(found):
            raise ValueError(text)
        return found

    def format(self, value: tuple[int, ...]) -> str:
        """Write the numbers with commas."""
        return ",".join(map(self.each.format, value))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def expects(self) -> Message:
        """The words."""
        return Message(N_("one of: {options}"), {"options": ", ".join(self.options)})

    def parse(self, text: str) -> str:
        """Read one of the words, in capitals too."""
        plain = text.strip().casefold()
        if plain not in self.options:
            raise ValueError(text)
        return plain

    def format(self, value: str) -> str:
        """Write the word."""
        return value


@dataclass(frozen=True, slots=True)
class Text:
    """One line of at most ``longest`` characters; it may be empty."""

    longest: int

    @property
    def expects(self) -> Message:
        """The length."""
        return Message(N_("one line of at most {longest} characters"), {"longest": self.longest})

    def parse(self, text: str) -> str:
        """Read a line without the spaces around it."""
        plain = text.strip()
        if len(plain) > self.longest or len(plain.splitlines()) > 1:
            raise ValueError(text)
        return plain

    def format(self, value: str) -> str:
        """Write it as it is."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One declared setting.

    ``key`` is ``noun.word``; ``permission`` is what changing it needs, empty where everybody at the computer may.
    ``title`` and ``help`` are English source texts, ``words`` more of them by which a search finds it. ``valid`` says
    what is wrong with a value of the right type, None when nothing is.
    """

    key: str
    type: SettingType[T]
    default: T
    level: Level
    permission: str
    title: str
    help: str
    words: tuple[str, ...] = ()
    valid: Callable[[T], Message | None] | None = None

    def __post_init__(self) -> None:
        """Hold the declaration to its own rules. Raises BugError."""
        if not _KEY.fullmatch(self.key):
            raise BugError(f"{self.key!r} is no noun.word")
        try:
            sound = self.parse(self.format(self.default)) == self.default
        except UserError:
            sound = False
        if not sound:
            raise BugError(f"the default of {self.key} does not come back from its own text")

    def parse(self, text: str) -> T:
        """Return the value a person means by ``text``. Raises UserError that says what is expected."""
        try:
            value = self.type.parse(text)
        except ValueError:
            raise UserError(
                Message(
                    N_("{setting}: {value} is not possible. It must be {expected}."),
                    {
                        "setting": Message(self.title),
                        "value": text.strip()[:80],
                        "expected": self.type.expects,
                    },
                )
            ) from None
        complaint = None if self.valid is None else self.valid(value)
        if complaint is not None:
            raise UserError(complaint)
        return value

    def format(self, value: T) -> str:
        """Return the one text of a value: what is stored."""
        return self.type.format(value)

    def stored(self, text: str | None) -> T:
        """Return the value of a stored text; the default where there is none, or none that this program understands.

        A newer program at another counter may know more values; that must not stop this one.
        """
        if text is None:
            return self.default
        try:
            return self.parse(text)
        except UserError:
            return self.default


class Settings:
    """Declared settings by key, in the order of the list."""

    def __init__(self, declared: Iterable[Setting[Any]]) -> None:
        """Take the list. Raises BugError for a key that comes twice."""
        self._by_key: dict[str, Setting[Any]] = {}
        for setting in declared:
            if setting.key in self._by_key:
                raise BugError(f"{setting.key} is declared twice")
            self._by_key[setting.key] = setting

    def __iter__(self) -> Iterator[Setting[Any]]:
        return iter(self._by_key.values())

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def find(self, key: str) -> Setting[Any]:
        """Return the setting of a key a person typed. Raises UserError for an unknown one."""
        setting = self._by_key.get(key.strip().casefold())
        if setting is None:
            raise UserError(Message(N_("There is no setting {key}."), {"key": key.strip()[:80]}))
        return setting

    def at(self, level: Level) -> tuple[Setting[Any], ...]:
        """Return the settings of a level."""
        return tuple(setting for setting in self if setting.level is level)


def plain_text(value: object) -> str:
    """Return a TOML value (text, number, true or false, a list of these) as the text it stands for.

    Raises ValueError for a table, a date or a number with decimals.
    """
    if isinstance(value, bool):
        return Flag().format(value)
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, Sequence):
        return ",".join(map(plain_text, value))
    raise ValueError(f"no setting is a {type(value).__name__}")
