"""Questions about bills and fiscal documents."""
