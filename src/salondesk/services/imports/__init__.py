"""Taking over the records of another system: files to rows, rows to values, values to records."""
