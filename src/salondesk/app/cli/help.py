"""The help of the command line in the language asked for: argparse lays it out, the words are ours."""

import argparse
from collections.abc import Iterable
from typing import Protocol

from salondesk.core.catalogue import Catalogue
from salondesk.core.message import Message, N_

HELP = N_("show this help and exit")
_USAGE = N_("usage:")
_HEADINGS = {"positional arguments": N_("what it is given"), "options": N_("options")}


class _Formatter(argparse.HelpFormatter):
    """Argparse's layout with headings in a language."""

    def __init__(self, prog: str, words: Catalogue) -> None:
        super().__init__(prog)
        self._words = words

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],  # noqa: SLF001 - argparse's own signature
        prefix: str | None = None,
    ) -> None:
        said = self._words.text(Message(_USAGE)) + " " if prefix is None else prefix
        super().add_usage(usage, actions, groups, said)

    def start_section(self, heading: str | None) -> None:
        key = _HEADINGS.get(heading or "")
        super().start_section(self._words.text(Message(key)) if key else heading)


class Styles(Protocol):
    """What an ArgumentParser takes as ``formatter_class``."""

    def __call__(self, *, prog: str) -> argparse.HelpFormatter: ...


def formatter_in(words: Catalogue) -> Styles:
    """Return the layout of helps in a language."""

    def made(*, prog: str) -> argparse.HelpFormatter:
        return _Formatter(prog, words)

    return made
