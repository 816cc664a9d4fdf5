"""Use cases of clients: adding and editing their cards."""
