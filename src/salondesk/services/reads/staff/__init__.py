"""Questions about the people who work here."""
