"""The window: starting it, one per shop, and the parts that only a window needs."""
