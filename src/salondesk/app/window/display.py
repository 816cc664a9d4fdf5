"""Whether a window can appear at all: asked before Qt, which ends the whole program when it cannot."""

import ctypes
import os
import socket
import sys
from pathlib import Path

from salondesk.core.message import Message, N_


def trouble() -> Message | None:
    """Return why no window can appear, or nothing when one can: always on Windows and macOS."""
    if not sys.platform.startswith(("linux", "freebsd")) or os.environ.get("QT_QPA_PLATFORM"):
        return None
    x11, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not x11 and not wayland:
        return Message(
            N_("There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.")
        )
    if (wayland and _wayland_answers(wayland)) or (x11 and _x11_answers()):
        return None
    return Message(
        N_("The display {name} does not answer: no window can be opened."), {"name": x11 or wayland}
    )


def _x11_answers() -> bool:
    """Knock as Qt will: with the same library, under the same credentials."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt brings its own, or says what it lacks
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(name: str) -> bool:
    place = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as announce_second_start:
        try:
            announce_second_start.connect(str(place))
        except OSError:
            return False
    return True
