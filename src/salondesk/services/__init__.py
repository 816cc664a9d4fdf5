"""Use cases: commands, reads held to the role, the executor, and the ports others fulfil."""
