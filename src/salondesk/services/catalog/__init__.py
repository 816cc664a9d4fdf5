"""Use cases of what is sold: stock received and counted."""
