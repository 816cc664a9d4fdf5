"""How a status and a flag look and what they are called: colours by name, icons, words. Used by painter and
legend.
"""

from __future__ import annotations

from typing import NamedTuple

from salondesk.core.message import N_
from salondesk.services import board
from salondesk.services.board import BoardBlock
from salondesk.ui.i18n import _


class Look(NamedTuple):
    """A status or a flag for the eye: its token, its icon and its English name."""

    token: str
    icon: str
    name: str


STATUS_LOOKS = {
    "pending": Look("pending", "hourglass", N_("Pending")),
    "booked": Look("booked", "calendar", N_("Booked")),
    "confirmed": Look("confirmed", "check", N_("Confirmed")),
    "late": Look("late", "clock", N_("Late")),
    "arrived": Look("arrived", "armchair", N_("Arrived")),
    "in_service": Look("in_service", "scissors", N_("In service")),
    "to_pay": Look("to_pay", "wallet", N_("To pay")),
    "done": Look("done", "square-check", N_("Done")),
    "paid": Look("paid", "badge-check", N_("Paid in full")),
    "no_show": Look("no_show", "ban", N_("No-show")),
    "cancelled": Look("cancelled", "circle-x", N_("Cancelled")),
    "rejected": Look("rejected", "circle-x", N_("Rejected")),
}
"""Stored and derived statuses, in the order of a visit."""

FLAG_LOOKS = {
    board.ALERT: Look("danger", "triangle-alert", N_("Alert")),
    board.CLASH: Look("danger", "circle-alert", N_("Overlaps another booking")),
    board.NEW_CLIENT: Look("", "sparkles", N_("New client")),
    board.REQUESTED: Look("", "heart", N_("Asked for this person")),
    board.NOTE: Look("", "sticky-note", N_("Note")),
    board.UNPAID: Look("", "coins", N_("Balance due")),
    board.DEPOSIT: Look("", "wallet", N_("Deposit paid")),
    board.REPEAT: Look("", "repeat", N_("Repeats")),
    board.FORM_MISSING: Look("", "file-text", N_("Form missing")),
    board.OVERRIDE: Look("", "shield-alert", N_("Booked by override")),
}
"""Flags, the most important first: where there is little room, these are kept."""


def look_of(status: str, flags: int) -> Look:
    """Give the look of a block: late, to pay and paid are derived from status and flags."""
    if status in ("pending", "booked", "confirmed") and flags & board.LATE:
        return STATUS_LOOKS["late"]
    if status == "done" and flags & board.UNPAID:
        return STATUS_LOOKS["to_pay"]
    if status == "done" and flags & board.PAID:
        return STATUS_LOOKS["paid"]
    return STATUS_LOOKS[status]


def client_of(block: BoardBlock) -> str:
    """Give the client's name, or what a visit without one is called."""
    return block.client or _("Walk-in")


def flags_shown(flags: int) -> list[Look]:
    """Give the looks of the flags that are set, the most important first."""
    return [look for flag, look in FLAG_LOOKS.items() if flags & flag]
