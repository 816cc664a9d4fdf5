"""Migrations do for ever what they did when they were shipped, whatever documents and engines have become since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from salondesk.storage.migrations.versions import v0010_payments as migration

FAMILIES = json.loads(Path(__file__).with_name("payments_of_revision_0010.json").read_text("utf-8"))
"""Invoices with their credit notes, and the rows that revision 0010 made of them when it was shipped."""


def plain(row: list[Any]) -> list[Any]:
    return [value.hex() if isinstance(value, bytes) else value for value in row]


COLUMNS = (
    "id", "branch_id", "version", "created_at", "updated_at", "deleted_at", "session_id", "kind", "amount_minor", "at",
    "business_date", "by", "number", "tendered_minor", "change_minor", "rounding_minor", "approval", "last4", "reference",
    "client_id", "taken_with", "reverses", "source",
)  # fmt: skip
"""The columns of a payment at that revision."""


def rows_of(texts: list[str]) -> list[dict[str, list[Any]]]:
    made = migration.rows_of_family(texts)
    return [{"payment": plain(payment), "allocation": plain(allocation)} for payment, allocation in made]


@pytest.mark.parametrize("family", FAMILIES, ids=range(len(FAMILIES)))
def test_older_tenders_become_the_payments_they_became(family: dict[str, Any]) -> None:
    assert rows_of(family["documents"]) == family["rows"]


def test_the_kept_families_hold_every_case() -> None:
    """Splits, cash rounding, a credit rounded to nothing, two credit notes and a client are among them."""
    payments = [row["payment"] for family in FAMILIES for row in family["rows"]]
    told = [dict(zip(COLUMNS, one, strict=True)) for one in payments]
    assert {one["kind"] for one in told} == {"cash", "card", "transfer"}
    assert any(one["source"].endswith("/r") and one["rounding_minor"] for one in told)
    assert any(one["reverses"] for one in told) and any(one["client_id"] for one in told)
    assert max(len(family["documents"]) for family in FAMILIES) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: told.pop("payable_minor"),
        lambda told: told.update(business_date="yesterday"),
        lambda told: told.update(id="not an id"),
        lambda told: told["tenders"][0].update(kind="shell"),
        lambda told: told["tenders"][0].pop("amount_minor"),
        lambda told: told.update(tenders=None),
    ],
)
def test_a_damaged_document_is_refused(damage: Any) -> None:
    told = json.loads(FAMILIES[0]["documents"][0])
    damage(told)
    with pytest.raises((KeyError, TypeError, ValueError)):
        migration.rows_of_family([json.dumps(told)])
