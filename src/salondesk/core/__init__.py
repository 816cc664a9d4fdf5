"""Words every room may use: money, time, ids, text, errors, languages. Standard library and Babel only."""
