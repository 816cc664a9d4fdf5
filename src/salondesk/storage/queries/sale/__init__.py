"""The SQL of questions about bills and fiscal documents."""
