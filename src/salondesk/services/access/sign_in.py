"""Signing in by PIN, and lending a permission on the spot. Argon2id (RFC 9106); failures are throttled.

A try is counted before the PIN is looked at, so that pulling the plug does not
give another one. The hash is computed outside the write transaction.
"""

import secrets
import threading
from dataclasses import dataclass, replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from salondesk.core.clock import Clock
from salondesk.core.errors import UserError
from salondesk.core.fold import digits
from salondesk.core.ids import Id
from salondesk.core.message import Message, N_, NP_
from salondesk.domain.access import Actor, Override, Permission, PinAttempt, User
from salondesk.domain.settings import PIN_TRIES
from salondesk.services.context import Command, Outcome, Work
from salondesk.services.executor import Executor, Handler, Handlers
from salondesk.services.rights import require_person, require_reach

FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3_600_000
APPROVAL_MS = 120_000
PIN_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id at OWASP's minimum (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane). More would be felt at every
sign-in on a counter's PC, and four digits are protected by the throttle, not by the hash."""
PIN_LENGTH = 4
"""Four digits: the pad goes on by itself after the last one, and the throttle makes guessing hopeless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTry(Command[User]):
    """Count a sign-in try of a user and get what the PIN must match."""

    user_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetTries(Command[None]):
    """Clear a user's failed tries after a right PIN."""

    user_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPin(Command[None]):
    """Give a user a PIN, already hashed by ``hash_pin``."""

    user_id: Id
    pin_hash: str


def hash_pin(pin: str) -> str:
    """Return the Argon2id hash of a PIN of four digits in any script. Raises UserError for anything else."""
    plain = digits(pin)
    if len(plain) != PIN_LENGTH or len(plain) != len(pin.strip()):
        raise UserError(Message(N_("A PIN has four digits.")))
    return PIN_HASHER.hash(plain)


def pin_matches(pin_hash: str, pin: str) -> bool:
    """Tell whether a PIN is the one that was hashed."""
    try:
        return PIN_HASHER.verify(pin_hash, digits(pin))
    except (VerificationError, InvalidHashError):
        return False


def count_try(command: CountTry, work: Work) -> Outcome[User]:
    """Count the try; the value is the user. Raises UserError while locked out, or for who has left."""
    user = work.uow.users.get(command.user_id)
    person = None if user.staff_id is None else work.uow.staff.find(user.staff_id)
    if person is not None and person.has_left(work.today):
        raise UserError(Message(N_("{name} no longer works here."), {"name": user.names}))
    attempts = work.uow.pins.attempts(user.id)
    wait_ms = attempts.locked_until - work.now_ms
    if 0 < wait_ms <= LONGEST_WAIT_MS:
        seconds = -(-wait_ms // 1000)
        raise UserError(
            Message.counted(
                NP_(
                    "Too many wrong PINs. Try again in {n} second.",
                    "Too many wrong PINs. Try again in {n} seconds.",
                ),
                seconds,
            )
        )
    failures = attempts.failures + 1
    over = failures - work.setting(PIN_TRIES)
    wait = min(FIRST_WAIT_MS * 2**over, LONGEST_WAIT_MS) if over >= 0 else 0
    work.uow.pins.record(
        PinAttempt(user_id=user.id, failures=failures, locked_until=work.now_ms + wait if wait else 0)
    )
    return Outcome(user)


def forget_tries(command: ForgetTries, work: Work) -> Outcome[None]:
    """Clear the failed tries."""
    work.uow.pins.record(PinAttempt(user_id=command.user_id))
    return Outcome(None)


def set_pin(command: SetPin, work: Work) -> Outcome[None]:
    """Save the new PIN's hash: one's own, or with the right to edit the staff that of anybody who may do no more.

    Raises PermissionRefused otherwise: whoever knows a PIN may do what its owner may. UserError for what is no person.
    """
    if command.user_id != work.actor.user_id:
        work.require(Permission.STAFF_EDIT)
    user = work.uow.users.get(command.user_id)
    require_person(user)
    require_reach(work, user)
    work.uow.users.save(user, replace(user, pin_hash=command.pin_hash))
    return Outcome(None, Message(N_("New PIN saved")))


HANDLERS: Handlers = {
    CountTry: Handler(count_try, None),  # no stored result: its value carries the PIN's hash
    ForgetTries: Handler(forget_tries, None),
    SetPin: Handler(set_pin, None),
}


class ApprovalBook:
    """Proofs handed out for accepted PINs, each for some permissions, one approver and one command. Memory only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[bytes, tuple[Id, tuple[str, ...], int]] = {}

    def give(self, approver_id: Id, permissions: tuple[str, ...], now_ms: int) -> bytes:
        """Return a fresh proof that lasts two minutes."""
        proof = secrets.token_bytes(16)
        with self._lock:
            self._given = {k: v for k, v in self._given.items() if abs(v[2] - now_ms) <= APPROVAL_MS}
            self._given[proof] = (approver_id, permissions, now_ms)
        return proof

    def accepts(self, override: Override, now_ms: int) -> bool:
        """Tell whether the proof was given for this approver and permissions within the last two minutes."""
        with self._lock:
            given = self._given.get(override.proof)
        if given is None:
            return False
        approver_id, permissions, at = given
        return (
            approver_id == override.approver_id
            and permissions == override.permissions
            and abs(now_ms - at) <= APPROVAL_MS
        )

    def spend(self, override: Override) -> None:
        """Use a proof up."""
        with self._lock:
            self._given.pop(override.proof, None)


class AccessDesk:
    """Checks PINs. Slow on purpose (Argon2): call from a worker thread."""

    def __init__(self, executor: Executor, approvals: ApprovalBook, clock: Clock) -> None:
        self._executor, self._approvals, self._clock = executor, approvals, clock

    def sign_in(self, user_id: Id, pin: str, place: Actor) -> Actor:
        """Return who acts from now on at ``place``'s branch, device and till.

        Raises UserError for a wrong PIN or while locked out.
        """
        user = self._check(user_id, pin, place)
        return replace(place, user_id=user.id, lang=user.lang or place.lang, staff_id=user.staff_id)

    def approve(
        self,
        approver_id: Id,
        pin: str,
        *,
        permission: str,
        reason: str,
        actor: Actor,
        also: tuple[str, ...] = (),
    ) -> Override:
        """Return an override by the approver for what ``actor`` is doing; ``also`` is what it needs beside.

        Whether the approver holds all of it is asked when it is used. Raises UserError for a wrong PIN.
        """
        if not reason.strip():
            raise UserError(Message(N_("Please give a reason.")))
        self._check(approver_id, pin, actor)
        proof = self._approvals.give(approver_id, (permission, *also), self._clock.now_ms())
        return Override(
            permission=permission,
            reason=reason.strip()[:300],
            approver_id=approver_id,
            proof=proof,
            also=also,
        )

    def _check(self, user_id: Id, pin: str, place: Actor) -> User:
        who = replace(place, user_id=user_id)
        user = self._executor.run(CountTry(key=self._executor.new_key(), user_id=user_id), who)
        if not user.active or not user.pin_hash or not pin_matches(user.pin_hash, pin):
            raise UserError(Message(N_("That PIN is not right.")))
        self._executor.run(ForgetTries(key=self._executor.new_key(), user_id=user_id), who)
        return user
