"""Finds the handler of a command in the module that declares it, which is loaded when it is needed."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from salondesk.services.context import Command
from salondesk.services.executor import Handler
from salondesk.services.undo import RevertChanges, revert_changes

_ROOMS = tuple(
    f"{__package__}.{room}"
    for room in (
        "access.edit", "access.grants", "access.sign_in", "booking.visits", "catalog.edit", "catalog.stock",
        "client.card", "client.erase", "imports.catalogue", "imports.endings", "imports.loading", "imports.receipts",
        "imports.trading_day", "imports.visits", "paper.print_queue", "sale.checkout", "sale.line_price",
        "sale.on_account", "sale.pay_later", "sale.refund", "sale.ticket", "shop.edit", "shop.resource", "shop.retention",
        "shop.sealing", "shop.setting", "shop.set_up", "shop.upkeep", "staff.edit", "staff.time_off", "till.session",
    )
)  # fmt: skip
"""The modules that declare commands, each with its ``HANDLERS``."""
_REVERT = Handler(revert_changes, None)


class CommandRooms(Mapping[type[Command[Any]], Handler[Any]]):
    """Handlers by command. Looking one up imports nothing; going through all of them imports every room."""

    def __getitem__(self, command: type[Command[Any]]) -> Handler[Any]:
        if (
            command is RevertChanges
        ):  # the executor itself takes steps back, so undo cannot import its Handler
            return _REVERT
        if command.__module__ not in _ROOMS:
            raise KeyError(command)
        found: Handler[Any] = sys.modules[command.__module__].HANDLERS[command]
        return found

    def __iter__(self) -> Iterator[type[Command[Any]]]:
        yield RevertChanges
        for room in _ROOMS:
            yield from import_module(room).HANDLERS

    def __len__(self) -> int:
        return sum(1 for _command in self)


HANDLERS = CommandRooms()
