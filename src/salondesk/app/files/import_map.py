"""A mapping as a TOML file: how another system's export is read. One for each kind of the salon2018 records ships."""

from pathlib import Path

from salondesk.app.files.toml_file import Table, read_toml
from salondesk.domain.catalog import PriceBasis
from salondesk.services.imports.plan import ImportMap

DATE_STYLES = ("mdy", "dmy", "ymd")
KINDS = ("services", "products", "bookings", "cancellations", "no_shows", "receipts")


def read_map(path: Path, kind: str) -> ImportMap:
    """Read a mapping for files of ``kind``. Raises UserError naming the field that makes no sense."""
    top = read_toml(path)
    top.refuse_unknown(
        "kind",
        "encoding",
        "date_style",
        "lang",
        "basis",
        "tax_code",
        "columns",
        "minutes",
        "colours",
        "taxes",
    )
    for key, value, allowed in (
        ("kind", top.text("kind"), (kind,)),
        ("date_style", top.text("date_style", "ymd"), DATE_STYLES),
        ("lang", top.text("lang", "en"), ("en", "ar")),
        ("basis", top.text("basis", "inside"), tuple(PriceBasis)),
    ):
        if value not in allowed:
            raise top.fault(key, value)
    minutes = _minutes(top.table("minutes"))
    return ImportMap(
        kind=kind,
        columns=_texts(top.table("columns")),
        encoding=top.text("encoding", "auto"),
        date_style=top.text("date_style", "ymd"),
        lang=top.text("lang", "en"),
        basis=PriceBasis(top.text("basis", "inside")),
        tax_code=top.text("tax_code", "standard"),
        minutes=minutes,
        default_minutes=minutes.get("default", 30),
        colours=_texts(top.table("colours")),
        taxes=_texts(top.table("taxes")),
    )


def _texts(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.keys()}


def _minutes(table: Table) -> dict[str, int]:
    found = {key: table.whole(key) for key in table.keys()}
    for key, value in found.items():
        if not 5 <= value <= 1_440:
            raise table.fault(key, value)
    return found
