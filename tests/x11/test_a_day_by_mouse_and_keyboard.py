"""The program as its own process on a virtual screen, with a real mouse and keyboard: sign in, drag, book, open the
till, check out for cash. What happened is asked of the command line, another process.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from salondesk.app.bootstrap import open_shop
from salondesk.app.paths import ShopPaths
from salondesk.core.timespan import business_date
from salondesk.services.client.card import NewClient
from tests.support.shop import PINS, ZONE, _staffed
from tests.x11.hands import Person

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
]
NAMES = {
    "en": {"RANA": "Rana", "MONA": "Mona", "LINA": "Lina"},
    "ar": {"RANA": "رنا", "MONA": "منى", "LINA": "لينا"},
}


@pytest.fixture
def person(x_server: str, shop_template: Path, tmp_path: Path, lang: str) -> Iterator[Person]:
    """Somebody before the sign-in of a shop with one booking today, at 13:00 with Mona for Noura."""
    home = tmp_path / "home"
    paths = ShopPaths(home)
    paths.make()
    shutil.copyfile(shop_template, paths.database)
    shop = _staffed(open_shop(paths, origin="test"))
    shop.book("MONA", "CUT", at="13:00", day=_today(shop.clock.now_ms()), client=NewClient(name="Noura"))
    shop.close()
    made = Person(x_server, home, tmp_path / "seen", lang)
    yield made
    made.leave()


def _today(now_ms: int) -> date:
    return business_date(now_ms, ZONE, 240)


def _start(row: dict[str, str]) -> str:
    return datetime.fromisoformat(row["start"]).astimezone(ZoneInfo(ZONE)).strftime("%H:%M")


def sign_in(person: Person) -> None:
    person.take_the_window()
    person.click(person.control(NAMES[person.lang]["RANA"], "TileButton"))
    person.type(PINS["reception"])
    person.wait("Noura's block", lambda seen: any("Noura" in b["name"] for b in seen["blocks"]))


def test_a_day_at_the_counter(person: Person) -> None:
    sign_in(person)
    names = NAMES[person.lang]
    person.picture("1-signed-in")

    # Drag Noura from Mona at 13:00 to Lina, an hour later: her block is 45 minutes high.
    _scroll_to(person, "Noura")
    x, y, width, height = person.block("Noura")["at"]
    lina = next(b for b in _columns(person) if names["LINA"] in b["name"])["at"]
    person.drag((x + width // 2, y + 14), (lina[0] + lina[2] // 2, y + 14 + height * 60 // 45))
    rows = person.until_rows("bookings", lambda found: _start(found[0]) != "13:00")
    assert (_start(rows[0]), rows[0]["lines"][0]["staff"]) == ("14:00", "LINA")
    person.picture("2-dragged")

    # A click on free time, a new client, a service, Enter.
    mona = next(b for b in _columns(person) if names["MONA"] in b["name"])["at"]
    at = person.block("Noura")["at"]
    person.click_at(mona[0] + mona[2] // 2, at[1] + 6)
    person.control("New booking", "BookCard")
    person.type("Mariam")
    person.wait(
        "the field for the phone",
        lambda seen: any(c["kind"] == "PhoneEdit" for c in seen["controls"]) or _press(person, "Return"),
    )
    person.type("0507654321")
    person.keys("Return")
    person.wait(
        "the services",
        lambda seen: any(c["kind"] == "ServicePicker" and c["focus"] for c in seen["controls"]),
    )
    person.keys("Return")
    person.picture("3-card")
    person.keys("Return")
    rows = person.until_rows("bookings", lambda found: len(found) == 2)
    assert "Mariam" in [row["client"] for row in rows]
    assert [(_start(row), row["lines"][0]["staff"]) for row in rows] == [("14:00", "LINA"), ("14:00", "MONA")]

    # The till is opened with 500 in one amount.
    person.keys("F10")
    person.click(person.control("One amount", "QPushButton"))
    person.click(person.control("", "MoneyEdit"))
    person.type("500")
    person.click(person.control("Open the till", "Button"))
    person.picture("4-till")

    # Back to the diary, check Mariam out and take exact cash.
    person.keys("F2")
    person.click(person.block("Mariam"))
    person.click(person.control("Check out", "Button"))
    person.wait("the bill", lambda seen: any(c["kind"] == "TicketPanel" for c in seen["controls"]))
    person.picture("5-bill")
    person.keys("F9")
    person.picture("6-paying")
    person.keys("Return")
    invoices = person.until_rows("invoices", lambda found: len(found) == 1)
    assert invoices[0]["total_minor"] == 15_000
    person.picture("7-paid")
    assert person.console("check")["ok"]
    done = [row["status"] for row in person.rows("bookings") if row["client"] == "Mariam"]
    assert done == ["done"]


def _press(person: Person, key: str) -> bool:
    person.keys(key)
    return False


def _columns(person: Person) -> list[dict[str, list[int]]]:
    found: list[dict[str, list[int]]] = person.wait(
        "columns", lambda seen: [b for b in seen["blocks"] if b["role"] == "Column"]
    )
    return found


def _scroll_to(person: Person, part: str) -> None:
    """Turn the wheel until a block and the hour under it are on the screen."""
    for _turn in range(40):
        _x, y, _width, height = person.block(part)["at"]
        if 200 < y < 380:
            return
        person.wheel(700, 420, up=y <= 200)
