"""Fixtures of the composition root: `printed` is a printer that takes everything."""

from tests.support.printers import printed  # noqa: F401 - a fixture for every test here
