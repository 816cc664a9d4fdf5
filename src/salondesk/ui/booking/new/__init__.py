"""A new booking: the booking card, where it starts, and who serves a walk-in."""
