"""Calculators: values in, values out."""
