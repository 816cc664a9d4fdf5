"""A Secret holds a text that must stay hidden, a password or a token, and is shown as dots."""

from typing import NoReturn

DOTS = "\u2022" * 6


class Secret:
    """A hidden text. It says dots wherever it is shown or logged, and cannot be pickled, copied or dumped.

    ``reveal`` is the one way to the text: what calls it can be searched for. Python cannot blank memory, so a secret
    is read when it is needed and let go after use.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return DOTS

    def __format__(self, _spec: str) -> str:
        return DOTS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    __hash__ = None  # type: ignore[assignment]  # a set or a dictionary is no place to keep one

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        """Refuse pickle and copy. Raises TypeError."""
        raise TypeError("a secret is neither pickled nor copied")

    def __getstate__(self) -> NoReturn:
        """Refuse to be taken apart. Raises TypeError."""
        raise TypeError("a secret is neither pickled nor copied")
