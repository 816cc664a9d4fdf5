"""Payments, allocations and stock movements become facts; the ledger is derived of them.

Each tender of a document becomes a payment and an allocation with derived ids; ``source`` says which tender. The table of
tenders, which is part of a document, is called ``invoice_tender``. Stock entries that no document stood behind become
stock movements under their ids and keys. The ledger is emptied: like every derived table it is filled by the rebuild
that ends an upgrade. Documents, Zs and the change log are not touched. Frozen: payments are made of documents and their
tenders as they were at this revision.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BLOB, _TEXT, _INT = sa.LargeBinary, sa.Text, sa.Integer
_RECORD = (
    ("id", _BLOB), ("branch_id", _BLOB), ("version", _INT), ("created_at", _INT), ("updated_at", _INT),
    ("deleted_at", _INT),
)  # fmt: skip
_PAYMENT = (
    ("session_id", _BLOB), ("kind", _TEXT), ("amount_minor", _INT), ("at", _INT), ("business_date", _TEXT), ("by", _BLOB),
    ("number", _TEXT), ("tendered_minor", _INT), ("change_minor", _INT), ("rounding_minor", _INT), ("approval", _TEXT),
    ("last4", _TEXT), ("reference", _TEXT), ("client_id", _BLOB), ("taken_with", _BLOB), ("reverses", _BLOB),
    ("source", _TEXT),
)  # fmt: skip
_ALLOCATION = (
    ("payment_id", _BLOB), ("document_id", _BLOB), ("amount_minor", _INT), ("at", _INT), ("business_date", _TEXT),
    ("by", _BLOB),
)  # fmt: skip
_STOCK = (
    ("product_id", _BLOB), ("qty_milli", _INT), ("reason", _TEXT), ("at", _INT), ("business_date", _TEXT), ("by", _BLOB),
    ("source", _TEXT),
)  # fmt: skip
_TENDER = (
    ("invoice_id", _BLOB), ("pos", _INT), ("session_id", _BLOB), ("kind", _TEXT), ("amount_minor", _INT),
    ("tendered_minor", _INT), ("change_minor", _INT), ("approval", _TEXT), ("last4", _TEXT), ("reference", _TEXT),
    ("at", _INT), ("business_date", _TEXT),
)  # fmt: skip
_SLIP = ("kind", "approval", "last4", "reference")
_DOCUMENT = frozenset(
    {
        "id", "branch_id", "till_id", "series_id", "session_id", "kind", "form", "number", "seq", "currency", "issued_at",
        "offset_min", "zone", "legal_date", "supply_date", "business_date", "till_code", "cashier_id", "cashier", "seller",
        "buyer", "client_id", "client_name", "ticket_id", "booking_id", "lines", "tax_totals", "list_minor",
        "discount_minor", "discount_reason", "net_minor", "tax_minor", "gross_minor", "rounding_minor", "payable_minor",
        "tenders",
    }
)  # fmt: skip
"""What every document says."""
_OPTIONAL = frozenset({"deleted_at", "client_id", "taken_with", "reverses"})
_FREE_STOCK = """
INSERT INTO stock_movement (id, branch_id, version, created_at, updated_at, deleted_at, product_id, qty_milli, reason, at,
                            business_date, "by", source)
SELECT e.id, e.branch_id, 1, e.at, e.at, NULL, e.holder_id, e.amount, e.note, e.at, e.business_date,
       coalesce((SELECT t.actor_id FROM change_row r JOIN change_txn t ON t.seq = r.txn_seq
                 WHERE r.row_id = e.id AND r.noun = 'ledger_entry'), (SELECT id FROM user ORDER BY rowid LIMIT 1)),
       e.source_key
