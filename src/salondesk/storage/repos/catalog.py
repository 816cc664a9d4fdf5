"""Products, found by what a scanner reads."""

from salondesk.domain.catalog import PRODUCT, Product
from salondesk.storage.repos.base import Journal, RecordRepo


class ProductRepo(RecordRepo[Product]):
    """Products, and what a scanner reads."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, PRODUCT)

    def find_code(self, code: str) -> Product | None:
        """Return the active product of a bar code, else of a code."""
        for column in ("barcode", "code"):
            found = self.where(f"{column} = ? AND active = 1 AND deleted_at IS NULL", (code,)) if code else []
            if found:
                return found[0]
        return None
