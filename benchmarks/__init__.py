"""Speed against floors: each benchmark prints one JSON line; `make bench` runs them all."""
