"""The checkout and the invoices."""
