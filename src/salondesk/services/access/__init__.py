"""Use cases of signing in and approving."""
