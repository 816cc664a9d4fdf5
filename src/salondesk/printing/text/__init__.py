"""Text on paper: direction, shaping, lines, words in one or two languages."""
