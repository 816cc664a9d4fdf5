"""Services, products, tax codes."""

from sqlalchemy import Index

from salondesk.storage.tables.base import num, part, record, ref, txt

tax_code = record("tax_code", txt("code"), txt("names"))
tax_component = part(
    "tax_component", "tax_code_id", txt("key"), txt("names"), txt("category"), num("rate_ppm"), keyed=False
)
service = record(
    "service",
    txt("code"), txt("names"), txt("category"), num("price_minor"), txt("basis"), ref("tax_code_id"), num("minutes"),
    txt("colour"), num("cost_minor"), num("active"), num("sort"),
)  # fmt: skip
product = record(
    "product",
    txt("code"), txt("barcode"), txt("names"), txt("category"), num("price_minor"), txt("basis"), ref("tax_code_id"),
    num("cost_minor"), num("minimum_milli"), num("active"), num("sort"),
)  # fmt: skip
Index("ix_service_code", service.c.code)
Index("ix_product_code", product.c.code)
Index("ix_product_barcode", product.c.barcode)
