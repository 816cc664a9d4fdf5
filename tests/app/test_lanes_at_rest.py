"""Tests that wait for the lanes wait for all of them."""

from __future__ import annotations

from threading import Event

from salondesk.app.lanes import Lanes
from tests.support.lanes_at_rest import wait_for_lanes


def test_a_reader_still_at_work_is_waited_for() -> None:
    lanes, begun, ended = Lanes(), Event(), Event()

    def slow() -> None:
        begun.set()
        Event().wait(0.3)
        ended.set()

    lanes.read(slow)
    assert begun.wait(5)
    wait_for_lanes(lanes)
    assert ended.is_set()
    lanes.close()
