"""Loads a past day at the till in one transaction, through the handlers of the counter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from salondesk.core.ids import Id
from salondesk.core.message import Message, N_
from salondesk.domain.access import Actor, Permission
from salondesk.domain.change import Initiator
from salondesk.services.commands import HANDLERS as COUNTER
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.ports.storage import UnitOfWork

Step = Callable[[Command[Any], Actor, int], Any]
"""Carries one of the counter's commands out as somebody, at an instant (UTC ms); gives its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTradingDay(Command[None]):
    """Keep a day whole: ``play`` says step by step what happened at the till, and may ask the transaction.

    Every step is priced, numbered, chained, posted and permitted as at the counter; only the commit is shared.
    """

    initiator: ClassVar[Initiator | None] = Initiator.IMPORT
    play: Callable[[Step, UnitOfWork], None]


@dataclass
class _PastWork(Work):
    """A command of an earlier hour: documents bear its instant, rows the transaction's."""

    at_ms: int = 0

    @property
    def now_ms(self) -> int:
        return self.at_ms


def load_trading_day(command: LoadTradingDay, work: Work) -> Outcome[None]:
    """Carry the steps out; no value. Raises what a step raises, with nothing of the day written."""
    people: dict[Id, _PastWork] = {}

    def step(wanted: Command[Any], actor: Actor, at_ms: int) -> Any:
        own = people.get(actor.user_id)
        if own is None:
            own = people[actor.user_id] = _PastWork(
                work.uow, actor, work.new_id, work.approvals, work.initiator, work.origin
            )
        own.at_ms = at_ms
        handler = COUNTER[type(wanted)]
        if handler.permission is not None:
            own.require(handler.permission)
        return handler.run(wanted, own).value

    command.play(step, work.uow)
    return Outcome(None, Message(N_("Trading day loaded")))


HANDLERS: Handlers = {LoadTradingDay: Handler(load_trading_day, Permission.UPKEEP)}
