"""A profile's hours past midnight: whose business day they are, and when that day ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salondesk.app.files.profile import read_profile
from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.domain.staff import ShiftKind

NIGHT = """
names = {{ en = "Layali" }}
country = "AE"
currency = "AED"
zone = "Asia/Dubai"
{cutoff}
[till]
code = "T1"
[[taxes]]
key = "vat"
names = {{ en = "VAT" }}
rate = "5"
[hours]
thu = ["16:00-00:00", "00:30-04:00"]
fri = ["16:00-04:00"]
[[staff]]
code = "A"
names = {{ en = "Aisha" }}
[staff.breaks]
thu = ["23:30-00:15", "01:00-01:30"]
"""


@pytest.fixture
def night(tmp_path: Path) -> Callable[[str], Path]:
    def written(cutoff: str) -> Path:
        target = tmp_path / "night.toml"
        target.write_text(NIGHT.format(cutoff=cutoff), encoding="utf-8")
        return target

    return written


def made() -> Id:
    return Id(b"0123456789abcdef")


def test_small_hours_belong_to_the_evening_before(night: Callable[[str], Path]) -> None:
    profile = read_profile(night('cutoff = "05:00"'), made)
    assert [(h.weekday, h.start_min, h.end_min) for h in profile.hours] == [
        (3, 960, 1440),
        (3, 1470, 1680),
        (4, 960, 1680),
    ]
    breaks = [(s.start_min, s.end_min) for s in profile.staff[0].shifts if s.kind is ShiftKind.BREAK]
    assert breaks == [(1410, 1455), (1500, 1530)]


def test_a_shop_open_past_midnight_ends_its_day_at_closing_unless_it_says_otherwise(
    night: Callable[[str], Path],
) -> None:
    assert read_profile(night(""), made).cutoff_min == 240
    assert read_profile(night('cutoff = "06:00"'), made).cutoff_min == 360


def test_a_day_that_ends_before_closing_is_refused_by_name(night: Callable[[str], Path]) -> None:
    with pytest.raises(UserError) as refused:
        read_profile(night('cutoff = "02:00"'), made)
    assert "cutoff" in str(refused.value.message.params.values())