FROM ledger_entry e
WHERE e.account = 'stock' AND (e.source_key GLOB 'stock/*' OR e.source_key GLOB 'import/*' OR e.source_key GLOB 'demo/*')
"""


def upgrade() -> None:
    """Make the tables, take the facts over, and empty the ledger."""
    connection: Any = op.get_bind().connection.driver_connection
    _table(
        "invoice_tender",
        _TENDER,
        ("invoice_id", "pos"),
        {"invoice_id": "invoice", "session_id": "till_session"},
    )
    connection.execute(
        f"INSERT INTO invoice_tender ({_names(_TENDER)}) SELECT {_names(_TENDER)} FROM payment"
    )
    op.drop_table("payment")
    _table(
        "payment",
        (*_RECORD, *_PAYMENT),
        ("id",),
        {
            "session_id": "till_session", "by": "user", "client_id": "client", "taken_with": "invoice",
            "reverses": "payment",
        },
    )  # fmt: skip
    op.create_index("ix_payment_session", "payment", ["session_id"], unique=False)
    op.create_index("ix_payment_taken_with", "payment", ["taken_with"], unique=False)
    _table("allocation", (*_RECORD, *_ALLOCATION), ("id",), {"payment_id": "payment", "by": "user"})
    op.create_index("ix_allocation_payment", "allocation", ["payment_id"], unique=False)
    op.create_index("ix_allocation_document", "allocation", ["document_id"], unique=False)
    _table("stock_movement", (*_RECORD, *_STOCK), ("id",), {"product_id": "product", "by": "user"}, "source")
    connection.execute(_FREE_STOCK)
    for table, columns, rows in _taken(connection):
        marks = ", ".join("?" * len(columns))
        connection.execute(f"INSERT INTO {table} ({_names(columns)}) VALUES ({marks})", rows)
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER ledger_entry_no_{verb}")
    op.execute("DELETE FROM ledger_entry")


def _names(columns: Any) -> str:
    return ", ".join(f'"{name}"' for name, _kind in columns)


def _table(name: str, columns: Any, key: Any, refs: dict[str, str], unique: str = "") -> None:
    op.create_table(
        name,
        *(sa.Column(column, kind(), nullable=column in _OPTIONAL) for column, kind in columns),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"))
            for column, table in refs.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        *([sa.UniqueConstraint(unique, name=op.f(f"uq_{name}_{unique}"))] if unique else []),
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name}"
            f" BEGIN SELECT RAISE(ABORT, '{name} is never changed'); END"
        )


def _taken(connection: Any) -> Iterator[tuple[str, Any, list[Any]]]:
    """Yield the rows of payments and allocations; a document that cannot be read is left to the check."""
    notes = "SELECT snapshot FROM invoice WHERE original_id = ? ORDER BY issued_at, seq"
    for root_id, text in connection.execute("SELECT id, snapshot FROM invoice WHERE original_id IS NULL"):
        texts = [text, *(one for (one,) in connection.execute(notes, (root_id,)).fetchall())]
        try:
            made = rows_of_family(texts)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        for payment, allocation in made:
            yield "payment", (*_RECORD, *_PAYMENT), payment
            yield "allocation", (*_RECORD, *_ALLOCATION), allocation


def rows_of_family(texts: Sequence[str]) -> list[tuple[list[Any], list[Any]]]:
    """Return the rows of payments and their allocations for the stored texts of an invoice and its credit notes."""
    family = [_document(text) for text in texts]
    return [(_row(payment, _PAYMENT), _row(put, _ALLOCATION)) for payment, put in _payments_of(family)]


def _document(text: str) -> dict[str, Any]:
    """Return what payments are made of. Raises KeyError, TypeError or ValueError for a document that is not whole."""
    told = json.loads(text)
    if not told.keys() >= _DOCUMENT:
        raise KeyError("a field")
    date.fromisoformat(told["business_date"])
    for tender in told["tenders"]:
        if tender["kind"] not in ("cash", "card", "transfer") or "amount_minor" not in tender:
            raise ValueError("a tender")
    for name in ("id", "branch_id", "session_id", "cashier_id", "client_id"):
        told[name] = None if told[name] is None else bytes.fromhex(told[name])
    return dict(told)


def _payments_of(family: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return a payment and its allocation for each tender of an invoice and its credit notes, oldest first.

    A document's rounding goes to its last cash tender; a credit rounded to nothing has none, and gets an empty cash
    payment. What a note gave back reverses the first payment of the same slip with something left.
    """
    root = family[0]
    made = [_payment(root, root, *parts) for parts in _parts(root)]
    left = [[payment, payment["amount_minor"]] for payment, _ in made]
    for note in family[1:]:
        for parts in _parts(note):
            payment, allocation = _payment(root, note, *parts)
            if payment["amount_minor"] < 0:
                _reverse(left, payment)
            made.append((payment, allocation))
    return made


def _parts(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Yield each tender's part of the source, the tender, and the rounding that belongs to it."""
    tenders, rounding = document["tenders"], document["rounding_minor"]
    cash = [n for n, tender in enumerate(tenders) if tender["kind"] == "cash"]
    for n, tender in enumerate(tenders):
        yield f"t{n}", tender, rounding if cash and n == cash[-1] else 0
    if rounding and not cash:
        yield "r", {"kind": "cash", "amount_minor": 0}, rounding


def _payment(
    root: dict[str, Any], document: dict[str, Any], part: str, tender: dict[str, Any], rounding: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    at, key = document["issued_at"], document["id"].hex()
    same = {
        "branch_id": document["branch_id"], "at": at, "business_date": document["business_date"],
        "by": document["cashier_id"],
    }  # fmt: skip
    slip = {name: tender.get(name, "") for name in _SLIP[1:]}
    payment = {
        "id": _derived_id(at, "payment", key, part), "session_id": document["session_id"], "kind": tender["kind"],
        "amount_minor": tender["amount_minor"], "number": "", "tendered_minor": tender.get("tendered_minor", 0),
        "change_minor": tender.get("change_minor", 0), "rounding_minor": rounding, **slip,
        "client_id": document["client_id"], "taken_with": document["id"], "reverses": None,
        "source": f"{document['number']}/{part}", **same,
    }  # fmt: skip
    allocation = {
        "id": _derived_id(at, "allocation", key, part), "payment_id": payment["id"], "document_id": root["id"],
        "amount_minor": payment["amount_minor"] - rounding, **same,
    }  # fmt: skip
    return payment, allocation


def _reverse(left: list[list[Any]], back: dict[str, Any]) -> None:
    for source in left:
        payment, rest = source
        if rest > 0 and all(payment[name] == back[name] for name in _SLIP):
            back["reverses"] = payment["id"]
            source[1] = rest + back["amount_minor"]
            return


def _derived_id(at_ms: int, *parts: str) -> bytes:
    digest = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10], "big")
    value = (at_ms & (2**48 - 1)) << 80 | digest
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return value.to_bytes(16, "big")


def _row(record: dict[str, Any], columns: Any) -> list[Any]:
    at = record["at"]
    return [record["id"], record["branch_id"], 1, at, at, None, *(record[name] for name, _kind in columns)]
