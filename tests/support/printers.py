"""A printer that takes everything, and what it was sent; used by tests as the fixture `printed`."""

from __future__ import annotations

import pytest

from salondesk.app import drawing
from salondesk.printing.device.printer import PrintOutcome


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the PDFs that were printed, in order."""
    sent: list[bytes] = []

    def print_pdf(data: bytes, **_how: object) -> PrintOutcome:
        sent.append(data)
        return PrintOutcome.SENT

    monkeypatch.setattr(drawing, "print_pdf", print_pdf)
    return sent
