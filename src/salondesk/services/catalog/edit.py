"""Editing what the shop sells: services and products. What was booked or billed keeps its own price and length."""

from dataclasses import dataclass

from salondesk.domain.access import Permission
from salondesk.domain.catalog import Product, Service
from salondesk.services.context import Outcome, Work
from salondesk.services.editing import Edit, edited, require_free_code, saved
from salondesk.services.executor import Handler, Handlers

SERVICE_FIELDS = frozenset(
    {
        "code", "names", "category", "price_minor", "basis", "tax_code_id", "minutes", "preparation_min",
        "processing_min", "finishing_min", "cleanup_min", "colour", "cost_minor", "active", "sort",
    }
)  # fmt: skip
PRODUCT_FIELDS = frozenset(
    {
        "code", "barcode", "names", "category", "price_minor", "basis", "tax_code_id", "cost_minor", "minimum_milli",
        "active", "sort",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditService(Edit[Service]):
    """Change a service. Visits that are booked keep the price and length they were booked with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditProduct(Edit[Product]):
    """Change a product. Open bills keep the price they show."""


def edit_service(command: EditService, work: Work) -> Outcome[Service]:
    """Change it; the value is the service. Raises InvalidFields, EditConflict."""
    repo = work.uow.services
    before = repo.get(command.row_id)
    after = edited(before, command.changes, SERVICE_FIELDS)
    require_free_code(repo, after)
    work.uow.tax_codes.get(after.tax_code_id)
    return saved(repo, before, after, after.names)


def edit_product(command: EditProduct, work: Work) -> Outcome[Product]:
    """Change it; the value is the product. Raises InvalidFields, EditConflict."""
    repo = work.uow.products
    before = repo.get(command.row_id)
    after = edited(before, command.changes, PRODUCT_FIELDS)
    require_free_code(repo, after)
    require_free_code(repo, after, "barcode")
    work.uow.tax_codes.get(after.tax_code_id)
    return saved(repo, before, after, after.names)


HANDLERS: Handlers = {
    EditService: Handler(edit_service, Permission.CATALOG_EDIT, Service),
    EditProduct: Handler(edit_product, Permission.CATALOG_EDIT, Product),
}
