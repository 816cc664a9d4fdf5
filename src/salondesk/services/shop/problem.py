"""What a check of a shop's data finds wrong."""

from dataclasses import dataclass

from salondesk.core.message import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: its short name, the number or id of the record, and what is wrong in words."""

    rule: str
    id: str
    text: Message
