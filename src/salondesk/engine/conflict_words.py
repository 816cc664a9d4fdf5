"""The words of what engine/conflicts finds, the same on screen and in a refusal."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from salondesk.core.message import Message, N_
from salondesk.core.timespan import to_local
from salondesk.engine.conflicts import Finding, Rule, Severity


class Verdict(NamedTuple):
    """The answer to a proposal: "ok", "warn" or "refuse", and why, where there is anything to say."""

    kind: str = "ok"
    message: Message | None = None


FREE = Verdict()
_KINDS = {Severity.INFO: "ok", Severity.WARN: "warn", Severity.REFUSE: "refuse"}


def verdict(findings: Sequence[Finding], names: Mapping[bytes, object], zone: str) -> Verdict:
    """Return the verdict of all findings, which come worst first: what weighs most, each thing said once."""
    if not findings:
        return FREE
    worst = findings[0].severity
    return Verdict(_KINDS[worst], said([f for f in findings if f.severity == worst], names, zone))


def said(findings: Sequence[Finding], names: Mapping[bytes, object], zone: str) -> Message | None:
    """Return the words of findings one after the other, each once; None of none."""
    found: list[Message] = []
    for finding in findings:
        words = worded(finding, names, zone)
        if words not in found:
            found.append(words)
    if not found:
        return None
    message = found[0]
    for other in found[1:]:
        message = Message(N_("{first} {second}"), {"first": message, "second": other})
    return message


def worded(finding: Finding, names: Mapping[bytes, object], zone: str) -> Message:
    """Say a finding: ``names`` has the holders' names (text or LocalText), times are the wall clock's in ``zone``.

    A holder without a name is nobody's name, as of a person who was removed meanwhile.
    """
    return _WORDS[finding.cause](finding, names.get(finding.holder, ""), zone)


def _plain(text: str) -> Callable[[Finding, object, str], Message]:
    message = Message(text)
    return lambda finding, name, zone: message


def _taken(finding: Finding, name: object, zone: str) -> Message:
    return Message(
        N_("{person} is busy from {start} to {end} with {client}."),
        {
            "person": name,
            "start": to_local(finding.start, zone).time(),
            "end": to_local(finding.end, zone).time(),
            "client": finding.label or Message(N_("a walk-in")),
        },
    )


def _full(finding: Finding, name: object, zone: str) -> Message:
    return Message(
        N_("{resource} is fully taken from {start} to {end}."),
        {
            "resource": name,
            "start": to_local(finding.start, zone).time(),
            "end": to_local(finding.end, zone).time(),
        },
    )


_WORDS: Mapping[Rule, Callable[[Finding, object, str], Message]] = {
    Rule.PERSON_TAKEN: _taken,
    Rule.RESOURCE_FULL: _full,
    Rule.OWN_TWICE: _plain(N_("Two services of this visit want the same person at the same time.")),
    Rule.LEAVE: _plain(N_("On leave.")),
    Rule.BREAK: _plain(N_("In a break.")),
    Rule.OUTSIDE_SHIFT: _plain(N_("Outside working hours.")),
    Rule.CLOSED: _plain(N_("The shop is closed then.")),
    Rule.PAST: _plain(N_("This is before today.")),
    Rule.HORIZON: _plain(N_("This is further ahead than the diary is open. Please check the year.")),
}
"""By cause: what overlaps still is said in the words of what it would be."""
