"""Editing the shop and its branch: what paper says, how tax is told, when it is open."""

from dataclasses import dataclass

from salondesk.core.message import Message, N_
from salondesk.domain.access import Permission
from salondesk.domain.shop import Branch, Shop
from salondesk.services.context import Outcome, Work
from salondesk.services.editing import Edit, edited, refuse_field, saved
from salondesk.services.executor import Handler, Handlers
from salondesk.services.shop.fiscal import lawful

SHOP_FIELDS = frozenset(
    {
        "names", "address", "tax_number", "phone", "email", "country", "currency", "cash_step_minor",
        "full_invoice_above_minor", "footer",
    }
)  # fmt: skip
BRANCH_FIELDS = frozenset({"names", "zone", "cutoff_min", "slot_min", "hours"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShop(Edit[Shop]):
    """Change the shop. Documents that were issued keep what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBranch(Edit[Branch]):
    """Change the branch, its opening hours among it. Visits that are booked stay where they are."""


def edit_shop(command: EditShop, work: Work) -> Outcome[Shop]:
    """Change it; the value is the shop.

    Raises InvalidFields: also for a tax number that its country does not know, and for a country or currency once a
    document was issued, since amounts and forms of everything kept follow them.
    """
    repo = work.uow.shops
    before = repo.get(command.row_id)
    after = edited(before, command.changes, SHOP_FIELDS)
    if after.country != before.country and _has_issued(work):
        raise refuse_field("country", Message(N_("The country is fixed once an invoice was issued.")))
    if after.currency != before.currency and _has_prices(work):
        raise refuse_field("currency", Message(N_("The currency is fixed once there are prices.")))
    after = lawful(after, before)
    return saved(repo, before, after, after.names, undoable=False)


def _has_issued(work: Work) -> bool:
    return any(work.uow.invoices.last_issued_at(till.id) is not None for till in work.uow.tills.all())


def _has_prices(work: Work) -> bool:
    return _has_issued(work) or any(work.uow.services.all()) or any(work.uow.products.all())


def edit_branch(command: EditBranch, work: Work) -> Outcome[Branch]:
    """Change it; the value is the branch.

    Raises InvalidFields: also for a zone once there are people with a diary, since every trading day was cut by it,
    and for another end of the trading day while a till is open, since its session lies in one.
    """
    repo = work.uow.branches
    before = repo.get(command.row_id)
    after = edited(before, command.changes, BRANCH_FIELDS)
    if after.zone != before.zone and (_has_issued(work) or any(work.uow.staff.all())):
        raise refuse_field("zone", Message(N_("The time zone is fixed once somebody works here.")))
    if after.cutoff_min != before.cutoff_min:
        for till in work.uow.tills.all():
            if work.uow.sessions.open_for(till.id) is not None:
                raise refuse_field("cutoff_min", Message(N_("Please close the till first.")))
    undoable = (after.zone, after.cutoff_min) == (before.zone, before.cutoff_min)
    return saved(repo, before, after, after.names, undoable=undoable)


HANDLERS: Handlers = {
    EditShop: Handler(edit_shop, Permission.SHOP_EDIT, Shop),
    EditBranch: Handler(edit_branch, Permission.SHOP_EDIT, Branch),
}
