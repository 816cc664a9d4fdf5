"""What reports are made of, fetched as the asker may see it."""
