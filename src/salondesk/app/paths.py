"""Where a shop's files lie. One folder holds everything: copy it and you have the shop."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class ShopPaths:
    """The data folder and what is in it."""

    home: Path

    @property
    def database(self) -> Path:
        """The shop's database."""
        return self.home / "shop.db"

    @property
    def documents(self) -> Path:
        """Archived PDFs, a folder a year."""
        return self.home / "documents"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.home / "backups"

    @property
    def erased(self) -> Path:
        """Who was erased, for when a backup is put back (storage/outside/erased)."""
        return self.backups / "erased"

    @property
    def logs(self) -> Path:
        """Rotating logs and crash reports, without personal data."""
        return self.home / "logs"

    @property
    def lock(self) -> Path:
        """The lock that keeps it to one window."""
        return self.home / "window.lock"

    @property
    def settings(self) -> Path:
        """This computer's own settings (printer, language, window)."""
        return self.home / "computer.toml"

    def make(self) -> None:
        """Make the folder and those below it."""
        for folder in (self.home, self.documents, self.backups, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def home_of(given: str | None) -> ShopPaths:
    """Return the paths of ``--home``, else of SALONDESK_HOME, else of the user's data folder."""
    chosen = given or os.environ.get("SALONDESK_HOME")
    folder = Path(chosen) if chosen else Path(platformdirs.user_data_dir("SalonDesk", appauthor=False))
    return ShopPaths(folder.expanduser().absolute())


def is_own(paths: ShopPaths, file: Path) -> bool:
    """Tell whether ``file`` is the shop's database or its log, by whatever name: nothing may be written over those."""
    own = [
        paths.database.with_name(paths.database.name + suffix).resolve() for suffix in ("", "-wal", "-shm")
    ]
    return file.resolve() in own
