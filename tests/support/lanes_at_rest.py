"""Wait until the lanes have nothing in hand."""

from __future__ import annotations

from threading import Barrier

from salondesk.app.lanes import Lanes

READERS = 2


def wait_for_lanes(lanes: Lanes) -> None:
    """Return when whatever was given to any lane before this call has run and sent off its answer.

    Two empty readings do not show that both readers are free: one reader may take both of them while the other is
    still at work. So the two wait for each other.
    """
    lanes.write(lambda: None).result(20)
    both = Barrier(READERS)
    for waiting in [lanes.read(lambda: both.wait(20)) for _reader in range(READERS)]:
        waiting.result(20)
    lanes.paper(lambda: None).result(20)
