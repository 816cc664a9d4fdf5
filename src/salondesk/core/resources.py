"""Finds resources/ and translations/ in a checkout, an installed wheel or a frozen program."""

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def _base() -> Path:
    # A wheel and the frozen program carry both folders inside the package; a checkout has them beside src/.
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent.parent


def resource(name: str) -> Path:
    """Return the path of a bundled file or folder under resources/, e.g. ``resource("theme/light.toml")``."""
    return _base() / "resources" / name


def translations_dir() -> Path:
    """Return the folder of the gettext catalogues."""
    return _base() / "translations"
