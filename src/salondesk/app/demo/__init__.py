"""A demo shop: its people, its days and its sales."""
