"""A command says what it gives back, and its handler gives back that and keeps it for a retry."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest

from salondesk.domain.booking import Booking
from salondesk.services.access.sign_in import CountTry
from salondesk.services.commands import HANDLERS
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler
from salondesk.services.imports.plan import ImportFile

NOT_KEPT = {CountTry: "its value carries the hash of a PIN"}
"""Commands whose value is not kept for a retry, each with the reason; a dry run's or an import's report is asked anew."""


def given_back(command: type[Command[Any]]) -> Any:
    """Return the T of a command: of its own base, or of the generic one below it."""
    for base in command.__orig_bases__:  # type: ignore[attr-defined]  # of every subclass of a Generic
        args = get_args(base)
        if args:
            return args[0]
        if issubclass(base, Command):
            return given_back(base)
    raise AssertionError(command)


def mistakes(command: type[Command[Any]], handler: Handler[Any]) -> list[str]:
    said = given_back(command)
    hints = get_type_hints(handler.run)
    first = next(iter(hints.values()))
    found = []
    if first is not command:
        found.append(f"{command.__name__} is carried out by a handler of {first}")
    if hints["return"] != Outcome[said]:
        found.append(f"{command.__name__} promises {said}, its handler {hints['return']}")
    free = command in NOT_KEPT or issubclass(command, ImportFile)
    kept = NoneType if handler.result is None else handler.result
    if kept is not (NoneType if free or said is None else said):
        found.append(f"{command.__name__} keeps {kept} for a retry")
    return found


@pytest.mark.parametrize("command", list(HANDLERS), ids=lambda command: command.__name__)
def test_a_command_gets_what_it_promises(command: type[Command[Any]]) -> None:
    assert mistakes(command, HANDLERS[command]) == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Command[Booking]):
    """A command for the tests below."""


def renamed(command: Rename, work: Work) -> Outcome[Booking]:
    raise NotImplementedError


def told(command: Rename, work: Work) -> Outcome[str]:
    raise NotImplementedError


def _any(function: Any) -> Any:
    return function


def counted(command: CountTry, work: Work) -> Outcome[Booking]:
    raise NotImplementedError


def test_a_handler_that_keeps_its_promise_passes() -> None:
    assert mistakes(Rename, Handler(renamed, None, Booking)) == []


@pytest.mark.parametrize(
    ("handler", "complaint"),
    [
        (Handler(told, None, Booking), "its handler"),
        (Handler(counted, None, Booking), "carried out by"),
        (Handler(renamed, None), "keeps"),
        (Handler(_any(renamed), None, str), "keeps"),
    ],
)
def test_a_broken_promise_is_noticed(handler: Handler[Any], complaint: str) -> None:
    (line,) = mistakes(Rename, handler)
    assert complaint in line
