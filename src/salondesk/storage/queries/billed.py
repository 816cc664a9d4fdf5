"""Whether a visit is billed, as SQL: the one question of the settlement rows that board, desk and card ask."""

BILLED = "EXISTS (SELECT 1 FROM settlement m WHERE m.booking_id = {booking} AND m.lines_left > 0)"
"""``booking`` is the expression of a visit's id. A line that is not given back decides, never a sum."""
