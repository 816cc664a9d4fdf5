"""The SQL of questions about clients."""
