"""Card numbers never enter. A number of 13 to 19 digits with a right check digit (Luhn, ISO/IEC 7812-1) is refused."""

import re

from salondesk.core.errors import UserError
from salondesk.core.fold import digits
from salondesk.core.message import Message, N_

_RUN = re.compile(r"\d(?:[ \-.]?\d){12,18}(?!\d)")


def _luhn(number: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(number)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def refuse_card_number(*texts: str) -> None:
    """Raise UserError when any text holds what looks like a payment card's number, in any digits."""
    for text in texts:
        for run in _RUN.findall(text):
            number = digits(run)
            if 13 <= len(number) <= 19 and _luhn(number):
                raise UserError(
                    Message(N_("That looks like a card number. Card numbers are never entered here."))
                )
