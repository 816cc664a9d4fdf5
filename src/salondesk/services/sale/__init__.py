"""Use cases of the checkout: bills, prices, payment, refunds."""
