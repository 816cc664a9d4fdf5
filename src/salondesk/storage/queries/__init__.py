"""Read models, straight through the driver: nothing here imports SQLAlchemy at import time."""
