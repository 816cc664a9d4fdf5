"""Finds the entry of a noun by its name; that loads the module that holds it, and no other."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from salondesk.domain.record import Noun

MODULES = {
    "shop": "shop", "branch": "shop", "device": "shop", "staff": "staff", "time_off": "staff", "user": "access",
    "role": "access", "pin_attempt": "access", "client": "client.card", "service": "catalog", "product": "catalog",
    "tax_code": "catalog", "resource": "resource", "till": "till", "booking": "booking", "ticket": "sale.ticket",
    "till_session": "till", "cash_movement": "till", "number_series": "sale.invoice", "stock_movement": "stock",
    "old_receipt": "sale.old_receipt", "invoice": "sale.invoice", "payment": "sale.payment", "allocation": "sale.payment",
    "z_report": "till", "document_file": "paper", "print_job": "paper", "setting": "settings",
}  # fmt: skip
"""The module of each noun, in the order in which ``check`` goes through them; its entry is the name in capitals."""


@cache
def noun(name: str) -> Noun[Any]:
    """Return the entry of a noun. Raises KeyError when there is none of that name."""
    found: Noun[Any] = getattr(import_module(f"{__package__}.{MODULES[name]}"), name.upper())
    return found


def nouns() -> Iterator[Noun[Any]]:
    """Yield every noun; this loads all of them."""
    for name in MODULES:
        yield noun(name)
