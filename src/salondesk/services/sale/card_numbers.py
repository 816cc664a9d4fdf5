"""Card numbers never enter. A number of 13 to 19 digits with a right check digit (Luhn, ISO/IEC 7812-1) is refused."""

import re

from salondesk.core.errors import UserError
from salondesk.core.fold import digits
from salondesk.core.message import Message, N_

_RUN = re.compile(r"\d(?:[ \-.]?\d){12,}")
_TAX_NUMBER = re.compile(r"1\d{12}03")
"""A TRN of the Emirates, which a buyer's address may well hold: one in ten has a right check digit by chance."""
_APART = re.compile(r"[ \-.]")


def _luhn(number: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(number)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def has_card_number(text: str) -> bool:
    """Tell whether a text holds what looks like a payment card's number, in any digits, whole or in groups.

    Other numbers may stand before or after it: every stretch of whole groups is looked at.
    """
    for run in _RUN.findall(text):
        groups = [digits(group) for group in _APART.split(run)]
        for first in range(len(groups)):
            number = ""
            for group in groups[first:]:
                number += group
                if 13 <= len(number) <= 19 and _luhn(number) and not _TAX_NUMBER.fullmatch(number):
                    return True
    return False


def refuse_card_number(*texts: str) -> None:
    """Raise UserError when any text holds what looks like a payment card's number."""
    if any(has_card_number(text) for text in texts):
        raise UserError(Message(N_("That looks like a card number. Card numbers are never entered here.")))
