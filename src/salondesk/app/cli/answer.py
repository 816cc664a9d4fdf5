"""The answer of a sub-command: data for --json, lines for people, an exit code and a complaint."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from salondesk.app.paths import home_of
from salondesk.core.catalogue import Catalogue
from salondesk.core.message import Message

if TYPE_CHECKING:
    from salondesk.app.bootstrap import OpenShop

Lines = Callable[[Catalogue], Sequence[str]]


def _no_lines(_words: Catalogue) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Answer:
    """``complaint`` says in one line why ``code`` is not 0."""

    data: dict[str, Any]
    text: Lines = field(default=_no_lines)
    code: int = 0
    complaint: Message | None = None


@contextmanager
def console_shop(args: argparse.Namespace) -> Iterator["OpenShop"]:
    """Open the shop of --home for the console user, and let go of it at the end."""
    from salondesk.app.bootstrap import open_shop

    shop = open_shop(home_of(args.home), origin="console")
    try:
        yield shop
    finally:
        shop.close()
