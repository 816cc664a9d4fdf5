"""The drawer's day: float, petty cash, X, and the close that counts and freezes a Z."""

from dataclasses import dataclass, replace

from salondesk.core.errors import PermissionRefused, UserError
from salondesk.core.fold import clean_line
from salondesk.core.ids import Id
from salondesk.core.localtext import LocalText
from salondesk.core.message import Message, N_
from salondesk.core.timespan import legal_date
from salondesk.domain.access import Override, Permission
from salondesk.domain.sale.invoice import DocumentKind, document_hash
from salondesk.domain.sale.ticket import LineKind
from salondesk.domain.till import CashMovement, MovementKind, MovementRow, TillReport, TillSession
from salondesk.engine.fiscal import rules_for
from salondesk.reports.z_report import TillFacts, closed, till_figures
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Handler, Handlers
from salondesk.services.ports.storage import UnitOfWork
from salondesk.services.sale.card_numbers import refuse_card_number
from salondesk.services.sale.checkout import CLOCK_SLACK_MS, queue_print

MOST_CASH = 10**11
LONGEST_REST_MS = 31 * 86_400_000
"""How long a till may lie unused before its next opening makes one doubt the clock."""
KIND_NAMES = {
    LineKind.SERVICE: LocalText(en="Services", ar="الخدمات"),
    LineKind.PRODUCT: LocalText(en="Products", ar="المنتجات"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTill(Command[TillSession]):
    """Begin a session with the counted float, minor units."""

    float_minor: int
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCash(Command[CashMovement]):
    """Put petty cash in or take it out, minor units above zero, with a reason."""

    kind: MovementKind
    amount_minor: int
    reason: str
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TillClosed:
    """What closing gives back; amounts in minor units."""

    z_id: Id
    number: str
    expected_minor: int
    counted_minor: int
    difference_minor: int
    print_job_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTill(Command[TillClosed]):
    """End the session with a count; a difference wants a reason."""

    session_id: Id
    counted_minor: int
    reason: str = ""
    override: Override | None = None


def open_till(command: OpenTill, work: Work) -> Outcome[TillSession]:
    """Open the till; the value is the session. Raises UserError while another session is open."""
    earlier = work.uow.sessions.open_for(work.actor.till_id)
    if earlier is not None:
        raise UserError(
            Message(
                N_("The till is still open from {date}. Count and close it first."),
                {"date": earlier.business_date},
            )
        )
    if not 0 <= command.float_minor <= MOST_CASH:
        raise UserError(Message(N_("The float cannot be less than nothing.")))
    _require_plausible_clock(work, work.uow.sessions.last_used(work.actor.till_id), command.override)
    session = work.uow.sessions.save(
        None,
        TillSession(
            id=work.new_id(),
            branch_id=work.actor.branch_id,
            till_id=work.actor.till_id,
            business_date=work.today,
            opened_at=work.now_ms,
            opened_by=work.actor.user_id,
            float_minor=command.float_minor,
        ),
    )
    return Outcome(session, Message(N_("Till opened")))


def _require_plausible_clock(work: Work, last: int | None, override: Override | None) -> None:
    """Ask for an approval where the clock stands before the till's last use, or more than a month after it.

    Documents go on from the latest date there is: one sale in a year that has not come stops the till until it has.
    Raises PermissionRefused even for one who may approve: she is to look at the date.
    """
    if last is None or -CLOCK_SLACK_MS <= work.now_ms - last <= LONGEST_REST_MS:
        return
    if override is not None and work.approved(Permission.UPKEEP, override):
        return
    zone = work.branch.zone
    raise PermissionRefused(
        Message(
            N_(
                "This computer's clock says {today}, and the till was last used on {date}."
                " Put the clock right, or approve the date if it is right."
            ),
            {"today": legal_date(work.now_ms, zone), "date": legal_date(last, zone)},
        ),
        Permission.UPKEEP,
    )


def _session(work: Work) -> TillSession:
    session = work.uow.sessions.open_for(work.actor.till_id)
    if session is None:
        raise UserError(Message(N_("The till is closed. Open it with a counted float first.")))
    return session


def move_cash(command: MoveCash, work: Work) -> Outcome[CashMovement]:
    """Note petty cash; the value is the movement. Raises UserError when more is taken than the drawer holds."""
    session = _session(work)
    reason = clean_line(command.reason, 200)
    if not reason:
        raise UserError(Message(N_("Please give a reason.")))
    refuse_card_number(reason)
    if not 0 < command.amount_minor <= MOST_CASH:
        raise UserError(Message(N_("The amount must be above zero.")))
    signed = command.amount_minor if command.kind is MovementKind.IN else -command.amount_minor
    if work.uow.sessions.cash_of(session.id) + signed < 0:
        raise UserError(Message(N_("There is not that much cash in the drawer.")))
    movement = work.uow.movements.save(
        None,
        CashMovement(
            id=work.new_id(),
            branch_id=session.branch_id,
            session_id=session.id,
            kind=command.kind,
            amount_minor=command.amount_minor,
            reason=reason,
            at=work.now_ms,
            by=work.actor.user_id,
        ),
    )
    label = N_("Cash put in") if command.kind is MovementKind.IN else N_("Cash taken out")
    return Outcome(movement, Message(label))


def session_report(uow: UnitOfWork, session: TillSession, *, report_id: Id) -> TillReport:
    """Return the session's figures at this moment, unnumbered and uncounted: an X."""
    users = {u.id: u.names for u in uow.users.all()}
    shop = uow.shops.all()[0]
    return till_figures(
        TillFacts(
            session=session,
            till=uow.tills.get(session.till_id),
            seller=shop.as_party(),
            currency=shop.currency,
            zone=uow.branches.get(session.branch_id).zone,
            opened_by=users.get(session.opened_by, LocalText()),
            documents=uow.sessions.invoices(session.id),
            payments=uow.sessions.payments(session.id),
            movements=[
                MovementRow(
                    at=m.at,
                    kind=m.kind,
                    amount_minor=m.amount_minor,
                    reason=m.reason,
                    by=users.get(m.by, LocalText()),
                )
                for m in uow.sessions.movements(session.id)
            ],
            grand_total_before_minor=uow.sessions.closed_gross(session.till_id),
            kind_names=KIND_NAMES,
            fiscal=rules_for(shop.country).name,
        ),
        report_id=report_id,
        made_at=uow.now_ms,
    )


def close_till(command: CloseTill, work: Work) -> Outcome[TillClosed]:
    """Close the till and freeze its Z; the value is a TillClosed.

    Raises UserError when the session is closed already, or when the count
    differs from what is expected and no reason is given.
    """
    session = work.uow.sessions.get(command.session_id)
    if session.closed_at is not None:
        raise UserError(Message(N_("This till is closed already; its Z can be printed again.")))
    if not 0 <= command.counted_minor <= MOST_CASH:
        raise UserError(Message(N_("The count cannot be less than nothing.")))
    _require_plausible_clock(work, session.opened_at, command.override)
    figures = session_report(work.uow, session, report_id=work.new_id())
    difference = command.counted_minor - figures.expected_minor
    reason = clean_line(command.reason, 300)
    refuse_card_number(reason)
    if difference and not reason:
        raise UserError(Message(N_("The count differs from what is expected. Please give a reason.")))
    series = work.uow.series.open_for(session.till_id, DocumentKind.Z_REPORT)
    z = closed(
        figures,
        number=series.number(series.next_seq),
        seq=series.next_seq,
        closed_at=work.now_ms,
        closed_by=work.user.names,
        counted_minor=command.counted_minor,
        reason=reason if difference else "",
    )
    z = replace(z, prev_hash=series.last_hash)
    z = replace(z, hash=document_hash(z))
    work.uow.series.advance(series, z.hash)
    work.uow.sessions.save(
        session,
        replace(
            session,
            closed_at=work.now_ms,
            closed_by=work.actor.user_id,
            expected_minor=z.expected_minor,
            counted_minor=z.counted_minor,
            difference_reason=z.difference_reason,
            z_id=z.id,
        ),
    )
    work.uow.invoices.add_z(z, series.id)
    job = queue_print(work, "z", z.id)
    value = TillClosed(
        z_id=z.id,
        number=z.number,
        expected_minor=z.expected_minor,
        counted_minor=command.counted_minor,
        difference_minor=difference,
        print_job_id=job.id,
    )
    return Outcome(value, Message(N_("Till closed: {number}"), {"number": z.number}))


HANDLERS: Handlers = {
    OpenTill: Handler(open_till, Permission.TILL_OPEN, TillSession),
    MoveCash: Handler(move_cash, Permission.TILL_CASH, CashMovement),
    CloseTill: Handler(close_till, Permission.TILL_CLOSE, TillClosed),
}
