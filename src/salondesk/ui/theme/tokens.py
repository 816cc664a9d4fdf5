"""Design tokens read from TOML: colours by dotted name, sizes in logical pixels. No Qt here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from salondesk.core.resources import resource

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: `colour["surface.panel"]` as #rrggbb, `size["radius"]` in logical pixels."""

    name: str
    is_dark: bool
    colour: Mapping[str, str]
    size: Mapping[str, int]


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


@lru_cache(maxsize=len(THEMES))
def load_tokens(name: str) -> Tokens:
    """Read a theme by name ("light", "dark"). Raises KeyError or OSError for a damaged file."""
    data = tomllib.loads(resource(f"theme/{name}.toml").read_text("utf-8"))
    return Tokens(data["name"], bool(data["dark"]), _flat(data["colour"]), dict(data["size"]))


def luminance(colour: str) -> float:
    """Give the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
