"""The frame of the window: rail, rooms, status line."""
