"""The command line: what can be typed, and a module for each family of sub-commands."""
