"""Fixtures of the rooms: `counter` shows one on a real shop, once in each language; `printed` is its printer."""

from tests.support.printers import printed  # noqa: F401 - likewise
from tests.support.rooms import counter  # noqa: F401 - a fixture for every test here
