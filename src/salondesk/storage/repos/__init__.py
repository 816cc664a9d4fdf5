"""Which table holds which dataclass, and the questions asked inside a transaction."""
