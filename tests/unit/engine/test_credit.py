"""Credit notes: parts of lines that add up to the whole, to the last row and share."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.errors import UserError
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.money import allocate
from salondesk.domain.catalog import PriceBasis
from salondesk.domain.sale.invoice import InvoiceLine, StaffShare
from salondesk.domain.sale.ticket import Discount, TicketLine
from salondesk.engine.credit import credit_lines, credited_so_far
from salondesk.engine.pricing import PricedLine, price_ticket
from tests.unit.engine.pricing_cases import TAX_CODES, amount, line, percent

AMOUNTS = (
    "list_minor",
    "line_discount_minor",
    "bill_discount_minor",
    "net_minor",
    "tax_minor",
    "gross_minor",
)


def invoiced(sold: TicketLine, priced: PricedLine, n: int, staff: int = 2) -> InvoiceLine:
    """The line as the till copies it onto an invoice, its net shared between people."""
    shares = allocate(priced.net_minor, [1] * staff) if staff else ()
    return InvoiceLine(
        n=n,
        kind=sold.kind,
        item_id=sold.item_id,
        code=sold.code,
        names=sold.names,
        staff=tuple(
            StaffShare(staff_id=Id(bytes([m]) * 16), names=LocalText(en=str(m)), net_minor=share)
            for m, share in enumerate(shares)
        ),
        qty_milli=sold.qty_milli,
        unit_price_minor=sold.unit_price_minor,
        basis=sold.basis,
        list_minor=priced.list_minor,
        line_discount_minor=priced.line_discount_minor,
        bill_discount_minor=priced.bill_discount_minor,
        discount_reason="",
        net_minor=priced.net_minor,
        tax_minor=priced.tax_minor,
        gross_minor=priced.gross_minor,
        taxes=priced.taxes,
    )


def sale(*lines: TicketLine, staff: int = 2) -> tuple[InvoiceLine, ...]:
    bill = price_ticket(lines, tax_codes=TAX_CODES)
    return tuple(invoiced(s, p, n, staff) for n, (s, p) in enumerate(zip(lines, bill.lines, strict=True), 1))


def assert_whole_is_credited(sold: Sequence[InvoiceLine], notes: Sequence[Sequence[InvoiceLine]]) -> None:
    credits = [line for note in notes for line in note]
    for one in sold:
        mine = [line for line in credits if line.original_n == one.n]
        assert sum(line.qty_milli for line in mine) == -one.qty_milli
        for name in AMOUNTS:
            assert sum(getattr(line, name) for line in mine) == -getattr(one, name), name
        for k, row in enumerate(one.taxes):
            assert sum(line.taxes[k].amount_minor for line in mine) == -row.amount_minor
        for k, share in enumerate(one.staff):
            assert sum(line.staff[k].net_minor for line in mine) == -share.net_minor


def test_a_whole_line_is_its_mirror() -> None:
    sold = sale(line(10_500, discount=percent(100_000)))
    (back,) = credit_lines(sold, {1: 1_000}, {})
    assert (back.n, back.original_n, back.qty_milli) == (1, 1, -1_000)
    assert_whole_is_credited(sold, [[back]])


def test_lines_of_a_note_are_numbered_from_one_in_the_order_of_the_sale() -> None:
    sold = sale(line(100), line(200), line(300))
    back = credit_lines(sold, {3: 1_000, 1: 1_000}, {})
    assert [(one.n, one.original_n, one.gross_minor) for one in back] == [(1, 1, -100), (2, 3, -300)]


def test_three_thirds_of_ten_are_ten() -> None:
    sold = sale(line(333, 3_000, discount=amount(1)), line(1_000, 3_000, basis=PriceBasis.ON_TOP))
    notes: list[tuple[InvoiceLine, ...]] = []
    for _ in range(3):
        notes.append(credit_lines(sold, {1: 1_000, 2: 1_000}, credited_so_far(notes)))
    assert_whole_is_credited(sold, notes)


def test_a_line_without_people_has_no_shares() -> None:
    (back,) = credit_lines(sale(line(100), staff=0), {1: 1_000}, {})
    assert back.staff == ()


@pytest.mark.parametrize(
    ("wanted", "done"),
    [({2: 1_000}, {}), ({1: 2_001}, {}), ({1: 1_001}, {1: 1_000}), ({1: 0}, {}), ({1: -1}, {}), ({}, {})],
)
def test_more_than_is_left_or_nothing_is_refused(wanted: dict[int, int], done: dict[int, int]) -> None:
    with pytest.raises(UserError):
        credit_lines(sale(line(100, 2_000)), wanted, done)


@given(
    st.lists(st.integers(1, 3_000), min_size=1, max_size=5),
    st.integers(0, 10**6),
    st.sampled_from(list(PriceBasis)),
    st.sampled_from(["vat5", "zero", "none", "gst+pst"]),
    st.none() | st.integers(0, 1_000_000).map(percent),
    st.integers(0, 3),
)
def test_parts_add_up_to_the_whole(
    parts: list[int], price: int, basis: PriceBasis, tax: str, discount: Discount | None, staff: int
) -> None:
    sold = sale(line(price, sum(parts), basis=basis, tax=tax, discount=discount), staff=staff)
    notes: list[tuple[InvoiceLine, ...]] = []
    for part in parts:
        note = credit_lines(sold, {1: part}, credited_so_far(notes))
        for one in note:
            assert one.gross_minor == one.net_minor + one.tax_minor
            assert one.tax_minor == sum(row.amount_minor for row in one.taxes)
            assert sum(share.net_minor for share in one.staff) == (one.net_minor if staff else 0)
        notes.append(note)
    assert_whole_is_credited(sold, notes)
