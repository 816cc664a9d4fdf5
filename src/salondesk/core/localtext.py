"""A text in several languages: the names that clients see. Interface words are not this: see catalogue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LANGUAGES = ("en", "ar")
"""The languages of names, windows and paper."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """A short text per language, e.g. ``LocalText(en="Haircut", ar="قص شعر")``; an empty one is not written."""

    en: str = ""
    ar: str = ""

    def pick(self, lang: str) -> str:
        """Return the text in ``lang``, or the other one where it is empty."""
        return (self.ar or self.en) if lang == "ar" else (self.en or self.ar)

    def __bool__(self) -> bool:
        return bool(self.en or self.ar)

    def to_json(self) -> str:
        """Return the JSON kept in the database."""
        return json.dumps({"en": self.en, "ar": self.ar}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "LocalText":
        """Read what ``to_json`` wrote, equal ones once; languages of a newer program are ignored."""
        return _read(text)


@lru_cache(maxsize=4_096)
def _read(text: str) -> LocalText:
    data: Mapping[str, str] = json.loads(text)
    return LocalText(en=data.get("en", ""), ar=data.get("ar", ""))
