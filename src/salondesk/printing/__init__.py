"""Documents as PDF, pictures of pages, and the printers that take them."""
