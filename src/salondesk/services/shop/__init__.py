"""Use cases of the shop itself: set-up, upkeep, what a check finds."""
