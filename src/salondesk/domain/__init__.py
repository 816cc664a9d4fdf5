"""Frozen facts and their own rules. No input, no output."""
