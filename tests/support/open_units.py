"""Lets the storage room say which units of work are open, so that no test ends inside one.

`register_open_unit_probe(probe)`, once, e.g. in tests/storage/conftest.py: the probe returns one line per
open unit, and is asked after every test of the process.
"""

from __future__ import annotations

from collections.abc import Callable

OpenUnitProbe = Callable[[], list[str]]

_probes: list[OpenUnitProbe] = []


def register_open_unit_probe(probe: OpenUnitProbe) -> None:
    """Ask this probe after each test; the same probe registered twice is asked once."""
    if probe not in _probes:
        _probes.append(probe)


def open_units() -> list[str]:
    """What every probe reports now."""
    return [f"unit of work left open: {line}" for probe in _probes for line in probe()]
