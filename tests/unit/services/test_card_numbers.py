"""Payment card numbers are known however they are typed; other long numbers are let through."""

from __future__ import annotations

import pytest

from salondesk.services.sale.card_numbers import has_card_number


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "paid with 5555.5555.5555.4444 thanks",
        "٤١١١١١١١١١١١١١١١",
        "slip 12 4111111111111111",
        "4111 1111 1111 1111 12/27",
        "4111 1111 1111 1111 1227 123",
        "3782 822463 10005",
    ],
)
def test_a_card_number_is_known(text: str) -> None:
    assert has_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FT26-000123",
        "+971 50 123 4567",
        "4111111111111112",
        "100123456700003 ",
        "AE07 0331 2345 6789 0123 456",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert not has_card_number(text)
