"""Fills the style sheet template with a theme's tokens."""

from __future__ import annotations

import re

from salondesk.core.resources import resource
from salondesk.ui.theme.drawings import icon_file
from salondesk.ui.theme.tokens import Tokens

_FIELD = re.compile(r"\$\{([a-z_]+:)?([a-z0-9_.@-]+)\}")


def style_sheet(tokens: Tokens) -> str:
    """Give the style sheet of a theme. Raises KeyError for a token the theme does not have."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.group(1), match.group(2)
        if kind == "px:":
            return f"{tokens.size[name]}px"
        if kind == "icon:":
            drawing, _, token = name.partition("@")
            return icon_file(drawing, tokens.colour[f"text.{token or 'muted'}"])
        return tokens.colour[name]

    return _FIELD.sub(value, resource("theme/style.qss").read_text("utf-8"))
