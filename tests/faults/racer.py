"""A process that does one thing at the same moment as others, and tells what came of it."""

from __future__ import annotations

import pickle
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

from salondesk.app.backups import back_up, restore
from salondesk.core.errors import SalonDeskError, TransientError
from salondesk.domain.access import Actor
from salondesk.services.context import Command
from tests.support.shop import StaffedShop, open_home

OPENINGS, TRIES = 8, 12


@dataclass(frozen=True)
class Told:
    """What came of it: won, or lost with the key of the message; anything else is a fault of the program."""

    won: bool
    said: str = ""
    fault: str = ""
    values: tuple[Any, ...] = ()


def race(
    home: Path, told: Path, start: Barrier, now_ms: int, do: Callable[..., Any], words: tuple[Any, ...]
) -> None:
    """Wait for the others, do it, and write what came of it."""
    shop = open_home(home, origin="racing", now_ms=now_ms)
    start.wait(60)
    try:
        value = do(shop, *words)
        found = Told(True, values=value if isinstance(value, tuple) else ())
    except SalonDeskError as error:
        found = Told(False, said=f"{type(error).__name__}: {error.message.key}")
    except BaseException:
        found = Told(False, fault=traceback.format_exc())
    told.write_bytes(pickle.dumps(found))
    shop.close()


def run(shop: StaffedShop, command: Command[Any], actor: Actor) -> None:
    """Give a command."""
    shop.run(command, actor)


def sell_some(shop: StaffedShop, count: int) -> tuple[str, ...]:
    """Sell some bills; return their numbers."""
    return tuple(shop.sell("CUT", "OIL").number for _ in range(count))


def run_all(shop: StaffedShop, commands: list[tuple[Command[Any], Actor]]) -> None:
    """Give commands one after the other."""
    for command, actor in commands:
        shop.run(command, actor)


def save_a_copy(shop: StaffedShop, target: Path) -> None:
    """Make a backup."""
    back_up(shop.paths, shop.clock, out=target)


def put_back(shop: StaffedShop, backup: Path) -> None:
    """Put a backup in the place of the shop, as its own program does: with nothing of it open; a few tries."""
    shop.close()
    for _ in range(TRIES):
        try:
            restore(shop.paths, backup, shop.clock)
        except TransientError:
            continue
        return
    restore(shop.paths, backup, shop.clock)


def sell_in_passing(shop: StaffedShop, now_ms: int, seed: float) -> tuple[str, ...]:
    """Open the shop, sell once and close it, a few times, as short-lived programs do; return the numbers."""
    shop.close()
    numbers: list[str] = []
    chance = Random(seed)
    for _ in range(OPENINGS):
        time.sleep(chance.random() * 0.08)
        try:
            again = open_home(shop.paths.home, origin="racing", now_ms=now_ms)
        except SalonDeskError:
            continue
        try:
            numbers.append(again.sell("CUT").number)
        except SalonDeskError:
            continue
        finally:
            again.close()
    return tuple(numbers)
