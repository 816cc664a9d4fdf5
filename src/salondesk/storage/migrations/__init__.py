"""The schema's history, run by storage/migrate."""
