"""The list of erased clients, beside the backups: a backup that is put back must not bring them back."""

from collections.abc import Iterable
from pathlib import Path

from salondesk.core.ids import Id
from salondesk.storage.outside.append_file import AppendFile

_KIND = "client"


class ErasedList:
    """Ids of clients who were erased, a line each; an id says nothing of the person."""

    def __init__(self, path: Path) -> None:
        self._file = AppendFile(path)

    def ids(self) -> frozenset[Id]:
        """Return all of them; a line that makes no sense is passed over."""
        found = set()
        for line in self._file.lines():
            kind, _, text = line.partition(" ")
            if kind == _KIND and len(text) == 32:
                try:
                    found.add(Id(bytes.fromhex(text)))
                except ValueError:
                    continue
        return frozenset(found)

    def add(self, ids: Iterable[Id]) -> None:
        """Add those that are not in it, and wait until they are durable. Raises TransientError."""
        known = self.ids()
        self._file.append(f"{_KIND} {i.hex()}" for i in sorted(set(ids) - known))
