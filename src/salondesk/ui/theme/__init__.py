"""The look: tokens, palette, style sheet, fonts, icons, and the one signal that says it changed."""
