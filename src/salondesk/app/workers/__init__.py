"""Background work beside the screen."""
