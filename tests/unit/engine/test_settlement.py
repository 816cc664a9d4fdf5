"""The settlement of an invoice family: an uncredited line decides, never a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salondesk.core.ids import Id
from salondesk.core.money import PPM
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Allocation
from salondesk.domain.settlement import Settlement, SettlementState
from salondesk.engine.pricing import price_ticket
from salondesk.engine.settlement import family_settlement, root_of, settlement
from salondesk.engine.tender_payments import tender_payments
from tests.unit.engine.money_cases import Counter, counter_days, sold_line
from tests.unit.engine.pricing_cases import TAX_CODES, line, percent

S = SettlementState
Row = Callable[[Sequence[Invoice], Sequence[Allocation]], Settlement]


@pytest.mark.parametrize(
    ("lines_left", "gross", "allocated", "state"),
    [
        (2, 10_500, 0, S.UNPAID),
        (2, 10_500, 1, S.PART_PAID),
        (2, 10_500, 10_499, S.PART_PAID),
        (2, 10_500, 10_500, S.SETTLED),
        (2, 10_500, 10_501, S.OVERPAID),
        (1, 0, 0, S.SETTLED),  # given away at 100 %
        (1, 0, 1, S.OVERPAID),
        (1, 4_000, 10_500, S.OVERPAID),  # a line credited, its money not given back
        (0, 0, 0, S.CREDITED),
        (0, 0, 10_500, S.TO_REFUND),
        (0, 0, -1, S.UNPAID),  # given back twice
        (1, 10_500, -1, S.UNPAID),
    ],
)
def test_a_family_stands_where_its_figures_say(
    lines_left: int, gross: int, allocated: int, state: SettlementState
) -> None:
    assert settlement(lines_left, gross, allocated) is state


State = Callable[[int, int, int], SettlementState]


def assert_states(state: State) -> None:
    """Assert what a state promises, for all small figures."""
    for lines_left in range(3):
        for gross in range(4) if lines_left else range(1):
            for allocated in range(-1, 6):
                found, due = state(lines_left, gross, allocated), gross - allocated
                assert (found in (S.UNPAID, S.PART_PAID)) == (due > 0)
                assert (found in (S.SETTLED, S.CREDITED)) == (due == 0)
                assert (found in (S.OVERPAID, S.TO_REFUND)) == (due < 0)
                assert found not in (S.CREDITED, S.TO_REFUND) or not lines_left
                assert found not in (S.SETTLED, S.OVERPAID, S.PART_PAID) or lines_left
                assert (found is S.PART_PAID) == (due > 0 and allocated > 0)


def test_a_state_tells_who_owes_whom_and_whether_anything_is_left() -> None:
    assert_states(settlement)


STATE_MUTANTS: dict[str, State] = {
    "a sum decides": lambda left, gross, paid: S.CREDITED if gross == paid == 0 else settlement(left, gross, paid),
    "paid is paid": lambda left, gross, paid: S.SETTLED if paid >= gross else settlement(left, gross, paid),
    "lines do not matter": lambda left, gross, paid: settlement(1, gross, paid),
    "no part": lambda left, gross, paid: S.UNPAID if paid < gross else settlement(left, gross, paid),
    "off by one": lambda left, gross, paid: settlement(left, gross, paid + 1),
}  # fmt: skip


@pytest.mark.parametrize("name", STATE_MUTANTS)
def test_a_broken_state_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_states(STATE_MUTANTS[name])


@given(st.integers(0, 5), st.integers(0, 10**6), st.integers(-(10**6), 10**6))
def test_every_family_has_one_state(lines_left: int, gross: int, allocated: int) -> None:
    assert settlement(lines_left, gross, allocated) in SettlementState


# ---------------------------------------------------------------- rows


def row_of(root: Invoice, *notes: Invoice) -> Settlement:
    return family_settlement((root, *notes), [put for _, put in tender_payments(root, notes)])


def given_away() -> Counter:
    """Return a shop that sold one visit at 100 % discount."""
    shop = Counter(3)
    shop.open()
    sold = line(10_500)
    priced = price_ticket([sold], percent(PPM), tax_codes=TAX_CODES)
    shop.invoices.append(
        shop.draw_up(
            (sold_line(sold, priced.lines[0], 1, ()),), booking_id=Id(b"v" * 16), client_id=Id(b"k" * 16)
        )
    )
    return shop


def test_a_visit_given_away_is_settled_and_gets_no_second_bill() -> None:
    shop = given_away()
    row = row_of(shop.invoices[0])
    assert (row.gross_minor, row.allocated_minor, row.due_minor, row.state) == (0, 0, 0, S.SETTLED)
    assert (row.lines_left, row.bills_its_visit) == (1, True)
    assert (row.booking_id, row.client_id) == (Id(b"v" * 16), Id(b"k" * 16))


def test_a_credited_gift_lets_its_visit_go() -> None:
    shop = given_away()
    note = shop.refund(shop.invoices[0], whole=True)
    assert note is not None
    row = row_of(shop.invoices[0], note)
    assert (row.lines_left, row.state, row.bills_its_visit) == (0, S.CREDITED, False)


def assert_rows(make: Row) -> None:
    """Assert the rows of random families against what is left of them line by line, after every document."""
    for seed in range(120):
        shop = counter_days(seed, days=1)
        for root in shop.invoices:
            notes = shop.notes.get(root.id, [])
            for n in range(len(notes) + 1):
                family = [*notes[:n], root]
                puts = [put for _, put in tender_payments(root, notes[:n])]
                row = make(family, puts)
                left = {one.n: one.qty_milli for one in root.lines}
                for credited in (one for note in notes[:n] for one in note.lines):
                    left[credited.original_n] += credited.qty_milli
                assert row.lines_left == sum(1 for qty in left.values() if qty > 0)
                assert row.gross_minor == sum(one.gross_minor for one in family) == row.allocated_minor
                assert row.root_id == root.id
                assert row.state is (S.SETTLED if row.lines_left else S.CREDITED)
                if row.gross_minor:
                    unpaid = make(family, ())
                    assert (unpaid.state, unpaid.allocated_minor) == (S.UNPAID, 0)
                    held = make([root, *notes[:n]], puts[: len(root.tenders)])
                    assert (held.state is S.OVERPAID) == any(one.gross_minor for one in notes[:n])


def test_a_row_is_its_documents_and_allocations() -> None:
    assert_rows(family_settlement)


def by_sum(documents: Sequence[Invoice], puts: Sequence[Allocation]) -> Settlement:
    """Take a family without money for one without lines, as queries did."""
    row = family_settlement(documents, puts)
    return replace(row, lines_left=row.lines_left if row.gross_minor else 0)


ROW_MUTANTS: dict[str, Row] = {
    "a sum decides": by_sum,
    "any credit takes the line": lambda documents, puts: replace(
        family_settlement(documents, puts),
        lines_left=len(max((one.lines for one in documents), key=len))
        - len({one.original_n for doc in documents if doc.original for one in doc.lines}),
    ),
    "credits forgotten": lambda documents, puts: family_settlement(
        [one for one in documents if one.original is None], puts
    ),
    "only the last allocation": lambda documents, puts: family_settlement(documents, puts[-1:]),
    "the invoice's own gross": lambda documents, puts: replace(
        family_settlement(documents, puts), gross_minor=max(one.gross_minor for one in documents)
    ),
}


@pytest.mark.parametrize("name", ROW_MUTANTS)
def test_a_broken_row_is_caught(name: str) -> None:
    with pytest.raises(AssertionError):
        assert_rows(ROW_MUTANTS[name])


def test_a_family_has_one_invoice_and_no_strangers() -> None:
    shop = Counter(3)
    shop.open()
    first, second = shop.sell(), shop.sell()
    strange = shop.refund(second, whole=True)
    assert strange is not None
    assert (root_of(first), root_of(strange)) == (first.id, second.id)
    put = tender_payments(second)[0][1]
    for documents, puts in (([], []), ([first, second], []), ([first, strange], []), ([first], [put])):
        with pytest.raises(ValueError, match="famil"):
            family_settlement(documents, puts)
