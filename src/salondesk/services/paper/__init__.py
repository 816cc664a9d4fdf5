"""Use cases of paper: print jobs and archived files."""
