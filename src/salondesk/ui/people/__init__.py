"""Pickers and short cards of people, which several rooms use."""
