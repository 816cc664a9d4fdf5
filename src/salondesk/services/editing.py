"""The pattern of edit commands: fields change from the value seen to the value wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from salondesk.core.errors import BugError, ConflictError, UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.domain.catalog import Product, Service
from salondesk.domain.field_rules import FieldProblem
from salondesk.domain.record import Record
from salondesk.domain.staff import StaffMember
from salondesk.services.context import Command, Outcome, T_co
from salondesk.services.ports.repository import Repository

R = TypeVar("R", bound=Record)
C = TypeVar("C", Service, Product, StaffMember)
"""The nouns that are known by a code."""
Changes: TypeAlias = Mapping[str, tuple[object, object]]
"""By field: the value that the person saw, and the one that is wanted. Values have the types of the record's fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Command[T_co]):
    """Change fields of one record. Two people who edit different fields both win; the same field is a conflict."""

    row_id: Id
    changes: Changes


class EditConflict(ConflictError):
    """Somebody else has changed ``field`` since it was seen: ``stands`` is what it holds now, ``seen`` what it held."""

    def __init__(self, field: str, seen: object, stands: object) -> None:
        super().__init__(ConflictError.meanwhile().message)
        self.field, self.seen, self.stands = field, seen, stands


class InvalidFields(UserError):
    """A record would not be sound: ``problems`` says why, field by field. The message is that of the first."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def require_sound(record: Record) -> None:
    """Raise InvalidFields when the record breaks its own rules."""
    found = tuple(record.problems())
    if found:
        raise InvalidFields(found)


def refuse_field(field: str, message: Message) -> InvalidFields:
    """Return the error of a field that breaks a rule which more than its record decides."""
    return InvalidFields((FieldProblem(field, message),))


def edited(before: R, changes: Changes, fields: frozenset[str]) -> R:
    """Return the record with its changes, sound by its own rules.

    ``fields`` are those that may be edited. Raises EditConflict for a field that holds neither what was seen nor what
    is wanted, InvalidFields for a record that breaks its rules, BugError for a field that is not to be edited.
    """
    for field, (seen, wanted) in changes.items():
        if field not in fields:
            raise BugError(f"{field} of {type(before).__name__} is not to be edited")
        stands = getattr(before, field)
        if stands not in (seen, wanted):
            raise EditConflict(field, seen, stands)
    values: dict[str, Any] = {field: wanted for field, (_seen, wanted) in changes.items()}
    after = replace(before, **values)
    require_sound(after)
    return after


def saved(repo: Repository[R], before: R, after: R, names: LocalText, *, undoable: bool = True) -> Outcome[R]:
    """Save an edited record; nothing is written where nothing changed."""
    if after == before:
        return Outcome(before, unchanged=True)
    return Outcome(repo.save(before, after), Message(N_("{name} saved"), {"name": names}), undoable=undoable)


def require_free_code(repo: Repository[C], record: C, field: str = "code") -> None:
    """Raise InvalidFields when another record that is not deleted has the same code, whatever its capitals."""
    wanted = str(getattr(record, field)).casefold()
    if not wanted:
        return
    for other in repo.all():
        if other.id != record.id and str(getattr(other, field)).casefold() == wanted:
            raise refuse_field(field, Message(N_("{name} has this code already."), {"name": other.names}))
