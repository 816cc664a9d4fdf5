"""The measures of the window's frame, in pixels, shared by the first look and the window."""

SIZE = (1366, 768)
RAIL_PX = 88
TOP_PX = 57
FOOT_PX = 32
PANEL_PX = 324
MASK = 0.72
"""How much of what lies behind the sign-in is covered."""
