"""Tokens as a QPalette, for what the style sheet does not reach: native parts and selections."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from salondesk.ui.theme.tokens import Tokens

_ROLES = {
    QPalette.ColorRole.Window: "surface.window",
    QPalette.ColorRole.WindowText: "text.main",
    QPalette.ColorRole.Base: "surface.panel",
    QPalette.ColorRole.AlternateBase: "surface.window",
    QPalette.ColorRole.Text: "text.main",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Button: "surface.panel",
    QPalette.ColorRole.ButtonText: "text.main",
    QPalette.ColorRole.BrightText: "text.on_accent",
    QPalette.ColorRole.ToolTipBase: "surface.tooltip",
    QPalette.ColorRole.ToolTipText: "text.on_tooltip",
    QPalette.ColorRole.Highlight: "accent.base",
    QPalette.ColorRole.HighlightedText: "text.on_accent",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "accent.text",
    QPalette.ColorRole.Accent: "accent.base",
    QPalette.ColorRole.Light: "surface.raised",
    QPalette.ColorRole.Midlight: "surface.hover",
    QPalette.ColorRole.Mid: "line.medium",
    QPalette.ColorRole.Dark: "line.control",
    QPalette.ColorRole.Shadow: "line.control",
}


def palette_of(tokens: Tokens) -> QPalette:
    """Make the palette of a theme."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(tokens.colour[name]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colour["text.disabled"]))
    return palette
