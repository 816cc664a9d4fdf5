"""Benchmarks of upkeep: what `check` costs as a shop grows."""
