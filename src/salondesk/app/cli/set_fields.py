"""The fields that `salondesk set` changes, by kind of record, and how their values are written."""

from salondesk.core.message import N_

_WEEK = "mon…sun"
SET_FIELDS: dict[str, tuple[str, ...]] = {
    "shop": (
        "names.en", "names.ar", "address.en", "address.ar", "footer.en", "footer.ar", "tax_number", "phone", "email",
        "country", "currency", "cash_step", "full_invoice_above",
    ),
    "branch": ("names.en", "names.ar", "zone", "cutoff", "slot", f"hours.{_WEEK}"),
    "staff": (
        "names.en", "names.ar", "title.en", "title.ar", "code", "colour", "bookable", "active", "sort", "last_day",
        f"shifts.{_WEEK}",
        f"breaks.{_WEEK}",
    ),
    "service": (
        "names.en", "names.ar", "category.en", "category.ar", "code", "price", "basis", "tax", "minutes", "preparation",
        "processing", "finishing", "cleanup", "cost", "colour", "active", "sort",
    ),
    "product": (
        "names.en", "names.ar", "category.en", "category.ar", "code", "barcode", "price", "basis", "tax", "cost",
        "minimum", "active", "sort",
    ),
    "user": ("names.en", "names.ar", "role", "staff", "lang", "active", "sort"),
    "role": ("names.en", "names.ar", "discount", "permissions.NAME"),
    "time_off": ("from", "to", "kind", "reason", "remove"),
    "setting": ("value",),
    "resource": ("names.en", "names.ar", "kind", "capacity", "active"),
}  # fmt: skip
"""Words of the command line, in the order of the help."""
WAYS_OF_WRITING = {
    "price, cost, cash_step, full_invoice_above": N_("an amount in the shop's currency, such as 123.50"),
    "minutes, slot, capacity, minimum, sort, discount": N_("a whole number; discount in percent"),
    "preparation, processing, finishing, cleanup": N_(
        "minutes of a service's length; the rest is the work itself, and while it is processing the person is free"
    ),
    "hours, shifts, breaks, cutoff": N_("10:00-14:00,16:00-22:00 or closed; cutoff 04:00"),
    "bookable, active, permissions.NAME, remove": N_("yes or no"),
    "basis, lang": N_("inside or on_top; en or ar"),
    "tax, role, staff": N_("code or key of the other record; staff= takes a user's person away"),
    "from, to": N_("2026-12-01 for whole days, or 2026-12-01T14:00"),
    "last_day": N_("2026-12-31, also the last on which they sign in; an empty value takes it away"),
    "value": N_("of setting, whose CODE is its key; an empty value goes back to the default"),
    "kind": N_("of time_off: leave, sick, training or break"),
    "CODE": N_(
        "of time_off the person, or the branch, which is closed then: an absence is made, or with remove=yes"
        " the one with these ends is taken away"
    ),
    "NAME": N_("of resource: one that is not known yet is made"),
}
"""How values are written, by the words of the fields."""
