"""Reads texts that columns store as JSON: names in several languages, the shifts of a person."""

import json
from datetime import date
from functools import lru_cache

from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.domain.staff import Shift, ShiftKind

local_text = LocalText.from_json


@lru_cache(maxsize=1_024)
def shifts_of(pattern: str) -> tuple[Shift, ...]:
    """Return the shifts of a pattern as SQL gathered it: JSON lists of weekday, start, end, kind, from and to.

    Few patterns are worked by many people, so the same text is read once; the rows' ids are not in it.
    """
    return tuple(
        Shift(
            id=Id(b""), weekday=weekday, start_min=start, end_min=end, kind=ShiftKind(kind),
            valid_from=date.fromisoformat(valid_from) if valid_from else None,
            valid_to=date.fromisoformat(valid_to) if valid_to else None,
        )
        for weekday, start, end, kind, valid_from, valid_to in json.loads(pattern)
    )  # fmt: skip
