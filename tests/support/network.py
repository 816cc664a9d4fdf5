"""Keeps tests on this machine: a connection to anywhere else is refused at once, with a reason."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any


def is_local(address: Any) -> bool:
    """Whether a socket address stays on this machine: a Unix path, localhost, or a loopback number."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_other_machines(set_attribute: Callable[[object, str, object], None]) -> None:
    """Patch socket.connect through a monkeypatch's setattr."""
    plain = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if not is_local(address):
            raise OSError(f"tests do not leave this machine: {address!r}")
        plain(self, address)

    set_attribute(socket.socket, "connect", connect)
