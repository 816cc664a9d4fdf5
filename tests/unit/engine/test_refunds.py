"""The plan of a refund: debt first, then money as it came, to the last unit; held to histories by chance and mutants."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import pytest

from salondesk.core.errors import UserError
from salondesk.domain.sale.invoice import Invoice
from salondesk.domain.sale.payment import Payment
from salondesk.engine.credit import RefundPlan, left_to_credit, plan_refund
from salondesk.engine.tender_payments import tender_payments
from tests.unit.engine.money_cases import Counter, paid

Plan = Callable[..., RefundPlan]


class Family:
    """One invoice whose money came in part with it and in part later, as a client with an account pays."""

    def __init__(self, seed: int, plan: Plan) -> None:
        self.counter, self.plan = Counter(seed), plan
        self.rng = self.counter.rng
        self.counter.open(0)
        self.root = self.counter.sell()
        self.notes: list[Invoice] = []
        self.payments = [payment for payment, _ in tender_payments(self.root)]
        self._leave_a_part()

    def _leave_a_part(self) -> None:
        """Take back some of what was taken with it: that is owed."""
        kept = [one for one in self.payments if self.rng.random() < 0.5]
        self.waiting = [one for one in self.payments if one not in kept]
        self.payments = kept

    @property
    def due_minor(self) -> int:
        gross = self.root.gross_minor + sum(note.gross_minor for note in self.notes)
        return gross - sum(one.allocatable_minor for one in self.payments)

    def pay(self) -> None:
        """Let a payment come whose whole amount is still owed."""
        if self.waiting and self.waiting[0].allocatable_minor <= self.due_minor:
            late = self.waiting.pop(0)
            self.payments.append(replace(late, at=self.counter.at(), taken_with=None))

    def refund(self, *, whole: bool = False) -> RefundPlan | None:
        left = left_to_credit(self.root, self.notes)
        if not left:
            return None
        some = {
            n: max(qty // self.rng.choice((1, 2)), 1) for n, qty in left.items() if self.rng.random() < 0.6
        }
        due = self.due_minor
        plan = self.plan(
            self.root, self.notes, self.payments, {} if whole else some, due_minor=due,
            cash_step_minor=self.counter.step,
        )  # fmt: skip
        credited = -sum(line.gross_minor for line in plan.lines)
        assert plan.off_debt_minor == min(credited, max(due, 0))
        back = -sum(tender.amount_minor for tender in plan.tenders)
        assert credited == plan.off_debt_minor + back + plan.settlement.rounding_minor
        self._enter(plan)
        return plan

    def _enter(self, plan: RefundPlan) -> None:
        note = self.counter.note(self.root, whole=True)
        assert note is not None
        gross = sum(line.gross_minor for line in plan.lines)
        note = paid(replace(note, lines=plan.lines, gross_minor=gross), plan.settlement)
        self.counter.keep(note)
        self.notes.append(note)
        self.payments += [
            payment for payment, _ in tender_payments(note) if payment.amount_minor or payment.rounding_minor
        ]


def whole_history(seed: int, plan: Plan) -> None:
    """Pay and refund by chance, then give all back: nobody owes anything, and no money is left anywhere."""
    family = Family(seed, plan)
    for _ in range(family.rng.randint(0, 5)):
        family.rng.choice((family.pay, family.refund))()
    family.refund(whole=True)
    assert left_to_credit(family.root, family.notes) == {}
    assert family.due_minor == 0
    assert sum(one.amount_minor for one in family.payments) == 0
    by_slip: dict[object, int] = {}
    for one in family.payments:
        slip = (one.kind, one.approval, one.last4, one.reference)
        by_slip[slip] = by_slip.get(slip, 0) + one.amount_minor
    assert set(by_slip.values()) <= {0}


@pytest.mark.parametrize("part", range(4))
def test_after_any_history_all_that_came_goes_back_as_it_came(part: int) -> None:
    for seed in range(part * 60, part * 60 + 60):
        whole_history(seed, plan_refund)


def _of_tenders(
    invoice: Invoice,
    notes: Sequence[Invoice],
    _payments: Iterable[Payment],
    wanted: Mapping[int, int],
    **more: int,
) -> RefundPlan:
    return plan_refund(invoice, notes, [one for one, _ in tender_payments(invoice, notes)], wanted, **more)


def _changed(**changes: Callable[..., object]) -> Plan:
    """Return the plan with some of its arguments changed."""

    def plan(
        invoice: Invoice,
        notes: Sequence[Invoice],
        payments: Iterable[Payment],
        wanted: Mapping[int, int],
        **more: int,
    ) -> RefundPlan:
        given = {"notes": notes, "payments": list(payments), "wanted": wanted, **more}
        given |= {name: change(given[name]) for name, change in changes.items()}
        return plan_refund(invoice, **given)  # type: ignore[arg-type]

    return plan


MUTANTS: dict[str, Plan] = {
    "what was taken with the documents": _of_tenders,
    "debt forgotten": _changed(due_minor=lambda _due: 0),
    "debt of another sign": _changed(due_minor=lambda due: -due),
    "rounding forgotten": _changed(payments=lambda all_: [replace(one, rounding_minor=0) for one in all_]),
    "what went back forgotten": _changed(payments=lambda all_: [one for one in all_ if one.amount_minor >= 0]),
    "later money forgotten": _changed(payments=lambda all_: [one for one in all_ if one.taken_with is not None]),
    "earlier notes forgotten": _changed(notes=lambda _notes: []),
    "slips forgotten": _changed(payments=lambda all_: [replace(one, approval="") for one in all_]),
    "only the first line": _changed(wanted=lambda wanted: dict(list(wanted.items())[:1]) or {1: 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_a_wrong_plan_is_caught(name: str) -> None:
    caught = 0
    for seed in range(240):
        try:
            whole_history(seed, MUTANTS[name])
        except (AssertionError, UserError):
            caught += 1
            break
    assert caught


def test_nothing_left_is_refused() -> None:
    family = Family(3, plan_refund)
    family.refund(whole=True)
    with pytest.raises(UserError, match="refunded in full"):
        plan_refund(family.root, family.notes, family.payments, {}, due_minor=0, cash_step_minor=0)


def test_the_order_of_the_payments_given_does_not_matter() -> None:
    rng = random.Random(1)
    for seed in range(40):
        family = Family(seed, plan_refund)
        family.pay()
        mixed = rng.sample(family.payments, len(family.payments))
        one, other = (
            plan_refund(
                family.root, [], payments, {}, due_minor=family.due_minor, cash_step_minor=family.counter.step
            )
            for payments in (family.payments, mixed)
        )
        assert one == other
