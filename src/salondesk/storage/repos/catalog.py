"""Tax codes, services, products."""

from salondesk.domain.catalog import Product, Service, TaxCode, TaxComponent
from salondesk.domain.resource import Resource
from salondesk.storage.mapping import Child, Rows
from salondesk.storage.repos.base import Journal, RecordRepo

TAX_CODE = Rows(
    TaxCode,
    "tax_code",
    children=[Child("components", Rows(TaxComponent, "tax_component"))],
)
SERVICE = Rows(Service, "service")
RESOURCE = Rows(Resource, "resource")
PRODUCT = Rows(Product, "product")


class ProductRepo(RecordRepo[Product]):
    """Products, and what a scanner reads."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, "product", PRODUCT, "sort, code")

    def find_code(self, code: str) -> Product | None:
        """Return the active product of a bar code, else of a code."""
        for column in ("barcode", "code"):
            found = self.where(f"{column} = ? AND active = 1 AND deleted_at IS NULL", (code,)) if code else []
            if found:
                return found[0]
        return None
