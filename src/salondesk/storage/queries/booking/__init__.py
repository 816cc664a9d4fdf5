"""The SQL of questions about the diary and its visits."""
