"""How a status and a flag look and what they are called: colours by name, icons, words. Used by painter and
legend.
"""

from __future__ import annotations

from typing import NamedTuple

from salondesk.core.message import N_
from salondesk.services.reads.booking import board
from salondesk.services.reads.booking.board import BoardBlock
from salondesk.ui.i18n import _


class StatusStyle(NamedTuple):
    """A status or a flag for the eye: its token, its icon and its English name."""

    token: str
    icon: str
    name: str


STATUS_STYLES = {
    "pending": StatusStyle("pending", "hourglass", N_("Pending")),
    "booked": StatusStyle("booked", "calendar", N_("Booked")),
    "confirmed": StatusStyle("confirmed", "check", N_("Confirmed")),
    "late": StatusStyle("late", "clock", N_("Late")),
    "arrived": StatusStyle("arrived", "armchair", N_("Arrived")),
    "in_service": StatusStyle("in_service", "scissors", N_("In service")),
    "to_pay": StatusStyle("to_pay", "wallet", N_("To pay")),
    "done": StatusStyle("done", "square-check", N_("Done")),
    "owed": StatusStyle("to_pay", "coins", N_("On account")),
    "paid": StatusStyle("paid", "badge-check", N_("Paid in full")),
    "no_show": StatusStyle("no_show", "ban", N_("No-show")),
    "cancelled": StatusStyle("cancelled", "circle-x", N_("Cancelled")),
    "rejected": StatusStyle("rejected", "circle-x", N_("Rejected")),
}
"""Stored and derived statuses, in the order of a visit."""

FLAG_STYLES = {
    board.ALERT: StatusStyle("danger", "triangle-alert", N_("Alert")),
    board.CLASH: StatusStyle("danger", "circle-alert", N_("Overlaps another booking")),
    board.NEW_CLIENT: StatusStyle("", "sparkles", N_("New client")),
    board.REQUESTED: StatusStyle("", "heart", N_("Asked for this person")),
    board.NOTE: StatusStyle("", "sticky-note", N_("Note")),
    board.UNPAID: StatusStyle("", "coins", N_("Balance due")),
    board.DEPOSIT: StatusStyle("", "wallet", N_("Deposit paid")),
    board.REPEAT: StatusStyle("", "repeat", N_("Repeats")),
    board.FORM_MISSING: StatusStyle("", "file-text", N_("Form missing")),
    board.OVERRIDE: StatusStyle("", "shield-alert", N_("Booked by override")),
}
"""Flags, the most important first: where there is little room, these are kept."""


def style_of(status: str, flags: int) -> StatusStyle:
    """Give the look of a block: late, to pay, on account and paid are derived from status and flags."""
    if status in ("pending", "booked", "confirmed") and flags & board.LATE:
        return STATUS_STYLES["late"]
    if status == "done" and flags & board.UNPAID:
        return STATUS_STYLES["to_pay"]
    if status == "done" and flags & board.OWED:
        return STATUS_STYLES["owed"]
    if status == "done" and flags & board.PAID:
        return STATUS_STYLES["paid"]
    return STATUS_STYLES[status]


def client_of(block: BoardBlock) -> str:
    """Give the client's name, or what a visit without one is called."""
    return block.client or _("Walk-in")


def flags_shown(flags: int) -> list[StatusStyle]:
    """Give the looks of the flags that are set, the most important first."""
    return [look for flag, look in FLAG_STYLES.items() if flags & flag]
