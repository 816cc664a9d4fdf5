"""Fixtures of the rooms: `counter` shows one on a real shop, once in each language."""

from tests.support.rooms import counter  # noqa: F401 - a fixture for every test here
