"""UUIDv7 identities (RFC 9562 §5.7). What a fiscal number is does not live here: see domain/sale/invoice.

An id is 16 raw bytes: SQLite keeps it as a BLOB, and reading a day of bookings
costs no conversion. Text appears only at the edges, through ``id_text``.
"""

import random
from collections.abc import Callable
from typing import NewType

from salondesk.core.clock import Clock

Id = NewType("Id", bytes)

NewId = Callable[[], Id]
"""A source of fresh ids; everything that makes a record takes one."""


def id_source(clock: Clock) -> NewId:
    """Return a source of UUIDv7 ids stamped with ``clock``; ids sort by the time they were made."""

    import uuid_utils  # a compiled module: not before the first paint

    def fresh() -> Id:
        return Id(uuid_utils.uuid7(nanoseconds=clock.now_ms() * 1_000_000).bytes)

    return fresh


def seeded_id_source(clock: Clock, rng: random.Random) -> NewId:
    """Return a reproducible source of ids: the same ``rng`` state and clock give the same ids (demo shops)."""

    def fresh() -> Id:
        value = (clock.now_ms() & (2**48 - 1)) << 80 | rng.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        value = value & ~(0x3 << 62) | 0x2 << 62
        return Id(value.to_bytes(16, "big"))

    return fresh


def id_text(value: bytes) -> str:
    """Return the usual 8-4-4-4-12 text of an id."""
    h = value.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def parse_id(text: str) -> Id:
    """Return the id written as ``text``, with or without dashes.

    Raises ValueError when it is not 16 bytes of hexadecimal.
    """
    raw = bytes.fromhex(text.replace("-", ""))
    if len(raw) != 16:
        raise ValueError(f"not an id: {text!r}")
    return Id(raw)


def derived_id(at_ms: int, *parts: str) -> Id:
    """Return the one id that ``parts`` always give, in the form of a UUIDv7 of ``at_ms``.

    For records taken over from elsewhere: a second import of the same row meets its own first one.
    """
    import hashlib  # loads OpenSSL: not before the first paint

    digest = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10], "big")
    value = (at_ms & (2**48 - 1)) << 80 | digest
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return Id(value.to_bytes(16, "big"))
