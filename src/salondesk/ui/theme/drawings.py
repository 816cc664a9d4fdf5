"""The bundled drawings of icons: names, SVG text, and tinted files for style sheets."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from salondesk.core.resources import resource


def icon_names() -> list[str]:
    """Give the names of all bundled icons."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


@lru_cache(maxsize=256)
def svg_text(name: str) -> str:
    """Give a drawing; ``currentColor`` in it stands for the tint. Raises OSError if unknown."""
    return resource(f"icons/{name}.svg").read_text("utf-8")


def icon_file(name: str, colour: str) -> str:
    """Give the path of a tinted icon on disk, for style sheets, which can only name files."""
    path = _icon_folder() / f"{name}-{colour[1:]}.svg"
    if not path.exists():
        path.write_text(svg_text(name).replace("currentColor", colour), "utf-8")
    return path.as_posix()


@lru_cache(maxsize=1)
def _icon_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="salondesk-icons-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
