"""Clients: their card."""
