"""SalonDesk: the till and diary of a beauty salon, barber shop or spa."""

__version__ = "0.1.0"
