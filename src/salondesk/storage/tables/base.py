"""The metadata all tables share, and the columns every shop record has."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> "Column[bytes]":
    """A primary key of 16 bytes."""
    return Column(name, LargeBinary, primary_key=True, nullable=False)


_TARGETS = {
    "till_id": "till", "client_id": "client", "staff_id": "staff", "service_id": "service", "tax_code_id": "tax_code",
    "role_id": "role", "booking_id": "booking", "line_id": "booking_line", "segment_id": "booking_segment",
    "ticket_id": "ticket", "ticket_line_id": "ticket_line", "session_id": "till_session", "series_id": "number_series",
    "invoice_id": "invoice", "original_id": "invoice", "receipt_id": "old_receipt", "opened_by": "user",
    "closed_by": "user", "by": "user", "actor_id": "user",
}  # fmt: skip
"""Which table a reference of that name points to; ``branch_id`` and names not listed are kept free of foreign
keys: a shop's first rows are made before its branch, and holders, items and audited rows live in many tables."""


def ref(name: str, *, null: bool = False, primary: bool = False) -> "Column[bytes]":
    """A reference to another row's 16 bytes, with a foreign key where the name tells its table."""
    target = _TARGETS.get(name)
    links = [ForeignKey(f"{target}.id")] if target else []
    return Column(name, LargeBinary, *links, primary_key=primary, nullable=null)


def num(name: str, *, null: bool = False) -> "Column[int]":
    """An integer: minor units, milliseconds UTC, minutes, thousandths, millionths or 0/1, as its name says."""
    return Column(name, Integer, nullable=null)


def txt(name: str, *, null: bool = False) -> "Column[str]":
    """A text: plain, ISO date, enum value or JSON."""
    return Column(name, Text, nullable=null)


def record(name: str, *columns: "Column[bytes] | Column[int] | Column[str]") -> Table:
    """A table of shop records: id, branch, version, times and tombstone, then its own columns."""
    return Table(
        name,
        METADATA,
        key(),
        ref("branch_id"),
        num("version"),
        num("created_at"),
        num("updated_at"),
        num("deleted_at", null=True),
        *columns,
    )


def part(
    name: str, parent: str, *columns: "Column[bytes] | Column[int] | Column[str]", keyed: bool = True
) -> Table:
    """A table of an aggregate's parts, ordered by ``pos`` within ``parent``."""
    lead = [key(), ref(parent)] if keyed else [ref(parent, primary=True)]
    order = num("pos") if keyed else Column("pos", Integer, primary_key=True)
    table = Table(name, METADATA, *lead, order, *columns, info={"owner": parent})
    if keyed:
        Index(None, table.c[parent])
    return table
