"""The SQL of questions about the people who work here."""
