"""Take PySide's hook off ``import``: it reads the source of every module that is imported after it.

It looks there for the word PySide6, to serve ``from __future__``-like switches (``from __feature__ import
snake_case``) that SalonDesk does not use; that reading is a tenth of starting, and what is read stays in memory
(https://github.com/napari/napari/issues/8584). Without the hook every module has PySide's plain names, as before.
"""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Give ``import`` back to Python; call it once QtCore has been imported. Does nothing where there is no hook."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
