"""The front-desk board."""
