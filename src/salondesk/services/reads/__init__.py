"""Questions that screens, the command line and reports ask, each held to what the asker may see."""
