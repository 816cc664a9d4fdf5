"""What a hand does to the diary: drag, cut and paste, keys, and the preview of a move."""
