"""Reports to look at, print and save."""
