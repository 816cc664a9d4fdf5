"""Workers of this process: the host that runs them, and those that belong to no other room."""
