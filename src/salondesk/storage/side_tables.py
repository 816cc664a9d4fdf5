"""A side table keeps rows of a record that are no fields; each column has the getter that fills it.

The same getters write a row and check it later. A document is its ``snapshot``; the other columns repeat what reports
and searches need.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from salondesk.core import snapshot
from salondesk.domain.access import Limit
from salondesk.storage.driver import Connection
from salondesk.storage.statement import Statement, inserting, quoted

Getter = Callable[..., Any]


class SideTable:
    """A table, its key (the record's column first), and for each column its type and its getter.

    ``rows`` gives the arguments of the getters, once for each row of a record. Where the rows hold a field of the
    record, ``field`` names it and ``read`` makes it of all its rows.
    """

    def __init__(
        self,
        table: str,
        key: tuple[str, ...],
        columns: Mapping[str, tuple[Any, Getter]],
        rows: Callable[[Any], Iterable[tuple[Any, ...]]],
        *,
        field: str = "",
        read: Callable[[Sequence[Any]], Any] = tuple,
    ) -> None:
        self.table, self.key, self.columns, self.rows, self.field, self.read = (
            table, key, columns, rows, field, read,
        )  # fmt: skip

    @cached_property
    def insert_sql(self) -> Statement:
        """The statement that adds a row."""
        return inserting(self.table, tuple(self.columns))

    @cached_property
    def select(self) -> str:
        """The statement that reads the rows of a record, by its key."""
        names = ", ".join(map(quoted, self.columns))
        order = ", ".join(map(quoted, self.key))
        return f"SELECT {names} FROM {quoted(self.table)} WHERE {quoted(self.key[0])} = ? ORDER BY {order}"

    @cached_property
    def delete_sql(self) -> str:
        """The statement that removes the rows of a record."""
        return f"DELETE FROM {quoted(self.table)} WHERE {quoted(self.key[0])} = ?"

    def values(self, record: Any, *, without: str = "") -> list[dict[str, Any]]:
        """Return the rows of a record, by column; ``without`` one that is dear to make."""
        columns = [(name, get) for name, (_hint, get) in self.columns.items() if name != without]
        return [{name: get(*place) for name, get in columns} for place in self.rows(record)]

    def insert(self, connection: Connection, record: Any) -> None:
        """Write the rows of a record."""
        self.insert_sql.run_many(connection, self.values(record))

    def stored(self, connection: Connection, row_id: bytes) -> list[tuple[Any, ...]]:
        """Return the rows of a record as they are kept."""
        return [tuple(row) for row in connection.execute(self.select, (row_id,)).fetchall()]

    def read_of(self, connection: Connection, row_id: bytes) -> Any:
        """Return the field that the rows of a record hold."""
        return self.read(self.stored(connection, row_id))

    def delete(self, connection: Connection, row_id: bytes) -> None:
        """Remove the rows of a record."""
        connection.execute(self.delete_sql, (row_id,))


def _field(name: str, n: int = 0) -> Getter:
    """Return the getter of a field that is kept as it is, of the ``n``-th argument."""
    return lambda *place: getattr(place[n], name)


def _fields(hint: Any, *names: str, n: int = 0) -> dict[str, tuple[Any, Getter]]:
    return {name: (hint, _field(name, n)) for name in names}


def _one(record: Any) -> Iterable[tuple[Any, ...]]:
    return ((record,),)


_BLOB, _MAYBE_BLOB = bytes, bytes | None
_DUP_OF = {"dup_of": (_MAYBE_BLOB, lambda *_: None)}
"""The document that bore a number before this one. It stands beside the document, whose text and hash say nothing of it."""
BESIDE = {
    "role": (
        SideTable(
            "role_permission",
            ("role_id", "permission"),
            {"role_id": (_BLOB, _field("id")), "permission": (str, lambda _role, word: word)},
            lambda role: ((role, word) for word in sorted(role.permissions)),
            field="permissions",
            read=lambda rows: frozenset(word for _role, word in rows),
        ),
        SideTable(
            "role_limit",
            ("role_id", "key"),
            {"role_id": (_BLOB, _field("id")), **_fields(str, "key", n=1), **_fields(int, "value", n=1)},
            lambda role: ((role, limit) for limit in role.limits),
            field="limits",
            read=lambda rows: tuple(Limit(key=key, value=value) for _role, key, value in rows),
        ),
    )
}
"""Fields of a noun's record that are kept in rows of their own."""

_TAX = {
    **_fields(str, "key", "category", n=-1),
    **_fields(int, "rate_ppm", "base_minor", "amount_minor", n=-1),
}
_OF_INVOICE = {"invoice_id": (_BLOB, _field("id"))}
_OF_LINE = {**_OF_INVOICE, "n": (int, lambda _document, line, *_: line.n)}
_POS = {"pos": (int, lambda *place: place[-2])}
INVOICE = SideTable(
    "invoice",
    ("id",),
    {
        **_fields(_BLOB, "id", "branch_id", "till_id", "series_id", "session_id"),
        **_fields(str, "number"),
        **_fields(int, "seq"),
        **_fields(str, "currency"),
        **_fields(int, "issued_at", "offset_min"),
        **_fields(_MAYBE_BLOB, "client_id", "ticket_id", "booking_id"),
        **_fields(int, "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor", "rounding_minor"),
        **_fields(int, "payable_minor"),
        **_fields(str, "prev_hash", "hash"),
        "kind": (str, lambda document: document.kind.value),
        "form": (str, lambda document: document.form.value),
        "legal_date": (str, lambda document: document.legal_date.isoformat()),
        "business_date": (str, lambda document: document.business_date.isoformat()),
        "original_id": (_MAYBE_BLOB, lambda document: document.original.id if document.original else None),
        "snapshot": (str, snapshot.dumps),
        **_DUP_OF,
    },
    _one,
)  # fmt: skip
INVOICE_PARTS = (
    SideTable(
        "invoice_line",
        ("invoice_id", "n"),
        {
            **_OF_LINE,
            "kind": (str, lambda _document, line: line.kind.value),
            **_fields(_BLOB, "item_id", n=1),
            **_fields(str, "code", n=1),
            "names": (str, lambda _document, line: line.names.to_json()),
            "basis": (str, lambda _document, line: line.basis.value),
            **_fields(
                int,
                "qty_milli", "unit_price_minor", "list_minor", "net_minor", "tax_minor", "gross_minor", "original_n",
                n=1,
            ),
            "discount_minor": (
                int, lambda _document, line: line.line_discount_minor + line.bill_discount_minor,
            ),
        },
        lambda document: ((document, line) for line in document.lines),
    ),
    SideTable(
        "invoice_price_change",
        ("invoice_id", "n"),
        {
            **_OF_LINE,
            "list_price_minor": (int, lambda _document, line: line.price_change.list_price_minor),
            "reason": (str, lambda _document, line: line.price_change.reason),
        },
        lambda document: ((document, line) for line in document.lines if line.price_change is not None),
    ),
    SideTable(
        "invoice_line_tax",
        ("invoice_id", "n", "pos"),
        {**_OF_LINE, **_POS, **_TAX},
        lambda document: (
            (document, line, pos, tax) for line in document.lines for pos, tax in enumerate(line.taxes)
        ),
    ),
    SideTable(
        "invoice_line_share",
        ("invoice_id", "n", "pos"),
        {**_OF_LINE, **_POS, **_fields(_BLOB, "staff_id", n=-1), **_fields(int, "net_minor", n=-1)},
        lambda document: (
            (document, line, pos, share) for line in document.lines for pos, share in enumerate(line.staff)
        ),
    ),
    SideTable(
        "invoice_tax",
        ("invoice_id", "pos"),
        {**_OF_INVOICE, **_POS, **_TAX, **_fields(int, "category_amount_minor", n=-1)},
        lambda document: ((document, pos, total) for pos, total in enumerate(document.tax_totals)),
    ),
    SideTable(
        "invoice_tender",
        ("invoice_id", "pos"),
        {
            **_OF_INVOICE,
            **_POS,
            **_fields(_BLOB, "session_id"),
            "kind": (str, lambda _document, _pos, tender: tender.kind.value),
            **_fields(int, "amount_minor", "tendered_minor", "change_minor", n=-1),
            **_fields(str, "approval", "last4", "reference", n=-1),
            "at": (int, _field("issued_at")),
            "business_date": (str, lambda document, *_: document.business_date.isoformat()),
        },
        lambda document: ((document, pos, tender) for pos, tender in enumerate(document.tenders)),
    ),
)  # fmt: skip
Z_REPORT = SideTable(
    "z_report",
    ("id",),
    {
        **_fields(_BLOB, "id", "branch_id", "till_id", "session_id"),
        "series_id": (_BLOB, lambda _report, series: series),
        **_fields(str, "number"),
        **_fields(int, "seq"),
        "business_date": (str, lambda report, _series: report.business_date.isoformat()),
        **_fields(int, "made_at", "gross_minor", "difference_minor"),
        **_fields(str, "prev_hash", "hash"),
        "snapshot": (str, lambda report, _series: snapshot.dumps(report)),
        **_DUP_OF,
    },
    lambda numbered: (numbered,),
)
"""Its rows are of a report with the id of its number series."""
SIDE_TABLES = (*BESIDE["role"], INVOICE, *INVOICE_PARTS, Z_REPORT)


class OtherTable(NamedTuple):
    """A table that is no record's: why, its key, and the type of each column."""

    why: str
    key: tuple[str, ...]
    columns: Mapping[str, Any]


_MAYBE_TEXT = str | None
OTHER_TABLES = {
    "change_txn": OtherTable(
        "the change log: a transaction",
        ("seq",),
        {
            **dict.fromkeys(("seq", "at", "offset_min", "sv"), int),
            **dict.fromkeys(("id", "actor_id", "device_id", "branch_id"), bytes),
            **dict.fromkeys(("command", "initiator", "source", "origin", "head"), str),
            **dict.fromkeys(("label", "override"), _MAYBE_TEXT),
        },
    ),
    "change_row": OtherTable(
        "the change log: a change",
        ("txn_seq", "n"),
        {
            **dict.fromkeys(("txn_seq", "n"), int),
            **dict.fromkeys(("row_id", "body_hash"), bytes),
            **dict.fromkeys(("noun", "op"), str),
            "base": _MAYBE_TEXT,
        },
    ),
    "change_body": OtherTable(
        "the change log: what a change said, until it is to be forgotten",
        ("txn_seq", "n"),
        {"txn_seq": int, "n": int, "salt": bytes, "body": _MAYBE_TEXT},
    ),
    "command_result": OtherTable(
        "commands carried out lately: for a retry, and for other processes to hear of",
        ("n",),
        {
            **dict.fromkeys(("n", "at"), int),
            "txn_seq": int | None,
            **dict.fromkeys(("command_key", "actor_id"), bytes),
            **dict.fromkeys(("command", "origin", "touched"), str),
            "result": _MAYBE_TEXT,
        },
    ),
    "self": OtherTable(
        "which computer this is",
        ("k",),
        {"k": int, **dict.fromkeys(("device_id", "till_id", "incarnation"), bytes), "since": int},
    ),
    "balance": OtherTable(
        "the running sum of ledger entries",
        ("account", "holder_id", "unit"),
        {"account": str, "holder_id": bytes, "unit": str, "amount": int},
    ),
    "ledger_entry": OtherTable(
        "the ledger, derived of documents, payments, sessions and stock movements",
        ("id",),
        {
            **dict.fromkeys(("id", "branch_id", "holder_id"), bytes),
            **dict.fromkeys(("account", "unit", "source_key", "business_date", "note"), str),
            **dict.fromkeys(("amount", "at"), int),
        },
    ),
    "daily": OtherTable(
        "daily roll-ups, derived of documents and old receipts",
        ("branch_id", "dim", "date", "origin", "kind", "key"),
        {
            "branch_id": bytes,
            **dict.fromkeys(("dim", "date", "origin", "kind", "key"), str),
            **dict.fromkeys(
                ("n", "qty_milli", "list_minor", "discount_minor", "net_minor", "tax_minor", "gross_minor"),
                int,
            ),
        },
    ),
    "settlement": OtherTable(
        "what is left of an invoice family, derived of its documents",
        ("root_id",),
        {
            "root_id": bytes,
            **dict.fromkeys(("booking_id", "client_id"), _MAYBE_BLOB),
            **dict.fromkeys(("lines_left", "gross_minor", "allocated_minor"), int),
            "state": str,
        },
    ),
}
"""Tables that no noun, part or side table has."""
