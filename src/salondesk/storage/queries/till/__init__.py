"""The SQL of questions about a till, its sessions, X and Z."""
