"""The SQL of the questions that reports ask; figures are roll-ups and columns, never whole documents."""
