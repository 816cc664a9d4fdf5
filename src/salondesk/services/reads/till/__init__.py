"""Questions about a till, its sessions, X and Z."""
