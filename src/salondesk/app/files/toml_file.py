"""Reading TOML a person wrote: every fault is said with the file and the field. Knows no profile and no mapping."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salondesk.core.errors import UserError
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.storage.outside.file_errors import why

_MISSING = object()


class Table:
    """A table of a TOML file; ``path`` is how its fields are called in complaints."""

    def __init__(self, data: Mapping[str, Any], file: str, path: str = "") -> None:
        self._data, self._file, self._path = data, file, path

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def fault(self, key: str, value: object) -> UserError:
        """Return the complaint that a field's value makes no sense."""
        return UserError(
            Message(
                N_("{file}: {field} is not valid: {value}"),
                {"file": self._file, "field": self._path + key, "value": str(value)[:80]},
            )
        )

    def _get(self, key: str, kind: type | tuple[type, ...], default: object) -> Any:
        value = self._data.get(key, default)
        if value is _MISSING:
            raise UserError(
                Message(N_("{file}: {field} is missing."), {"file": self._file, "field": self._path + key})
            )
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool) and kind is int):
            raise self.fault(key, value)
        return value

    def text(self, key: str, default: object = _MISSING) -> str:
        """Return a text."""
        return str(self._get(key, str, default))

    def whole(self, key: str, default: object = _MISSING) -> int:
        """Return a whole number."""
        return int(self._get(key, int, default))

    def flag(self, key: str, default: object = _MISSING) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, default))

    def local(self, key: str, default: object = _MISSING) -> LocalText:
        """Return a text per language: a table ``{en, ar}``, or one text for both."""
        value = self._get(key, (str, dict), default)
        if isinstance(value, LocalText):
            return value
        if isinstance(value, str):
            return LocalText(en=value)
        table = Table(value, self._file, f"{self._path}{key}.")
        return LocalText(en=table.text("en", ""), ar=table.text("ar", ""))

    def texts(self, key: str, default: object = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._get(key, list, default)
        if not all(isinstance(item, str) for item in value):
            raise self.fault(key, value)
        return tuple(value)

    def table(self, key: str) -> "Table":
        """Return a table; an absent one is empty."""
        return Table(self._get(key, dict, {}), self._file, f"{self._path}{key}.")

    def tables(self, key: str) -> list["Table"]:
        """Return a list of tables; an absent one is empty."""
        found = self._get(key, list, [])
        if not all(isinstance(item, dict) for item in found):
            raise self.fault(key, found)
        return [Table(item, self._file, f"{self._path}{key}[{n}].") for n, item in enumerate(found, 1)]

    def rows(self, key: str) -> list[list[Any]]:
        """Return a list of lists."""
        found = self._get(key, list, _MISSING)
        if not all(isinstance(item, list) for item in found):
            raise self.fault(key, found)
        return list(found)

    def keys(self) -> list[str]:
        """Return the names of the fields."""
        return list(self._data)

    def refuse_unknown(self, *known: str) -> None:
        """Refuse a field nobody knows: it is a slip of the pen."""
        for key in self._data:
            if key not in known:
                raise UserError(
                    Message(
                        N_("{file}: {field} is not a known field."),
                        {"file": self._file, "field": self._path + key},
                    )
                )


def read_toml(path: Path) -> Table:
    """Read a TOML file. Raises UserError when it cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Table(tomllib.loads(text), path.name)
    except OSError as error:
        reason = Message(N_("{file} cannot be read: {why}"), {"file": str(path), "why": why(error)})
        raise UserError(reason) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(
            Message(N_("{file} cannot be read: {why}"), {"file": path.name, "why": str(error)})
        ) from error
