"""Whether a visit is billed, and owed, as SQL that board, desk and card ask of the settlement rows."""

BILLED = "EXISTS (SELECT 1 FROM settlement m WHERE m.booking_id = {booking} AND m.lines_left > 0)"
"""``booking`` is the expression of a visit's id. A line that is not given back decides, never a sum."""
OWING = (
    "(SELECT max(m.gross_minor > m.allocated_minor) FROM settlement m"
    " WHERE m.booking_id = {booking} AND m.lines_left > 0)"
)
"""1 where something is owed of what bills a visit, 0 where it is paid, NULL where nothing bills it."""
