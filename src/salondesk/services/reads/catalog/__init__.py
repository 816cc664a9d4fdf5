"""Questions about what is sold, and how it is taxed."""
