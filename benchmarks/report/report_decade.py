"""Ten years of sales by tender, staff and item, 1,000,000 invoices, beside the raw query of the roll-up."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.report.decade_stage import measure  # noqa: E402 - the path is set just above
from salondesk.domain.daily import Dim  # noqa: E402 - the path is set above

if __name__ == "__main__":
    measure("report_decade", date.min, date.max, (Dim.TENDER, Dim.STAFF, Dim.ITEM), rounds=20)
