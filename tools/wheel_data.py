"""Build hook: a wheel carries `resources/` and `translations/` (compiled) as `salondesk/_data/`.

An editable install takes nothing: there the finder (salondesk.core.resources) reads the checkout itself.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelData(BuildHookInterface[Any]):
    """Adds the data folders to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        spec = importlib.util.spec_from_file_location(
            "compile_catalogues", root / "tools/compile_catalogues.py"
        )
        assert spec is not None and spec.loader is not None
        compiler = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(compiler)
        compiler.compile_all()
        for source in ("resources", "translations"):
            if (root / source).is_dir():
                build_data["force_include"][str(root / source)] = f"salondesk/_data/{source}"
