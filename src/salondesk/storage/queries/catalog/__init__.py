"""The SQL of questions about what is sold, and how it is taxed."""
