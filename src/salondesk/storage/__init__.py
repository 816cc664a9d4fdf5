"""SQLite through SQLAlchemy Core, for writes, and plain SQL for reads. The only room that knows SQL."""
