"""Makes the tables that Alembic compares a database with, from the nouns and side tables.

Indexes and unique constraints are told here, since no running program asks for them. Foreign keys follow from ``refs``.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from salondesk.domain.nouns import noun, nouns
from salondesk.domain.record import Noun, Part, Scope
from salondesk.storage.mapping import Column as Kept
from salondesk.storage.mapping import Rows, column, rows_of, rows_of_part
from salondesk.storage.side_tables import INVOICE, OTHER_TABLES, SIDE_TABLES, Z_REPORT

_TYPES = {int: Integer, bytes: LargeBinary, str: Text}
UNLINKED = {
    "branch_id": "a shop's first rows are made before its branch",
    "z_id": "a session is closed in the transaction that makes its Z, before it",
    "booking_line_id": "a line of a visit may be taken out while its bill is open",
    "document_id": "an invoice or a Z",
    "cashier_id": "in the document only",
}
"""References without a foreign key, and why. What may refer to either of two nouns has none either."""
_SIDE_REFS = {
    "role_id": "role", "invoice_id": "invoice", "staff_id": "staff", "session_id": "till_session", "actor_id": "user",
    "booking_id": "booking", "client_id": "client",
}  # fmt: skip
"""The nouns that columns of side tables and of the change log refer to."""
_INDEXES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "booking": (("branch_date", "branch_id", "business_date"), ("client", "client_id")),
    "booking_line": (("booking_id", "booking_id"),),
    "booking_segment": (
        ("line_id", "line_id"), ("branch_start", "branch_id", "start_at"), ("booking", "booking_id"),
    ),
    "claim": (("segment_id", "segment_id"),),
    "shift": (("staff_id", "staff_id"),),
    "time_off": (("end", "end_at"),),
    "service": (("code", "code"),),
    "product": (("code", "code"), ("barcode", "barcode")),
    "client": (("name_fold", "name_fold"), ("phone_digits", "phone_digits"), ("code", "code")),
    "ticket": (("booking", "booking_id"), ("client", "client_id")),
    "ticket_line": (("ticket_id", "ticket_id"),),
    "till_session": (("till", "till_id"),),
    "cash_movement": (("session", "session_id"),),
    "z_report": (("date", "branch_id", "business_date"), ("number", "number"), ("till", "till_id")),
    "invoice": (
        ("branch_date", "branch_id", "business_date"), ("session", "session_id"), ("booking", "booking_id"),
        ("client", "client_id"), ("legal_date", "branch_id", "legal_date"), ("original", "original_id"),
        ("ticket", "ticket_id"),
    ),
    "payment": (("session", "session_id"), ("taken_with", "taken_with")),
    "allocation": (("payment", "payment_id"), ("document", "document_id")),
    "print_job": (("document", "document_id"), ("state", "state")),
    "ledger_entry": (("holder", "account", "holder_id"),),
    "old_receipt": (("date", "branch_id", "date"), ("number", "number")),
    "old_receipt_line": (("receipt_id", "receipt_id"),),
    "settlement": (("booking", "booking_id"), ("client", "client_id")),
    "change_row": (("row", "row_id"),),
}  # fmt: skip
"""Indexes of a table: the last part of the name, then the columns."""
_FIRST = "dup_of IS NULL"
_PARTIAL = (
    ("claim", "holder_start", ("holder_id", "start_at"), "held = 1", False),
    ("ticket", "open", ("till_id",), "status = 'open'", False),
    ("till_session", "open", ("till_id",), "closed_at IS NULL", False),
    ("invoice", "given_number", ("number",), _FIRST, True),
    ("invoice", "given_seq", ("series_id", "seq"), _FIRST, True),
    ("z_report", "given_seq", ("series_id", "seq"), _FIRST, True),
    ("z_report", "given_session", ("session_id",), _FIRST, True),
    ("number_series", "given_letter", ("till_code", "generation", "kind"), _FIRST, True),
    ("old_receipt_line", "source", ("source_key",), "", True),
    ("change_body", "kept", ("txn_seq", "n"), "body IS NOT NULL", False),
)
"""Indexes of some rows, or unique ones: table, name, columns, condition, unique."""
_UNIQUE = {
    "ledger_entry": (("source_key",),),
    "stock_movement": (("source",),),
    "old_receipt": (("branch_id", "number"),),
    "change_txn": (("id",),),
    "command_result": (("command_key",),),
}

_BY_KEY = frozenset({"change_body", "change_row", "daily"})
"""Tables whose rows lie in the order of their key, WITHOUT ROWID."""


def metadata() -> MetaData:
    """Return every table."""
    made = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    by_snapshot = {"invoice": INVOICE, "z_report": Z_REPORT}
    for entry in nouns():
        if entry.name not in by_snapshot:
            _add_rows(made, rows_of(entry), _linked(entry, entry.refs))
            _add_parts(made, entry, entry.name, entry.parts)
    for side in SIDE_TABLES:
        own = noun(side.table) if side.table in by_snapshot else None
        refs = _linked(own, own.refs) if own else _SIDE_REFS
        columns = [column(name, hint) for name, (hint, _get) in side.columns.items()]
        _add(made, side.table, columns, side.key, refs)
    for name, other in OTHER_TABLES.items():
        _add(made, name, [column(c, hint) for c, hint in other.columns.items()], other.key, _SIDE_REFS)
    return made


def _add_rows(made: MetaData, rows: Rows[Any], refs: Mapping[str, str]) -> None:
    _add(made, rows.table, rows.columns, rows.key, refs)


def _add_parts(made: MetaData, entry: Noun[Any], owner: str, parts: Iterable[Part]) -> None:
    for part in parts:
        _add_rows(made, rows_of_part(part), {**_linked(entry, part.refs), part.owner: owner})
        _add_parts(made, entry, part.table, part.parts)


def _linked(entry: Noun[Any], refs: Mapping[str, str]) -> Mapping[str, str]:
    """Return the references that have a foreign key: none leads from a shared record to one of this computer alone."""
    if entry.scope is Scope.LOCAL:
        return refs
    return {
        name: ref
        for name, ref in refs.items()
        if all(noun(target).scope is not Scope.LOCAL for target in ref.split("|"))
    }


def _add(
    made: MetaData, name: str, columns: Iterable[Kept], key: Sequence[str], refs: Mapping[str, str]
) -> None:
    counted = name in ("change_txn", "command_result")
    table = Table(
        name,
        made,
        *(
            _column(c, key, "" if c.name in UNLINKED else refs.get(c.name, ""), counted=counted)
            for c in columns
        ),
        *(UniqueConstraint(*names) for names in _UNIQUE.get(name, ())),
        sqlite_autoincrement=counted,
        sqlite_with_rowid=name not in _BY_KEY,
    )
    for last, *indexed in _INDEXES.get(name, ()):
        Index(f"ix_{name}_{last}", *(table.c[c] for c in indexed))
    for where, last, partial, condition, unique in _PARTIAL:
        if where == name:
            Index(
                f"ix_{name}_{last}",
                *(table.c[c] for c in partial),
                unique=unique,
                sqlite_where=text(condition) if condition else None,
            )


def _column(kept: Kept, key: Sequence[str], ref: str, *, counted: bool) -> "Column[Any]":
    links = [ForeignKey(f"{ref}.id")] if ref and "|" not in ref else []
    primary = kept.name in key
    return Column(
        kept.name,
        _TYPES[kept.kept],
        *links,
        primary_key=primary,
        nullable=kept.optional,
        autoincrement=counted and primary,
    )
