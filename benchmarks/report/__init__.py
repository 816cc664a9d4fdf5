"""Benchmarks of reports over ten years of sales."""
