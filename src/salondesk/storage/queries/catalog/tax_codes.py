"""The SQL of TaxCodes, made from the tax code's entry."""

from salondesk.core.ids import Id
from salondesk.domain.catalog import TAX_CODE, TaxCode
from salondesk.services.reads.catalog.tax_codes import TaxCodes
from salondesk.storage.mapping import rows_of
from salondesk.storage.queries.lent import Lent


def answer(db: Lent, query: TaxCodes) -> dict[Id, TaxCode]:
    """Return the tax codes that were not removed."""
    del query
    return {code.id: code for code in rows_of(TAX_CODE).load_where(db.connection, "deleted_at IS NULL")}
