"""Compiles `translations/*/LC_MESSAGES/salondesk.po` to the `.mo` files gettext reads, where the text is newer.

Extraction and editing of catalogues do not live here. The wheel's build hook and `make` both call compile_all().
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def compile_all(folder: Path = TRANSLATIONS) -> list[Path]:
    """Write each stale `.mo` whole (aside, then renamed), and return those written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
        aside = target.with_suffix(f".{os.getpid()}.tmp")
        with aside.open("wb") as stream:
            write_mo(stream, catalogue)
        aside.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
    sys.exit(0)
