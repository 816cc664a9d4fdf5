"""Takes away what a killed backup, upgrade or restore left in the shop's folder."""

from salondesk.app.paths import ShopPaths
from salondesk.storage.partial import forget_killed_restore, sweep

RESTORING = "restoring"
"""The folder a backup is made ready in before it takes the shop's place."""


def tidy(paths: ShopPaths) -> None:
    """Take away what a killed backup, migration or restore left. Only for one who holds the folder's window lock."""
    for folder in (paths.home, paths.backups):
        sweep(folder)
    forget_killed_restore(paths.database, paths.backups, paths.home / RESTORING)
