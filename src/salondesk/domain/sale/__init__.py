"""Bills and what is made of them: tickets, fiscal documents, receipts of an earlier system."""
