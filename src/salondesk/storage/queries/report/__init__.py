"""The SQL of the questions that reports ask; each reads roll-ups and columns, never whole documents."""
