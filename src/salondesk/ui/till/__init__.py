"""The drawer's day."""
