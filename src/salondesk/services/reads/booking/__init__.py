"""What the diary shows, as plain values."""
