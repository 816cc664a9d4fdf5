"""Widgets that keep to one side of the page, and change it with the language.

Not by `changeEvent`: Qt sends every widget a dozen of those while a page is built, and handing each to Python took a
fifteenth of the program's start.
"""

from __future__ import annotations

from typing import Protocol
from weakref import WeakSet

import shiboken6

from salondesk.ui.i18n import when_turned


class Sided(Protocol):
    """A widget that can go to its side of the page."""

    def keep_side(self) -> None:
        """Go to the side the page has now."""


_SIDED: WeakSet[Sided] = WeakSet()


def stay_at_side(one: Sided) -> None:
    """Have a widget go to its side now, and again whenever the page is turned."""
    _SIDED.add(one)
    one.keep_side()


def _turn_all() -> None:
    for one in tuple(_SIDED):
        if shiboken6.isValid(one):
            one.keep_side()


when_turned(_turn_all)
