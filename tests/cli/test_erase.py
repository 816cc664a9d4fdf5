"""`salondesk erase`: what would go is said first, --yes does it, and nobody is erased by guess."""

from __future__ import annotations

import pytest

from salondesk.services.client.card import AddClient, NewClient
from salondesk.storage.outside.erased import ErasedList
from tests.cli.conftest import Run
from tests.support.shop import StaffedShop


@pytest.fixture
def noor(shop: StaffedShop) -> StaffedShop:
    """A shop with one client, closed."""
    shop.run(AddClient(key=shop.new_id(), client=NewClient(name="Noor", phone="050 123 4567")))
    shop.close()
    return shop


def test_it_says_what_would_go_and_does_it_when_told_to(noor: StaffedShop, run: Run) -> None:
    home = noor.paths.home
    said = run("erase", "050-1234567", "--home", home)
    assert (said.code, said.out) == (
        0, "Noor: the card, 0 visits and 0 bills would be erased for good. Add --yes to do it.\n",
    )  # fmt: skip
    assert run("list", "clients", "--home", home, "--json").data["rows"][0]["name"] == "Noor"
    done = run("erase", "+971501234567", "--yes", "--home", home, "--json")
    assert (done.code, done.data["erased"]) == (0, True)
    assert run("list", "clients", "--home", home, "--json").data["rows"] == []
    assert run("check", "--home", home).code == 0
    assert [i.hex() for i in ErasedList(noor.paths.erased).ids()] == [done.data["client"]]


@pytest.mark.parametrize("who", ["0509999999", "", "Noor", "\u0660\u0665\u0660"])
def test_nobody_is_erased_by_guess(noor: StaffedShop, run: Run, who: str) -> None:
    said = run("erase", who, "--yes", "--home", noor.paths.home)
    assert said.code == 1
    assert "nothing was erased" in said.err


def test_arabic_digits_are_understood_and_the_answer_is_arabic(noor: StaffedShop, run: Run) -> None:
    said = run("erase", "٠٥٠١٢٣٤٥٦٧", "--home", noor.paths.home, "--lang", "ar")
    assert said.code == 0
    assert "--yes" in said.out
    assert "would be" not in said.out
