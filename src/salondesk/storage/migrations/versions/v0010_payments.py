"""Payments, allocations and stock movements become facts; the ledger is derived of them.

Each tender of a document becomes a payment and an allocation with derived ids; ``source`` says which tender. The table of
tenders, which is part of a document, is called ``invoice_tender``. Stock entries that no document stood behind become
stock movements under their ids and keys. The ledger is emptied: like every derived table it is filled by the rebuild
that ends an upgrade. Documents, Zs and the change log are not touched.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from salondesk.core import snapshot
from salondesk.domain.sale.invoice import Invoice
from salondesk.engine.tender_payments import tender_payments

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
        try:
            family = [
                snapshot.loads(Invoice, one)
                for (one,) in [(text,), *connection.execute(notes, (root_id,)).fetchall()]
            ]
        except (KeyError, TypeError, ValueError):
            continue
        for payment, allocation in tender_payments(family[0], family[1:]):
            yield "payment", (*_RECORD, *_PAYMENT), _row(payment, _PAYMENT)
            yield "allocation", (*_RECORD, *_ALLOCATION), _row(allocation, _ALLOCATION)


def _row(record: Any, columns: Any) -> list[Any]:
    values = [getattr(record, name) for name, _kind in columns]
    plain = [getattr(value, "value", value) for value in values]
    told = [value.isoformat() if hasattr(value, "isoformat") else value for value in plain]
    return [record.id, record.branch_id, 1, record.at, record.at, None, *told]
