"""Build hook: a wheel carries `resources/` and `translations/` (compiled) as `salondesk/_data/`.

An editable install takes nothing: there the finder (salondesk.core.resources) reads the checkout itself.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelData(BuildHookInterface[Any]):
    """Adds the data folders to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues and name the folders to copy."""
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, str(root / "tools" / "catalogues.py"), "compile"], check=True)
        for source in ("resources", "translations"):
            build_data["force_include"][str(root / source)] = f"salondesk/_data/{source}"
