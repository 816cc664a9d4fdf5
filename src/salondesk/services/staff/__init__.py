"""People who serve: their card, their week, their absences."""
