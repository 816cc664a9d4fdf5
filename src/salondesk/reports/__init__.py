"""Fetched facts to figures and tables. Pure."""
