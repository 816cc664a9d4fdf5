"""The composition root: start, window, command line, threads, paper. Knows every room; no room knows it."""
