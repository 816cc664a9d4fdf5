"""Workers of this process: their host, and those that belong to no other room."""
